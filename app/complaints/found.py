"""What is found of complaints: their number, what happened and where, the complainant's name and telephone."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.complaints.models import Complaint
from app.complaints.states import STATES
from app.core.clock import local_day
from app.search import Finder, register_finder
from app.web.show import label


def _complaint(row: Complaint) -> Sequence[Any]:
    return [row.title, row.complainant, label(row.state, STATES), local_day(row.received_at).isoformat()]


register_finder(
    Finder(
        Complaint,
        "ComplaintView",
        _l("Complaints"),
        "fa-bullhorn",
        ("no", "title", "description", "place", "complainant", "expected_remedy"),
        order=lambda: Complaint.received_at,
        about=_complaint,
    )
)
