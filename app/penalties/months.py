"""A station's month: once over, each station is held against the monthly rules of the pack in force at its end."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from app.complaints.facts import facts_of
from app.complaints.models import Complaint
from app.core.clock import local_day
from app.customers.models import Waybill
from app.db import by_id, unit_of_work
from app.extensions import db
from app.org.models import Department
from app.penalties.assessing import Happened, dues, month_of
from app.penalties.models import Penalty
from app.penalties.payees import payee_in
from app.penalties.workflow import propose
from app.policy.amounts import Occasion
from app.policy.charges import Penalty as Rule
from app.policy.conditions import holds
from app.policy.pack import Pack
from app.policy.windows import month_before
from app.rulebook import PackVersion, current_pack_version, pack_of
from app.security import system_scope

logger = logging.getLogger(__name__)


def assess_months(now: datetime) -> None:
    """The job: propose what the last whole month costs or earns each station. One station a transaction; a second run
    finds what the first one entered."""
    begin, end = month_before(local_day(now))
    with system_scope():
        version = current_pack_version(end - timedelta(seconds=1))
        if not any(rule.on == "month" for rule in pack_of(version.id).penalties):
            return
        stations = select(Department.id).where(Department.kind == "station", Department.active).order_by(Department.id)
        for station_id in db.session.scalars(stations).all():
            try:
                with unit_of_work():
                    _assess_station(station_id, version.id, begin, end, now)
            except Exception:
                logger.exception("the month of station %s could not be assessed", station_id)


def _assess_station(station_id: int, version_id: int, begin: datetime, end: datetime, now: datetime) -> None:
    station, version = by_id(Department, station_id), by_id(PackVersion, version_id)
    if station is None or version is None:
        return
    pack, key = pack_of(version.id), f"month:{month_of(begin)}"
    there = select(Penalty.rule).where(Penalty.occasion == key, Penalty.department_id == station.id)
    entered = set(db.session.scalars(there))
    complaints, waybills = _complaints(station, begin, end), _waybills(station, begin, end)
    for rule in pack.penalties:
        if rule.on != "month" or rule.code in entered:
            continue
        counted = sum(1 for complaint in complaints if _counts(pack, rule, complaint))
        occasion = Occasion("month", complaints=counted, waybills=waybills)
        only = pack.model_copy(update={"penalties": (rule,)})
        happened = Happened(
            key, occasion, end - timedelta(seconds=1), None, None, lambda role: payee_in(station, role, version.id)
        )
        for due in dues(only, {}, happened):
            if due.payee is not None:
                propose(due, key, version.id, actor=None, now=now)


def _complaints(station: Department, begin: datetime, end: datetime) -> list[Complaint]:
    """Those received in the month for which the station is responsible."""
    received = (Complaint.received_at >= begin, Complaint.received_at < end, Complaint.state != "withdrawn")
    mine = select(Complaint).where(Complaint.department_id == station.id, *received)
    return list(db.session.scalars(mine.order_by(Complaint.id)))


def _counts(pack: Pack, rule: Rule, complaint: Complaint) -> bool:
    return rule.when is None or holds(rule.when, pack.facts(facts_of(complaint)))


def _waybills(station: Department, begin: datetime, end: datetime) -> int:
    """Waybills entered in the month that begin or end there."""
    there = or_(Waybill.origin_id == station.id, Waybill.destination_id == station.id)
    mine = select(func.count(Waybill.id)).where(there, Waybill.created_at >= begin, Waybill.created_at < end)
    return db.session.scalars(mine).one()
