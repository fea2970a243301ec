"""Complaints of the past, taken over from another system: closed, on record, and nothing starts by them."""

from datetime import datetime
from typing import Any

from app.complaints.grading import grade_by_pack
from app.complaints.intake import TITLE_FROM
from app.complaints.models import Complaint
from app.complaints.numbering import next_number
from app.core.errors import Invalid
from app.core.i18n import N_
from app.db import by_id
from app.events import record
from app.extensions import db
from app.rulebook import Category, current_pack_version, pack_of
from app.security import elevated

GIVEN_BY_US = "TS"
_ENDED = "archived"


def take_in_past(
    *,
    received_at: datetime,
    channel: str,
    category_id: int,
    description: str,
    actor: Any | None,
    now: datetime,
    no: str = "",
    closed_at: datetime | None = None,
    severity: str | None = None,
    **facts: Any,
) -> Complaint:
    """A complaint that was dealt with elsewhere, under the policy of its time. Raises Invalid.

    No clock starts, nobody is told, no penalty and no 整改表 follow: what it led to has happened.
    """
    ended = closed_at or received_at
    _check_times(received_at, ended, now)
    told = _untold(description) | {name: value for name, value in facts.items() if value not in (None, "")}
    told |= _under_policy(received_at, channel, category_id)
    _check_dismissal(told)
    with elevated():
        complaint = Complaint(
            state=_ENDED,
            description=description,
            received_at=received_at,
            closed_at=ended,
            created_at=now,
            registered_by_id=actor.id if actor else None,
            **told,
        )
        grade_by_pack(complaint)
        # The grade that it had then counts, whatever today's rules would make of it.
        complaint.severity, complaint.severity_provisional = severity or complaint.severity, False
        complaint.no = no or next_number(received_at)
        db.session.add(complaint)
        db.session.flush()
        record(complaint, "take_in", actor=actor, now=now, to_state=_ENDED)
    return complaint


def _under_policy(received_at: datetime, channel: str, category_id: int) -> dict[str, Any]:
    """The version of that time, and what kind of complaint it makes of channel and category."""
    category, version = by_id(Category, category_id), current_pack_version(received_at)
    origins = {each.code: each.origin for each in pack_of(version.id).channels}
    if category is None or channel not in origins:
        raise Invalid(N_("The policy of that time doesn't know this channel or category."))
    known = {"channel": channel, "category_id": category_id, "pack_version_id": version.id}
    return known | {"kind": category.kind, "origin": origins[channel]}


def _untold(description: str) -> dict[str, Any]:
    """What grading looks at, where the file says nothing."""
    flags = dict.fromkeys(("urgent", "solvable_at_once", "severe_dissatisfaction"), False)
    lists: dict[str, list[str]] = {name: [] for name in ("behaviours", "confirmations")}
    title = description.partition("\n")[0][:TITLE_FROM]
    return {"verdict": "pending", "repeat_count": 0, "complaint_count": 1, "title": title, **flags, **lists}


def _check_times(received_at: datetime, ended: datetime, now: datetime) -> None:
    if received_at > now:
        raise Invalid.field("received_at", N_("This lies in the future."))
    if not received_at <= ended <= now:
        raise Invalid.field("closed_at", N_("It can't have been closed before it was received, nor later than now."))


def _check_dismissal(told: dict[str, Any]) -> None:
    if told.get("dismissal") and told["verdict"] != "dismissed":
        raise Invalid.field("dismissal", N_("Only a complaint that was dismissed has one."))
