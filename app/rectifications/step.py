"""What every verb on a report shares: reach, the claim, the event."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import ColumnElement, update

from app.core.errors import NotFound, Refused
from app.core.i18n import N_, Text
from app.db import by_id
from app.events import record
from app.extensions import db
from app.rectifications.models import RectificationReport
from app.rectifications.states import STATES, VERBS, after, allows
from app.security import elevated

P = ParamSpec("P")
R = TypeVar("R")
Row = TypeVar("Row")
NOTE_LIMIT = 2_000


def verb(function: Callable[Concatenate[Row, P], R]) -> Callable[Concatenate[Row, P], R]:
    """A verb on a report or measure that the actor reaches; raises NotFound otherwise. Its inside runs elevated: heads,
    deadlines and messages are the house's business."""

    @wraps(function)
    def run(row: Row, *args: P.args, **kwargs: P.kwargs) -> R:
        if by_id(type(row), row.id) is None:  # type: ignore[attr-defined]
            raise NotFound(N_("There is no such record, or it is not yours to see."))
        with elevated():
            result = function(row, *args, **kwargs)
            db.session.flush()
        return result

    return run


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
    """Move the report, if its state still allows the step. Raises Refused.

    The conditional UPDATE decides: of two managers who press at once, the second waits here for the first one's commit
    and then matches no row.
    """
    before = report.state
    if not allows(code, before):
        raise _refusal(report, code)
    mine = update(RectificationReport).where(RectificationReport.id == report.id, RectificationReport.state == before)
    values = {"state": after(code, before), "version": RectificationReport.version + 1, "changed_at": now}
    result: Any = db.session.execute(mine.where(*only).values(values), execution_options={"synchronize_session": False})
    db.session.refresh(report)
    if result.rowcount == 1:
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
