"""The form of the verdict."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.complaints.dismissals import DISMISSALS
from app.complaints.forms import NOTE
from app.complaints.words import DECISIONS, PARTIES
from app.customers.options import carriers
from app.web import KesuForm
from app.web.fields import ChoiceField, Filled, TextBox
from app.web.filters import INTEGER_MAX
from app.web.text import whole_number


class VerdictForm(KesuForm):
    """成立 / 不成立, on the complaint as the page shows it."""

    verdict = ChoiceField(_l("Verdict"), [Filled()], labels=DECISIONS)
    party = ChoiceField(_l("Who is liable"), [Filled()], labels=PARTIES)
    carrier_id = ChoiceField(_l("Carrier, where it is liable"), labels=carriers)
    reason = TextBox(_l("Reason"), [Filled()], longest=NOTE)
    dismissal = ChoiceField(_l("Reason for dismissal, where dismissed"), labels=DISMISSALS)
    explanation = TextBox(_l("Explanation to the customer, where dismissed"), longest=4_000)
    version = HiddenField()

    def fill(self, complaint: Any) -> None:
        """Remember which version the page shows."""
        if not self.is_submitted():
            self.version.data = str(complaint.version)

    def facts(self, names: list[str] | None = None) -> dict[str, Any]:
        """With the version that was seen."""
        return super().facts(names) | {"version": whole_number(self.version.data, 1, INTEGER_MAX)}
