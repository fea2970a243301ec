"""The answer that was promised, as a deadline: it reminds whoever has to give it, and goes up the ladder when late.

It is the pack's clock of promises (新邦 2(2)b and the like: `promise_callback` starts it); a pack that has none leaves
the promise a date that people look at.
"""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from app import deadlines
from app.core import clock
from app.core.errors import Invalid
from app.core.i18n import N_
from app.customers.inquiries.models import Inquiry
from app.customers.inquiries.words import WAITING
from app.deadlines import Deadline, Responsible, register_ladder, register_owner_kind, still_wanted
from app.extensions import db
from app.org.models import Department
from app.org.tree import level_above, people_in_charge
from app.outbox import register_wanted
from app.policy.timing import Clock
from app.rulebook import current_pack_version
from app.security import Person

PROMISE, KEPT = "promise_callback", "callback_done"
"""The policy's verbs for a promise, and for its fulfilment."""


class InquiryOwner:
    """The `DeadlineOwner` of inquiries. They are no complaints: the policy in force now holds for each new promise."""

    along = ()

    def pack_version_id(self, owner: Any) -> int:
        return current_pack_version(clock.now()).id

    def responsible(self, owner: Any, clock: Clock) -> Responsible:
        """The handler; those in charge of the department that it was passed on to, while nobody has taken it."""
        if owner.handler_id is None and owner.department_id is not None:
            return Responsible(department_id=owner.department_id)
        return Responsible(person_id=owner.handler_id or owner.registered_by_id)

    def title(self, owner: Any) -> str:
        return owner.no

    def url(self, owner: Any) -> str:
        return f"{current_app.config['SETTINGS'].site()}/inquiry/show/{owner.id}"


def check_promise(promised: datetime | None, now: datetime) -> None:
    """Raises Invalid at `due_at` for a time that has passed."""
    if promised is not None and promised <= now:
        raise Invalid.field("due_at", N_("A promise lies in the future."))


def promised(inquiry: Inquiry, *, actor: Any | None, now: datetime) -> None:
    """The time was named or moved; taken back, nothing runs any more."""
    if inquiry.due_at is None:
        deadlines.stop_all(inquiry, "cancelled", now=now, actor=actor)
        return
    deadlines.on_verb(inquiry, PROMISE, facts=_facts(inquiry.due_at), now=now, actor=actor)


def give_deadlines(now: datetime) -> None:
    """Open inquiries with a promise from before promises were deadlines have theirs from now on; `db upgrade` asks.

    Once: whichever ever had one is left alone. One that is late already is taken up as after a downtime: counted from
    its receipt, and the newest of its steps alone is told. In the system's scope.
    """
    had = select(Deadline.id).where(Deadline.owner_kind == Inquiry.__tablename__, Deadline.owner_id == Inquiry.id)
    waiting = (Inquiry.state.in_(WAITING), Inquiry.due_at.is_not(None), ~had.exists())
    for inquiry in db.session.scalars(select(Inquiry).where(*waiting).order_by(Inquiry.id)).all():
        assert inquiry.due_at is not None, "asked for"
        before = min(inquiry.received_at, inquiry.due_at - timedelta(minutes=1))
        promised(inquiry, actor=None, now=now if inquiry.due_at > now else before)


def answered(inquiry: Inquiry, *, actor: Any | None, now: datetime) -> None:
    """The caller knows: kept, or missed."""
    deadlines.stop_all(inquiry, "stopped", now=now, actor=actor)


def ended(inquiry: Inquiry, *, actor: Any | None, now: datetime) -> None:
    """It goes on as a complaint, with that one's clocks."""
    deadlines.stop_all(inquiry, "cancelled", now=now, actor=actor)


def passed_on(inquiry: Inquiry, *, actor: Any | None, now: datetime) -> None:
    """Somebody else has to keep it."""
    deadlines.reassign(inquiry, now=now, actor=actor)


def _facts(promised_at: datetime) -> dict[str, Any]:
    """What the policy's conditions ask: callers are customers, and nothing has gone wrong yet."""
    return {"origin": "external", "kind": "business", "urgent": False, "promised_at": promised_at}


def _people_of(inquiry: Inquiry, role: str) -> list[Person]:
    """Who has a role of the ladder for an inquiry; the handler's department stands for one that it wasn't given to."""
    handler = inquiry.handler
    own: Department | None = handler.department if handler else None
    department = inquiry.department or own
    if role == "handler":
        return [handler] if handler is not None and handler.active else []
    if role == "own_manager":
        return people_in_charge(own) if own else []
    if department is None:
        return []
    return people_in_charge(level_above(department) or department if role == "superior" else department)


register_owner_kind(Inquiry.__tablename__, InquiryOwner())
register_ladder(Inquiry.__tablename__, _people_of)
register_wanted(Inquiry.__tablename__, lambda message: still_wanted(message.dedup_key))
