"""The demo's appeals: of the penalties confirmed last, one upheld, one revoked, one reduced, and one that waits."""

import random
from datetime import datetime, timedelta

from sqlalchemy import select

from app.core.money import Money
from app.data.demo.hours import at_work
from app.data.demo.sources import source
from app.data.demo.stamps import Stamps
from app.extensions import db
from app.org.tree import people_in_charge
from app.penalties.appeals import workflow
from app.penalties.appeals.models import Appeal
from app.penalties.appeals.standing import answerers_of
from app.penalties.models import Penalty

_HALF = Money(2500)
_FATES: tuple[tuple[str, int, Money | None], ...] = (
    ("open", 20, None),
    ("upheld", 24 * 6, None),
    ("revoked", 24 * 13, None),
    ("reduced", 24 * 20, _HALF),
)
"""What became of each, how many hours before the end it was filed, and what a reduced one comes to."""


def add_appeals(rng: random.Random, stamps: Stamps, end: datetime) -> None:
    """Filed by whoever pays, answered by the level above a day or so later; as many as penalties allow. Flushes."""
    fates = list(_FATES)
    confirmed = select(Penalty).where(Penalty.state == "confirmed", Penalty.kind == "penalty")
    for penalty in db.session.scalars(confirmed.order_by(Penalty.decided_at.desc(), Penalty.id.desc())).all():
        if not fates:
            return
        fate, hours, lowered = fates[0]
        filed_at = min(at_work(rng, end - timedelta(hours=hours), 20, 240), end)
        if penalty.decided_at is None or penalty.decided_at > filed_at:
            continue
        appeal = _filed(penalty, len(fates) - 1, stamps, filed_at)
        fates.pop(0)
        if fate != "open":
            answered_at = min(at_work(rng, filed_at + timedelta(days=1), 60, 600), end)
            _answered(appeal, fate, lowered, stamps, answered_at)


def _filed(penalty: Penalty, number: int, stamps: Stamps, at: datetime) -> Appeal:
    texts = source("appeals")["filed"]
    payee = penalty.payee if penalty.payee.active else people_in_charge(penalty.department)[0]
    stamps.turn(at, payee)
    return workflow.file(penalty, reason=texts[number % len(texts)], actor=payee, now=at)


def _answered(appeal: Appeal, outcome: str, lowered: Money | None, stamps: Stamps, at: datetime) -> None:
    people = answerers_of(appeal)
    assert people, "the demo company has somebody above every department"
    stamps.turn(at, people[0])
    amount = lowered.yuan if lowered is not None else None
    said = source("appeals")[outcome]
    workflow.answer(appeal, outcome=outcome, amount=amount, answer=said, actor=people[0], now=at)
    appeal.changed_at = at  # the claim's UPDATE asks the real clock
