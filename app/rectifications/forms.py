"""The forms of reports, generated from what the report's pack asks for."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.customers.options import colleagues
from app.org.tree import subtree_ids
from app.rectifications import own_fields
from app.rectifications.causes import CAUSE, CAUSES
from app.rectifications.drafting import (
    MEASURE_LIMIT,
    MOST_MEASURES,
    TEXT_LIMIT,
    Planned,
    asks_measures,
    boxes_asked,
    sections_asked,
)
from app.rectifications.models import RectificationReport, ReturnNote
from app.rectifications.step import NOTE_LIMIT
from app.rectifications.words import LABELS, SECTIONS, TEXTS
from app.security import Person
from app.web import KesuForm
from app.web.fields import ChoiceField, DateField, FilesField, Filled, TextBox
from app.web.filters import INTEGER_MAX
from app.web.remote import RemoteSelectField
from app.web.show import when
from app.web.text import whole_number

_SPARE_ROWS = 2


class DraftForm(KesuForm):
    """The report as it is written; `draft_form_class` adds a box for each section and three for each measure."""

    section_names: tuple[str, ...] = ()
    box_names: tuple[str, ...] = ()
    own_names: tuple[str, ...] = ()
    measure_count = 0
    cause = ChoiceField(_l(LABELS[CAUSE]), labels=CAUSES, blank=_l("Please choose"))
    seen_version = HiddenField()

    def facts(self, names: list[str] | None = None) -> dict[str, Any]:
        """For `verbs.save`; a row of measures with nothing in it is left out."""
        rows = [self._row(f"measure_{number}") for number in range(1, self.measure_count + 1)]
        return {
            "sections": {name: self[name].data for name in self.section_names},
            "cause": self.cause.data or "",
            "measures": [row for row in rows if row != Planned("")],
            "own": own_fields.told(self, self.own_names),
            "files": self["files"].data or [] if "files" in self else [],
            "version": whole_number(self.seen_version.data, 1, INTEGER_MAX) if self.seen_version.data else None,
        }

    def _row(self, name: str) -> Planned:
        text, owner, due = (self[f"{name}_{part}"].data for part in ("text", "owner", "due"))
        return Planned(text or "", owner, due)


class ScreenDraftForm(DraftForm):
    """With files."""

    files = FilesField(_l("Photos, recordings, papers"))


class NoteForm(KesuForm):
    """A remark, if there is one to make."""

    note = TextBox(_l("Note"), longest=NOTE_LIMIT)


class DecisionForm(NoteForm):
    """Approve the version that is on the page."""

    submission = HiddenField()

    def fill(self, report: RectificationReport) -> None:
        """Remember which version the page shows."""
        if not self.is_submitted():
            self.submission.data = str(report.submission)

    def facts(self, names: list[str] | None = None) -> dict[str, Any]:
        """With the version's number; 0, which no version has, where none was sent."""
        return super().facts(names) | {"submission": whole_number(str(self.submission.data or ""), 0, INTEGER_MAX) or 0}


class ReturnForm(DecisionForm):
    """What is wrong, section by section."""

    note = None
    problem = TextBox(_l("What went wrong"), longest=NOTE_LIMIT)
    verified_facts = TextBox(_l("Facts verified"), longest=NOTE_LIMIT)
    root_cause = TextBox(_l("Root cause"), longest=NOTE_LIMIT)
    immediate_correction = TextBox(_l("Immediate correction"), longest=NOTE_LIMIT)
    measures = TextBox(_l("Measures"), longest=NOTE_LIMIT)

    def fill(self, report: RectificationReport) -> None:
        """Only the sections that this report has."""
        super().fill(report)
        asked = {*sections_asked(report), *(["measures"] if asks_measures(report) else [])}
        for name in (*TEXTS, "measures"):
            if name not in asked:
                del self[name]

    def facts(self, names: list[str] | None = None) -> dict[str, Any]:
        """Reasons for `verbs.return_`."""
        facts = super().facts(names)
        submission = facts.pop("submission")
        return {"submission": submission, "reasons": {name: text for name, text in facts.items() if text}}


