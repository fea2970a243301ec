"""Who is told of an appeal."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.i18n import Text
from app.db import by_id
from app.deadlines import running_of, still_wanted
from app.extensions import db
from app.outbox import enqueue, register_preview, register_wanted
from app.penalties.appeals import templates
from app.penalties.appeals.models import Appeal
from app.penalties.appeals.owner import appeal_url
from app.penalties.appeals.standing import answerers_of
from app.penalties.appeals.words import STATES
from app.rulebook import pack_of
from app.security import Person


def filed(appeal: Appeal, *, now: datetime) -> None:
    """Those who answer it."""
    _tell(appeal, templates.FILED, answerers_of(appeal), now)


def answered(appeal: Appeal, *, now: datetime) -> None:
    """Whoever filed it, and whoever pays."""
    _tell(appeal, templates.ANSWERED, [appeal.filed_by, appeal.payee], now)


def _tell(appeal: Appeal, template: str, people: Iterable[Person | None], now: datetime) -> None:
    for person in {person.id: person for person in people if person is not None and person.active}.values():
        key = f"{template}:{appeal.id}:{person.id}"
        enqueue(template, to=person, owner=appeal, context=_context(appeal), dedup_key=key, now=now)


def _context(appeal: Appeal) -> dict[str, Any]:
    penalty = appeal.penalty
    return {
        "no": appeal.no,
        "penalty": penalty.no,
        "complaint": penalty.about,
        "payee": appeal.payee.full_name,
        "department": appeal.department.name,
        "amount": penalty.amount,
        "left": appeal.amount if appeal.state == "reduced" else "",
        "outcome": Text(STATES[appeal.state]),
        "cite": pack_of(appeal.pack_version_id).cite(appeal.clause),
        "due": next((deadline.due_at for deadline in running_of(appeal)), ""),
        "url": appeal_url(appeal),
    }


def _preview(number: str, _template: str) -> dict[str, Any] | None:
    appeal = db.session.scalars(select(Appeal).where(Appeal.no == number.strip())).one_or_none()
    return _context(appeal) if appeal is not None else None


def _wanted(message: Any) -> bool:
    """Nobody is asked any more to answer what is settled."""
    template = message.dedup_key.partition(":")[0]
    if template not in (templates.FILED, templates.ANSWERED):
        return still_wanted(message.dedup_key)
    appeal = by_id(Appeal, message.owner_id)
    return appeal is not None and (template == templates.ANSWERED or appeal.state == "open")


register_preview("appeal", _preview)
register_wanted(Appeal.__tablename__, _wanted)
