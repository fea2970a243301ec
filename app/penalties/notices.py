"""Whoever pays is told."""

from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.core.money import Money
from app.extensions import db
from app.outbox import enqueue, register_preview
from app.penalties import templates
from app.penalties.models import Penalty
from app.rulebook import pack_of


def confirmed(penalty: Penalty, *, now: datetime) -> None:
    """It is confirmed."""
    _tell(penalty, templates.REWARDED if penalty.kind == "reward" else templates.CONFIRMED, now)


def countered(counter: Penalty, *, now: datetime) -> None:
    """A confirmed one is undone."""
    _tell(counter, templates.COUNTERED, now)


def _tell(penalty: Penalty, template: str, now: datetime) -> None:
    enqueue(
        template,
        to=penalty.payee,
        owner=penalty,
        context=_context(penalty),
        dedup_key=f"{template}:{penalty.id}",
        now=now,
    )


def _context(penalty: Penalty) -> dict[str, Any]:
    return {
        "no": penalty.no,
        "complaint": penalty.about,
        "payee": penalty.payee.full_name,
        "department": penalty.department.name,
        "amount": Money(abs(penalty.amount.fen)) if penalty.kind == "reward" else penalty.amount,
        "month": penalty.month,
        "cite": pack_of(penalty.pack_version_id).cite(penalty.clause),
        "url": f"{current_app.config['SETTINGS'].site()}/penalty/show/{penalty.id}",
    }


def _preview(number: str, _template: str) -> dict[str, Any] | None:
    penalty = db.session.scalars(select(Penalty).where(Penalty.no == number.strip())).one_or_none()
    return _context(penalty) if penalty is not None else None


register_preview("penalty", _preview)