class ReassignForm(NoteForm):
    """Who writes it: one of the responsible department."""

    author_id = ChoiceField(_l("Who writes it"), [Filled()], labels=dict)

    def fill(self, report: RectificationReport) -> None:
        """The department's people; what was sent is read against them."""
        self.author_id.labels = colleagues(subtree_ids(report.department_id))
        if self.is_submitted():
            sent = self.author_id.raw_data or []
            self.author_id.process_formdata([str(value) for value in sent])


class HandOnForm(NoteForm):
    """Who carries it out from now on."""

    owner = RemoteSelectField(_l("Owner"), [Filled()], model=Person, view="PersonView")

    def facts(self, names: list[str] | None = None) -> dict[str, Any]:
        """The person by id."""
        facts = super().facts(names)
        owner = facts.pop("owner", None)
        return facts | {"owner_id": owner.id if owner else None}


class TickForm(NoteForm):
    """The evidence."""

    files = FilesField(_l("Evidence: photos, recordings, papers"), [Filled()])


class RedoForm(KesuForm):
    """Why, and by when."""

    note = TextBox(_l("Reason"), [Filled()], longest=NOTE_LIMIT)
    due_on = DateField(_l("To be done again by"), [Filled()])


def draft_form_class(report: RectificationReport, base: type[DraftForm], rows: int) -> type[DraftForm]:
    """A box for each section that the pack asks for, with the approver's remarks; three a measure; own fields."""
    names, remarks = tuple(sections_asked(report)), remarks_of(report)
    count = rows if asks_measures(report) else 0
    people = colleagues(subtree_ids(report.department_id))
    fields: dict[str, Any] = {
        name: TextBox(_l(SECTIONS[name]), longest=TEXT_LIMIT, description=remarks.get(name, "")) for name in names
    }
    for number in range(1, count + 1):
        fields[f"measure_{number}_text"] = TextBox(_l("Measure"), longest=MEASURE_LIMIT)
        fields[f"measure_{number}_owner"] = ChoiceField(_l("Owner"), labels=people)
        fields[f"measure_{number}_due"] = DateField(_l("Due"))
    own = own_fields.form_fields()
    boxes = tuple(boxes_asked(report))
    about = {"section_names": names, "box_names": boxes, "own_names": tuple(own), "measure_count": count}
    return type("DraftForm", (base,), about | fields | own)


def draft_form(report: RectificationReport) -> DraftForm:
    """The form of the screen, with what is written so far and some rows to spare."""
    sent = len([name for name in request.form if name.startswith("measure_") and name.endswith("_text")])
    rows = min(max(sent, len(report.measures) + _SPARE_ROWS), MOST_MEASURES)
    form = draft_form_class(report, ScreenDraftForm, rows)
    return form(data=_written(report) | {"seen_version": str(report.version)})


def stored_form(report: RectificationReport, form: DraftForm) -> DraftForm:
    """The same form with what is stored now."""
    return type(form)(formdata=None, data=_written(report))


def remarks_of(report: RectificationReport) -> dict[str, str]:
    """By section, what was said when the latest version was returned; nothing once it was submitted again."""
    if report.state != "returned":
        return {}
    return {note.section: remark(note) for note in report.returns if note.version_no == report.submission}


def remark(note: ReturnNote) -> str:
    """A remark with who made it, and when."""
    name = note.returned_by.full_name if note.returned_by else ""
    return _("Returned by %(name)s, %(time)s: %(text)s", name=name, time=when(note.returned_at), text=note.text)


def _written(report: RectificationReport) -> dict[str, Any]:
    written: dict[str, Any] = dict(report.sections) | {CAUSE: report.cause} | own_fields.written(report)
    for row in report.measures:
        name = f"measure_{row.no}"
        written |= {f"{name}_text": row.text, f"{name}_owner": row.owner_id, f"{name}_due": row.due_on}
    return written
