"""Parts of the list of visits, and those that wait for the present user on the first page."""

from datetime import datetime, time, timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, select

from app.core import clock
from app.core.clock import SHANGHAI, local_day
from app.customers.visits.models import Visit
from app.customers.visits.words import OPEN, STATE_TONES, STATES, WAYS
from app.extensions import db
from app.security import current_actor, may
from app.web import Block, Item, Tab, register_home_block
from app.web.home import ON_BLOCK
from app.web.show import said

_WEEK = timedelta(days=7)


def is_mine() -> ColumnElement[bool]:
    """The present user has to make it."""
    actor = current_actor()
    return and_(Visit.state.in_(OPEN), Visit.owner_id == (actor.id if actor else 0))


def this_week() -> ColumnElement[bool]:
    """From Monday to Sunday, made or not."""
    today = local_day(clock.now())
    monday = datetime.combine(today - timedelta(days=today.weekday()), time(), SHANGHAI)
    return and_(Visit.planned_at >= monday, Visit.planned_at < monday + _WEEK, Visit.state != "cancelled")


def is_missed() -> ColumnElement[bool]:
    """Not recorded in time."""
    return Visit.state == "missed"


def waiting() -> Block | None:
    """The visits that the present user has to make, the next ones first, and those that they have missed."""
    if not may("can_list", "VisitView") or not may("can_record", "VisitView"):
        return None
    tabs = (
        _tab("mine", _("To be made"), is_mine(), _("No visits wait for you.")),
        _tab("my_missed", _("Missed"), and_(is_mine(), is_missed()), _("Nothing was missed.")),
    )
    if not any(tab.count for tab in tabs):
        return None
    return Block("visits", _("My visits"), "fa-handshake", tabs, aside=True)


def _tab(code: str, label: str, wanted: ColumnElement[bool], empty: str) -> Tab:
    count = db.session.scalar(select(func.count(Visit.id)).where(wanted)) or 0
    rows = db.session.scalars(select(Visit).where(wanted).order_by(Visit.planned_at, Visit.id).limit(ON_BLOCK))
    items = tuple(_item(row) for row in rows) if count else ()
    return Tab(code, label, items, count, url_for("VisitView.list", only=code), empty)


def _item(row: Visit) -> Item:
    url = url_for("VisitView.show", pk=row.id) if may("can_show", "VisitView") else ""
    marks = ((said(STATES[row.state]), STATE_TONES[row.state]),) if row.state == "missed" else ()
    return Item(row.customer.name, url, said(WAYS[row.way]), row.due_at, marks)


register_home_block(45, waiting)
