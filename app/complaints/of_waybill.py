"""Complaints about a waybill, on its page."""

from sqlalchemy import select

from app.complaints.beside import OVER
from app.complaints.models import Complaint
from app.complaints.states import STATES
from app.complaints.words import SEVERITIES
from app.customers.models import Waybill
from app.customers.page import ROWS, Part
from app.customers.waybill_page import register_waybill_part
from app.extensions import db
from app.security import may


@register_waybill_part
def part(waybill: Waybill) -> Part | None:
    """Within the reader's reach, newest first; None where nobody complained."""
    if not may("can_list", "ComplaintView"):
        return None
    mine = select(Complaint).where(Complaint.waybill_id == waybill.id)
    rows = db.session.scalars(mine.order_by(Complaint.id.desc()).limit(ROWS)).all()
    words = {"states": STATES, "severities": SEVERITIES, "over": OVER}
    return Part("complaints/of_customer.html", {"complaints": rows, "total": len(rows), **words}) if rows else None
