"""What is about to be late, and what is, within the reader's reach, on the first page."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, select

from app.core import clock
from app.deadlines.models import Deadline
from app.deadlines.owners import owner_protocol
from app.extensions import db
from app.security import may
from app.security.scope import owner_model
from app.web import Block, Item, Tab
from app.web.home import ON_BLOCK

_SOON = timedelta(hours=8)


def soon() -> ColumnElement[bool]:
    """Due within the next eight hours, and not late yet."""
    now = clock.now()
    return and_(Deadline.state == "running", Deadline.due_at >= now, Deadline.due_at <= now + _SOON)


def overdue() -> ColumnElement[bool]:
    """Late, and not done yet."""
    return and_(Deadline.ended_at.is_(None), Deadline.breached_at.is_not(None))


def pressing() -> Block | None:
    """For whoever reads deadlines."""
    if not may("can_list", "DeadlineView"):
        return None
    late = _tab("overdue", _("Overdue"), overdue(), _("Nothing is overdue."))
    near = _tab("soon", _("Due within 8 hours"), soon(), _("Nothing is due within the next hours."))
    return Block("deadlines", _("Deadlines"), "fa-hourglass-half", (near, late), aside=True)


def _tab(code: str, label: str, wanted: ColumnElement[bool], empty: str) -> Tab:
    count = db.session.scalar(select(func.count(Deadline.id)).where(wanted)) or 0
    rows = db.session.scalars(
        select(Deadline).where(wanted).order_by(Deadline.due_at, Deadline.id).limit(ON_BLOCK)
    ).all()
    owners = _owners(rows) if rows else {}
    items = tuple(_item(row, owners.get((row.owner_kind, row.owner_id))) for row in rows)
    return Tab(code, label, items, count, url_for("DeadlineView.list", only=code), empty)


def _owners(rows: Any) -> dict[tuple[str, int], Any]:
    """What they belong to: one query a kind."""
    found = {}
    for kind in {row.owner_kind for row in rows}:
        model: Any = owner_model(kind)
        ids = [row.owner_id for row in rows if row.owner_kind == kind]
        for owner in db.session.scalars(select(model).where(model.id.in_(ids))):
            found[kind, owner.id] = owner
    return found


def _item(row: Deadline, owner: Any) -> Item:
    if owner is None:
        return Item(row.label, due=row.due_at)
    about = owner_protocol(row.owner_kind)
    return Item(about.title(owner), urlsplit(about.url(owner)).path, row.label, row.due_at)
