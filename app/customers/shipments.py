"""A customer's waybills on its page: the latest, how many, and when each arrived."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.customers.models import Customer, Waybill
from app.customers.page import MOST, ROWS, Part, register_history, register_part
from app.customers.words import WAYBILL_STATUSES, WAYBILL_TONES
from app.extensions import db
from app.security import may
from app.web.case import Entry


def part(customer: Customer) -> Part | None:
    """For those who may see waybills."""
    if not may("can_list", "WaybillView"):
        return None
    theirs = Waybill.customer_id == customer.id
    total = db.session.scalar(select(func.count(Waybill.id)).where(theirs)) or 0
    found = select(Waybill).where(theirs).options(selectinload(Waybill.origin), selectinload(Waybill.destination))
    rows = db.session.scalars(found.order_by(Waybill.id.desc()).limit(ROWS)).all()
    context = {"waybills": rows, "total": total, "statuses": WAYBILL_STATUSES, "tones": WAYBILL_TONES}
    return Part("customers/waybills_part.html", context, ((_("Waybills"), total),))


def history(customer: Customer) -> Iterator[Entry]:
    """Which of the latest arrived when."""
    if not may("can_list", "WaybillView"):
        return
    there = (Waybill.customer_id == customer.id, Waybill.delivered_at.is_not(None))
    told = select(Waybill.id, Waybill.no, Waybill.delivered_at).where(*there)
    for row in db.session.execute(told.order_by(Waybill.delivered_at.desc()).limit(MOST)):
        link = Markup('<a href="{}">{}</a>').format(url_for("WaybillView.show", pk=row.id), row.no)
        yield Entry(row.delivered_at, escape(_("Waybill %(no)s was delivered.")) % {"no": link})


register_part(part, place=30)
register_history(history)
