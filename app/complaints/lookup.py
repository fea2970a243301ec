"""The panel beside the form: who is calling, what they ship with us, what they have complained of already.

All of it within the reach of the person who registers, and never more than a few rows of each.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from app.complaints.models import Complaint
from app.complaints.preview import Preview
from app.complaints.repeats import Suspect
from app.customers.models import Tier, Waybill
from app.customers.search import Caller, find_callers
from app.db.sealed import blind, normal_phone
from app.extensions import db
from app.security.masking import shown_phone
from app.web.show import said

MOST, WAYBILLS = 5, 3
ENDED = ("closed", "withdrawn", "archived")
_NUMBER = re.compile(r"[+\d][\d\s-]{5,}")


@dataclass(frozen=True)
class Asked:
    """What the form says of the caller: the one chosen, else what was typed into the caller's and the phone's box."""

    caller: Caller | None
    typed: str
    phone: str


@dataclass(frozen=True)
class Found:
    """Whether a list goes on is known by its one row too many."""

    caller: Caller | None = None
    candidates: Sequence[Caller] = ()
    phone: str = ""
    """A number that was typed as the caller and that nobody has: it may be taken as a new caller's."""
    waybills: Sequence[Waybill] = ()
    open: Sequence[Complaint] = ()
    likely: Sequence[tuple[Complaint, str]] = field(default=())

    @property
    def tier(self) -> Tier | None:
        """Of the customer who calls."""
        return self.caller.customer.tier if self.caller else None


def look_up(asked: Asked, seen: Preview) -> Found:
    """What is known of this caller, in at most seven queries whatever there is of it."""
    caller, typed = asked.caller, asked.typed or asked.phone
    candidates = [] if caller else find_callers(typed)[:MOST] if len(typed) > 1 else []
    customer_id = caller.customer.id if caller else None
    likely = _likely(seen.suspects)
    return Found(
        caller=caller,
        candidates=candidates,
        phone=asked.typed if not caller and not candidates and _NUMBER.fullmatch(asked.typed) else "",
        waybills=_waybills(customer_id) if customer_id else (),
        open=_open(customer_id, asked.phone or asked.typed, {row.id for row, _why in likely}),
        likely=likely,
    )


def contact_line(caller: Caller) -> str:
    """Name and number, the number as the reader may see it."""
    contact = caller.contact
    return f"{contact.name} {shown_phone(contact)}".strip() if contact else ""


def _waybills(customer_id: int) -> Sequence[Waybill]:
    newest = select(Waybill).where(Waybill.customer_id == customer_id).order_by(Waybill.id.desc()).limit(WAYBILLS)
    return db.session.scalars(newest.options(selectinload(Waybill.destination), selectinload(Waybill.origin))).all()


def _open(customer_id: int | None, phone: str, but: set[int]) -> Sequence[Complaint]:
    """Under way, of the same customer or told from the same number."""
    theirs = []
    if customer_id is not None:
        theirs.append(Complaint.customer_id == customer_id)
    if _NUMBER.fullmatch(phone):
        theirs.append(Complaint.phone_index == blind(normal_phone(phone)))
    if not theirs:
        return ()
    under_way = (or_(*theirs), Complaint.state.not_in(ENDED), Complaint.id.not_in(but))
    newest = select(Complaint).where(*under_way).order_by(Complaint.id.desc()).limit(MOST + 1)
    along = (selectinload(Complaint.category), selectinload(Complaint.handler), selectinload(Complaint.department))
    return db.session.scalars(newest.options(*along)).all()


def _likely(suspects: Sequence[Suspect]) -> list[tuple[Complaint, str]]:
    return [(each.earlier, said(each.reason)) for each in suspects[:MOST]]
