"""Complaints on the customer's page: the latest, how many, and when each came and was closed."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import func, select

from app.complaints.beside import OVER
from app.complaints.models import Complaint
from app.complaints.states import STATES
from app.complaints.words import SEVERITIES
from app.core.i18n import N_, Text
from app.customers.merging import register_blocker, register_pointer
from app.customers.models import Customer
from app.customers.page import MOST, ROWS, Part, register_correspondence, register_history, register_part
from app.customers.tiers.rules import YEAR, register_figure
from app.extensions import db
from app.security import may
from app.web.case import Entry


def part(customer: Customer) -> Part | None:
    """Within the reader's reach, newest first."""
    if not may("can_list", "ComplaintView"):
        return None
    theirs = Complaint.customer_id == customer.id
    counted = select(Complaint.state, func.count(Complaint.id)).where(theirs).group_by(Complaint.state)
    counts = {row[0]: row[1] for row in db.session.execute(counted)}
    if not counts:
        return Part("complaints/of_customer.html", {"complaints": ()}, ((_("Complaints"), 0),))
    rows = db.session.scalars(
        select(Complaint).where(theirs).order_by(Complaint.received_at.desc(), Complaint.id.desc()).limit(ROWS)
    ).all()
    total = sum(counts.values())
    under_way = total - sum(counts.get(state, 0) for state in OVER)
    context = {"complaints": rows, "total": total, "states": STATES, "severities": SEVERITIES, "over": OVER}
    return Part(
        "complaints/of_customer.html", context, ((_("Complaints"), total), (_("Complaints under way"), under_way))
    )


def history(customer: Customer) -> Iterator[Entry]:
    """When each of the latest came in, and when it was closed."""
    if not may("can_list", "ComplaintView"):
        return
    told = (Complaint.id, Complaint.no, Complaint.title, Complaint.received_at, Complaint.closed_at)
    theirs = select(*told).where(Complaint.customer_id == customer.id)
    for row in db.session.execute(theirs.order_by(Complaint.received_at.desc()).limit(MOST)):
        link = Markup('<a href="{}">{}</a>').format(url_for("ComplaintView.show", pk=row.id), row.no)
        yield Entry(row.received_at, escape(_("Complaint %(no)s: %(title)s")) % {"no": link, "title": row.title})
        if row.closed_at is not None:
            yield Entry(row.closed_at, escape(_("Complaint %(no)s was closed.")) % {"no": link})


def blocker(customer: Customer) -> Text | None:
    """A file isn't put away while somebody works on a complaint of theirs."""
    theirs = (Complaint.customer_id == customer.id, Complaint.state.not_in(OVER))
    count = db.session.scalar(select(func.count(Complaint.id)).where(*theirs)) or 0
    return Text(N_("%(count)s complaints of this customer are under way."), {"count": count}) if count else None


def _lately(now: datetime) -> dict[int, int]:
    """How often each customer complained within a year."""
    theirs = (Complaint.customer_id.is_not(None), Complaint.received_at > now - YEAR, Complaint.state != "withdrawn")
    counted = select(Complaint.customer_id, func.count()).where(*theirs).group_by(Complaint.customer_id)
    return {owner: count for owner, count in db.session.execute(counted) if owner is not None}


register_figure("complaints", N_("Complaints in a year"), _lately)
register_pointer(Complaint)
register_blocker(blocker)
register_part(part, place=10)
register_history(history)
register_correspondence(
    "complaint", lambda customer_id: select(Complaint.id).where(Complaint.customer_id == customer_id)
)
