"""Forms of the steps that a pack may ask for: comparing complaints, recording misconduct."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from app.complaints.confirming import points_of
from app.complaints.facts import pack_for
from app.complaints.forms import NOTE, NoteForm, ReasonForm
from app.complaints.misconduct import records_of
from app.complaints.models import Complaint
from app.complaints.words import COMPARED
from app.core.i18n import Text
from app.customers.options import departments
from app.db import by_id
from app.policy.intake import CONFIRMATIONS
from app.rulebook import every_pack
from app.security import Person
from app.web.fields import ChoiceField, Filled, IntegerField, MultiChoice, TextBox
from app.web.filters import INTEGER_MAX
from app.web.forms import KesuForm
from app.web.remote import RemoteSelectField
from app.web.show import said
from app.web.text import whole_number


def points() -> dict[str, Text]:
    """Everything that can be confirmed; the page offers what the complaint's pack asks for."""
    return {code: Text(words) for code, words in CONFIRMATIONS.items()}


class RemarkForm(KesuForm):
    """Something to remember, with nothing done."""

    note = TextBox(_l("Note"), [Filled()], longest=NOTE)


class ConfirmForm(NoteForm):
    """What is confirmed by now."""

    confirmations = MultiChoice(_l("Confirmed with the complainant"), labels=points)

    def fill(self, complaint: Any) -> None:
        """What the pack asks for, and what is confirmed already."""
        self.confirmations.choices = [(code, said(words)) for code, words in points_of(pack_for(complaint)).items()]
        if not self.is_submitted():
            self.confirmations.data = list(complaint.confirmations)


class LinkForm(NoteForm):
    """Another complaint, and what it has to do with this one."""

    other_id = RemoteSelectField(_l("The other complaint"), [Filled()], model=Complaint)
    outcome = ChoiceField(_l("What they have to do with each other"), [Filled()], labels=COMPARED)

    def fill(self, complaint: Any) -> None:
        """The one that the button on the page named."""
        if not self.is_submitted():
            asked = whole_number(request.args.get("other", ""), 1, INTEGER_MAX)
            self.other_id.data = by_id(Complaint, asked) if asked else None

    def facts(self, names: list[str] | None = None) -> dict[str, Any]:
        """Its id instead of the row."""
        facts = super().facts(names)
        return facts | {"other_id": facts["other_id"].id if facts["other_id"] else None}


def misconducts() -> dict[str, Text]:
    """The codes of every pack; the page offers those of the complaint's own."""
    return {each.code: each.label.text() for pack in every_pack() for each in pack.misconduct}


class MisconductForm(ReasonForm):
    """What was done, where, by whom."""

    code = ChoiceField(_l("Misconduct"), [Filled()], labels=misconducts)
    department_id = ChoiceField(_l("Department"), labels=departments, blank=_l("The responsible department"))
    person_id = RemoteSelectField(_l("Person, if known"), model=Person)
    note = TextBox(_l("What happened, and how it is known"), [Filled()], longest=NOTE)

    def fill(self, complaint: Any) -> None:
        """The complaint's own pack."""
        self.code.labels = {each.code: each.label.text() for each in pack_for(complaint).misconduct}

    def facts(self, names: list[str] | None = None) -> dict[str, Any]:
        """The person's id instead of the row."""
        facts = super().facts(names)
        return facts | {"person_id": facts["person_id"].id if facts["person_id"] else None}


class MisconductDropForm(ReasonForm):
    """Which record was an error."""

    record_id = ChoiceField(_l("Record"), [Filled()], labels=dict)

    def fill(self, complaint: Any) -> None:
        """What stands recorded."""
        pack = pack_for(complaint)
        standing = [row for row in records_of(complaint) if row.withdrawn_at is None]
        self.record_id.labels = {
            str(
                row.id
            ): f"{said(pack.misconduct_of(row.code).label.text())} {row.department or ''} {row.note[:40]}".strip()
            for row in standing
        }


class MisconductNumberForm(ReasonForm):
    """The same for programs, by the record's id."""

    record_id = IntegerField(_l("Record"), [Filled()], low=1, high=INTEGER_MAX)
