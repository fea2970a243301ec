"""What every verb on a report shares: reach, the claim, the event."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement

from app.core.errors import Refused
from app.core.i18n import N_, Text
from app.db import move_row
from app.events import record
from app.extensions import db
from app.rectifications.models import RectificationReport
from app.rectifications.states import STATES, VERBS, after, allows
from app.security import verb

__all__ = ["claim", "taking", "verb"]

NOTE_LIMIT = 2_000


@contextmanager
def taking(
    report: RectificationReport,
    code: str,
    *,
    actor: Any | None,
    now: datetime,
    note: str = "",
    only: tuple[ColumnElement[bool], ...] = (),
) -> Iterator[dict[str, Any]]:
    """Take the step: claim the report, let the body change it, then record the event, whose facts it yields.

    `only`: what else must still be as the actor saw it. Raises Refused.
    """
    before = report.state
    claim(report, code, now, only)
    facts: dict[str, Any] = {}
    yield facts
    db.session.flush()
    db.session.expire(report)
    record(report, code, actor=actor, now=now, from_state=before, to_state=report.state, facts=facts, note=note)


def claim(report: RectificationReport, code: str, now: datetime, only: tuple[ColumnElement[bool], ...] = ()) -> None:
    """Move the report, if its state still allows the step. Raises Refused; of two at once, for the second."""
    before = report.state
    if not allows(code, before):
        raise _refusal(report, code)
    values = {"state": after(code, before), "version": RectificationReport.version + 1, "changed_at": now}
    if move_row(report, RectificationReport.state == before, *only, **values):
        return
    if report.state == before:
        raise Refused(N_("Somebody else has changed this report meanwhile. Please look at it again."))
    raise _refusal(report, code)


def _refusal(report: RectificationReport, code: str) -> Refused:
    return Refused(
        N_("“%(verb)s” is not possible: report %(no)s is in the state “%(state)s”."),
        verb=Text(VERBS[code].label),
        no=report.no,
        state=Text(STATES[report.state]),
    )
