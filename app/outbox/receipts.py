"""What became of text messages after a provider took them over: its receipts, each kept once, in any order.

A message only moves forward: on its way, not delivered, delivered. A provider repeats itself, tells late and sometimes
before we have noted that it took the message; none of that may undo what is known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from app.core.i18n import N_, Text
from app.db import unit_of_work
from app.db.sealed import blind
from app.extensions import db
from app.outbox.addresses import mobile
from app.outbox.models import Attempt, Message, Receipt

ACCEPTED, UNDELIVERED, DELIVERED = "accepted", "undelivered", "delivered"
FORWARD = ("", ACCEPTED, UNDELIVERED, DELIVERED)
"""Of two that speak of one message the later in this row counts: what has arrived once has arrived."""
KEPT_UNMATCHED = timedelta(days=3)
"""A receipt that names no message of ours waits so long for one; then it was never ours."""
_REASON = N_("The SMS provider could not deliver it: %(reply)s")
_TOLD_AT_ONCE = 500
_QUIETLY = {"synchronize_session": False}


@dataclass(frozen=True)
class Report:
    """A receipt as it came in; `provider_id` is the provider's own id, or ours where it repeats that."""

    provider: str
    provider_id: str
    phone: str
    status: str
    detail: str = ""
    at: datetime | None = None


def take_reports(reports: Iterable[Report], *, now: datetime) -> None:
    """Keep what is new and move the messages. Runs inside the caller's unit of work, as the system."""
    # In one order, so that two bundles at once don't wait for each other.
    for report in sorted(reports, key=lambda each: (each.provider_id, FORWARD.index(each.status))):
        number = mobile(report.phone) or report.phone
        receipt = _kept(report, number, now)
        message_id, latest = _meant(report.provider, report.provider_id, number)
        if message_id is None:
            continue
        if receipt is not None:
            receipt.message_id = message_id
        _move(message_id, report.status, report.detail, latest=latest, now=now)


def match_early(now: datetime) -> None:
    """The job: receipts that came before their message was noted as taken over find it now, or are forgotten."""
    with unit_of_work():
        waiting = select(Receipt).where(Receipt.message_id.is_(None)).order_by(Receipt.id).limit(_TOLD_AT_ONCE)
        for receipt in db.session.scalars(waiting).all():
            message_id, latest = _meant(receipt.provider, receipt.provider_id, "", receipt.phone_hash)
            if message_id is not None:
                receipt.message_id = message_id
                _move(message_id, receipt.status, receipt.detail, latest=latest, now=now)
        old = (Receipt.message_id.is_(None), Receipt.told_at < now - KEPT_UNMATCHED)
        db.session.execute(delete(Receipt).where(*old))


def settled_by_receipt(message_id: int, now: datetime) -> bool:
    """Settle a message of unknown outcome by what receipts have told meanwhile. False: they told nothing."""
    known = db.session.scalars(select(Receipt).where(Receipt.message_id == message_id)).all()
    if not known:
        return False
    best = max(known, key=lambda receipt: FORWARD.index(receipt.status))
    _follow(message_id, best.status, best.detail, now)
    return True


def phone_hash(number: str) -> str:
    """Tells receipts of several numbers apart without keeping a number."""
    return blind(f"receipt phone {number}")


def _kept(report: Report, number: str, now: datetime) -> Receipt | None:
    receipt = Receipt(
        provider=report.provider,
        provider_id=report.provider_id,
        phone_hash=phone_hash(number),
        status=report.status,
        detail=report.detail[:500],
        happened_at=report.at,
        told_at=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(receipt)
    except IntegrityError as error:
        if "message_receipt" not in str(error.orig):
            raise
        return None
    return receipt


def _meant(provider: str, provider_id: str, number: str, hashed: str = "") -> tuple[int | None, bool]:
    """(The message that a receipt is about, whether about its latest try). Nobody's where the number is another."""
    if provider == "tencent":
        of = select(Attempt.message_id, Attempt.id).where(Attempt.provider_id == provider_id)
        found = db.session.execute(of.order_by(Attempt.id.desc()).limit(1)).one_or_none()
        message = db.session.get(Message, found.message_id) if found else None
    else:
        found = None
        message = db.session.scalars(select(Message).where(Message.out_id == provider_id)).one_or_none()
    hashed = hashed or phone_hash(number)
    if message is None or message.channel == "email" or phone_hash(message.address or "") != hashed:
        return None, False
    last = select(func.max(Attempt.id)).where(Attempt.message_id == message.id)
    return message.id, found is None or found.id == db.session.scalar(last)


def _move(message_id: int, status: str, detail: str, *, latest: bool, now: datetime) -> None:
    """Conditional UPDATEs: two receipts at once, or a receipt and a person, can't overwrite each other."""
    if status == UNDELIVERED and not latest:
        return  # of a try before the one that a person asked for
    ahead = (Message.id == message_id, Message.receipt.in_(FORWARD[: FORWARD.index(status)]))
    values = {"receipt": status, **({"delivered_at": now} if status == DELIVERED else {})}
    db.session.execute(update(Message).where(*ahead).values(values), execution_options=_QUIETLY)
    _follow(message_id, status, detail, now)


def _follow(message_id: int, status: str, detail: str, now: datetime) -> None:
    """The state that such a receipt makes of the message's. One that is being sent keeps its state until it is not."""
    mine = (Message.id == message_id, Message.receipt == status)
    if status == UNDELIVERED:
        from_states: tuple[str, ...] = ("sent", "unknown")
        values: dict[str, Any] = {"state": "failed", "error": Text(_REASON, {"reply": detail}).to_json()}
    else:
        from_states = ("unknown", "failed", "queued") if status == DELIVERED else ("unknown",)
        values = {"state": "sent", "sent_at": func.coalesce(Message.sent_at, now), "error": None}
    moved = update(Message).where(*mine, Message.state.in_(from_states)).values(values)
    db.session.execute(moved, execution_options=_QUIETLY)
