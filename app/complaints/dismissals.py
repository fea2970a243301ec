"""不成立原因: why a complaint was dismissed, chosen from a dictionary that administrators edit."""

from flask_babel import lazy_gettext as _l

from app.complaints import words
from app.complaints.models import Complaint
from app.dictionaries import Dictionary
from app.web.show import label

DISMISSALS = Dictionary(
    "dismissal", _l("Reasons for dismissal"), words.DISMISSALS, used_in=lambda: [Complaint.dismissal]
)


def dismissal_word(complaint: Complaint) -> str:
    """The reason as it is called, retired or not; empty where none was chosen."""
    return label(complaint.dismissal, DISMISSALS) if complaint.dismissal else ""
