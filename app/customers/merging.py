"""Two files of one customer become one, and can be taken apart again: what pointed where is remembered. Files are
archived, never deleted."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.core.errors import Invalid, Refused
from app.core.i18n import N_, Text
from app.customers.models import Address, Contact, Customer, CustomerMerge, Waybill
from app.events import record
from app.extensions import db
from app.security import elevated, require_reach

_AT_ONCE = 500
_pointers: dict[str, Any] = {}
_blockers: list[Callable[[Customer], Text | None]] = []


def register_pointer(model: Any) -> None:
    """A table whose rows belong to a customer by `customer_id`, and go along when files are merged."""
    _pointers[model.__tablename__] = model


def register_blocker(find: Callable[[Customer], Text | None]) -> None:
    """`find(customer)` says why a file can't be archived yet; None where nothing speaks against it."""
    if find not in _blockers:
        _blockers.append(find)


def merge(customer: Customer, *, into: Customer | None, actor: Any | None, now: datetime, note: str = "") -> None:
    """Put this file into another: everything that belongs to it goes there, and it leads there from now on.

    Raises NotFound, Invalid at `into`, Refused for a file that was merged already.
    """
    require_reach(customer)
    if into is None or into.id == customer.id:
        raise Invalid.field("into", N_("Please choose another customer."))
    require_reach(into)
    _check_open(customer)
    if into.merged_into_id is not None or into.archived_at is not None:
        raise Invalid.field("into", N_("That file is merged or archived itself."))
    with elevated():
        moved = {name: _move(model, customer.id, into.id) for name, model in _pointers.items()}
        preferred = _second_preferred(into, moved["contact"])
        customer.merged_into_id = into.id
        merged = CustomerMerge(
            customer_id=customer.id, into_id=into.id, moved=moved | {"preferred": preferred}, merged_at=now
        )
        merged.merged_by_id = actor.id if actor else None
        db.session.add(merged)
        record(customer, "merge", actor=actor, now=now, facts={"into": f"{into.name} ({into.no})"}, note=note)
        record(into, "take_in", actor=actor, now=now, facts={"from": f"{customer.name} ({customer.no})"}, note=note)
        db.session.flush()
        db.session.expire_all()


def unmerge(customer: Customer, *, actor: Any | None, now: datetime) -> None:
    """Take the files apart again: what came along goes back, as far as it still lies there; what came later stays.

    Raises NotFound; Refused where it isn't merged, or the other one was merged further since.
    """
    require_reach(customer)
    with elevated():
        last = _last_merge(customer)
        if customer.merged_into_id is None or last is None:
            raise Refused(N_("This file is not merged."))
        into = db.session.get_one(Customer, last.into_id)
        if into.merged_into_id is not None:
            raise Refused(
                N_("Take %(customer)s apart first: it was merged since."), customer=f"{into.name} ({into.no})"
            )
        for name, ids in last.moved.items():
            if name in _pointers:
                _move_back(_pointers[name], ids, into.id, customer.id)
        for part in _chunks(last.moved.get("preferred", [])):
            db.session.execute(update(Contact).where(Contact.id.in_(part)).values(preferred=True))
        customer.merged_into_id, last.undone_at = None, now
        record(customer, "unmerge", actor=actor, now=now, facts={"into": f"{into.name} ({into.no})"})
        record(into, "give_back", actor=actor, now=now, facts={"from": f"{customer.name} ({customer.no})"})
        db.session.flush()
        db.session.expire_all()


def archive(customer: Customer, *, reason: str, actor: Any | None, now: datetime) -> None:
    """Put the file away: it is offered no more, and keeps all that it says. Raises NotFound, Refused, Invalid."""
    require_reach(customer)
    _check_open(customer)
    if not reason.strip():
        raise Invalid.field("reason", N_("Please fill this in."))
    with elevated():
        blocked = next((why for why in (find(customer) for find in _blockers) if why is not None), None)
        if blocked is not None:
            raise Refused(blocked.msgid, **blocked.params)
        customer.archived_at = now
        record(customer, "archive_file", actor=actor, now=now, note=reason)
        db.session.flush()


def restore(customer: Customer, *, actor: Any | None, now: datetime) -> None:
    """Take an archived file out again. Raises NotFound, Refused."""
    require_reach(customer)
    if customer.archived_at is None:
        raise Refused(N_("This file is not archived."))
    with elevated():
        customer.archived_at = None
        record(customer, "restore_file", actor=actor, now=now)
        db.session.flush()


def confirm_file(customer: Customer, *, actor: Any | None, now: datetime) -> None:
    """Whoever looked through the file says that it is right. Raises NotFound, Refused."""
    require_reach(customer)
    _check_open(customer)
    with elevated():
        customer.confirmed_at = now
        record(customer, "confirm_file", actor=actor, now=now)
        db.session.flush()


def _check_open(customer: Customer) -> None:
    if customer.merged_into_id is not None or customer.archived_at is not None:
        raise Refused(N_("This file is merged or archived."))


def _second_preferred(into: Customer, came: list[int]) -> list[int]:
    """One preferred contact for each customer: those that came along step back where there is one already."""
    preferred = select(Contact.id).where(Contact.customer_id == into.id, Contact.preferred.is_(True))
    ids = set(db.session.scalars(preferred))
    second = sorted(ids & set(came)) if ids - set(came) else []
    for part in _chunks(second):
        db.session.execute(update(Contact).where(Contact.id.in_(part)).values(preferred=False))
    return second


def _last_merge(customer: Customer) -> CustomerMerge | None:
    mine = (CustomerMerge.customer_id == customer.id, CustomerMerge.undone_at.is_(None))
    return db.session.scalars(select(CustomerMerge).where(*mine).order_by(CustomerMerge.id.desc()).limit(1)).first()


def _move(model: Any, source: int, target: int) -> list[int]:
    ids = list(db.session.scalars(select(model.id).where(model.customer_id == source).order_by(model.id)))
    if ids:
        db.session.execute(update(model).where(model.customer_id == source).values(customer_id=target))
    return ids


def _move_back(model: Any, ids: list[int], source: int, target: int) -> None:
    for part in _chunks(ids):
        there = (model.id.in_(part), model.customer_id == source)
        db.session.execute(update(model).where(*there).values(customer_id=target))


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    yield from (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


for _model in (Contact, Address, Waybill):
    register_pointer(_model)
