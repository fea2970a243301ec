"""Two forms that the demo company has made for itself, 客户活动登记 and 培训记录, and what they hold."""

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.core.clock import local_day
from app.core.money import Money
from app.customers.models import Customer
from app.customfields import fill
from app.customfields.verbs import define
from app.data.demo.sources import source
from app.data.demo.stamps import Stamps
from app.extensions import db
from app.ownrecords import OwnRecord, RecordType, define_type, register
from app.ownrecords.models import RIGHTS
from app.ownrecords.reminders import settle
from app.ownrecords.verbs import change_type
from app.ownrecords.workflow import approve
from app.security import Person
from app.security.models import RoleReach


def add_forms(rng: random.Random, stamps: Stamps, now: datetime) -> None:
    """Define them, as an administrator would on the screens, and fill them. Flushes."""
    roles = {row.code: row.role_id for row in db.session.scalars(select(RoleReach))}
    people = {person.username: person for person in db.session.scalars(select(Person))}
    customers = db.session.scalars(select(Customer).order_by(Customer.id).limit(40)).all()
    for plan in source("ownforms")["forms"]:
        kind = _define(plan, roles, now)
        for record in plan["records"]:
            writer, at = people[record["by"]], now - timedelta(days=record["days_ago"])
            stamps.turn(at, writer)
            row = _record(kind, record, rng.choice(customers) if kind.about_customer else None, writer, at)
            _fill(row, record["values"], writer, at, now)
            if "approved" in record:
                stamps.turn(at + timedelta(hours=3), people[record["approved"]])
                approve(row, actor=people[record["approved"]], now=at + timedelta(hours=3))
        stamps.turn(now, None)


def _define(plan: dict[str, Any], roles: dict[str | None, int], now: datetime) -> RecordType:
    rights = {right: [roles[code] for code in plan["rights"].get(right, ())] for right in RIGHTS}
    kind = define_type(**plan["form"], rights=rights, actor=None, now=now)
    for field in plan["fields"]:
        define(entity=kind.kind, **(field | {"options": "\n".join(field.get("options", ()))}), actor=None, now=now)
    if plan.get("remind"):
        change_type(kind, **plan["remind"], actor=None, now=now)
    return kind


def _record(kind: RecordType, plan: dict[str, Any], customer: Any, writer: Person, at: datetime) -> OwnRecord:
    facts = {"subject": plan["subject"], "department_id": writer.department_id, "customer": customer}
    return register(kind, **facts, actor=writer, now=at)


def _fill(row: OwnRecord, plan: dict[str, Any], writer: Person, at: datetime, now: datetime) -> None:
    values = {f"x_{code}": value for code, value in plan.items()}
    values["x_day"] = local_day(now) + timedelta(days=plan["day"])
    if "budget" in plan:
        values["x_budget"] = Money.from_yuan(plan["budget"])
    fill(row, values, actor=writer, now=at)
    settle(row, now=now)
