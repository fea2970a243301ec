"""REST: `/api/v1/rectification/`, and each step as `POST /api/v1/rectification/<id>/<step>`."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.errors import NotFound
from app.core.i18n import N_
from app.rectifications import verbs
from app.rectifications.causes import CAUSE, CAUSES
from app.rectifications.drafting import MEASURE_LIMIT, MOST_MEASURES, TEXT_LIMIT
from app.rectifications.forms import DecisionForm, DraftForm, NoteForm, ReturnForm, draft_form_class
from app.rectifications.models import Measure, RectificationReport
from app.rectifications.steps import MEASURE_STEPS, REPORT_STEPS
from app.rectifications.views import RectificationMeasureView, RectificationView
from app.rectifications.words import LABELS, SECTIONS, TEXTS
from app.web import KesuForm, KesuInterface, Verb
from app.web.base_api import ApiForm
from app.web.fields import ChoiceField, DateField, Filled, IntegerField, TextBox
from app.web.filters import INTEGER_MAX
from app.web.steps_api import Step, StepsApi, for_programs


class ApiDraftForm(DraftForm):
    """The generated form for programs: `problem` …, `measure_1_text`, `measure_1_due` …, `x_<code>`."""

    class Meta(ApiForm.Meta):
        """No token among the fields."""

    def facts(self, names: list[str] | None = None) -> dict[str, Any]:
        """The cause's category and custom fields that a program doesn't name stay as they are."""
        self.own_names = tuple(name for name in self.own_names if self[name].raw_data)
        facts = super().facts(names)
        return facts if self.cause.raw_data else facts | {CAUSE: None}


def _submission() -> IntegerField:
    """The version that was read: a decision is about that one."""
    return IntegerField(_l("Version"), [Filled()], low=1, high=INTEGER_MAX)


def _person() -> IntegerField:
    return IntegerField(_l("Who writes it"), [Filled()], low=1, high=INTEGER_MAX)


def _draft(report: RectificationReport | None) -> type[KesuForm]:
    """The report's own sections; all that there are where no report is named."""
    return draft_form_class(report, ApiDraftForm, MOST_MEASURES) if report is not None else _EVERY_SECTION


def _of_measure(button: Verb) -> Step:
    """A step with a measure, which a program names by its number in the report."""

    def call(report: RectificationReport, *, measure: int, **facts: Any) -> Any:
        return button.call(_measure(report, measure), **facts)

    number = IntegerField(_l("Measure"), [Filled()], low=1, high=MOST_MEASURES)
    form = for_programs(button.form, measure=number)
    return Step(call, lambda _report: form, button.needs, RectificationMeasureView.__name__, button.label)


_EVERY_SECTION = for_programs(
    KesuForm,
    **{name: TextBox(_l(SECTIONS[name]), longest=TEXT_LIMIT) for name in TEXTS},
    cause=ChoiceField(_l(LABELS[CAUSE]), labels=CAUSES),
    measure_1_text=TextBox(_l("Measure"), longest=MEASURE_LIMIT),
    measure_1_owner=IntegerField(_l("Owner"), low=1, high=INTEGER_MAX),
    measure_1_due=DateField(_l("Due")),
    seen_version=IntegerField(_l("Version"), low=1, high=INTEGER_MAX),
)
_READ = for_programs(KesuForm)
_SCREEN = RectificationView.__name__
_OTHER_FORMS = {
    "approve": for_programs(DecisionForm, submission=_submission()),
    "return": for_programs(ReturnForm, submission=_submission()),
    "reassign": for_programs(NoteForm, author_id=_person()),
}
"""What the screen's form knows from the page, a program says."""


class RectificationApi(StepsApi):
    """投诉整改表 in JSON, under the same row scope; steps need the permissions of the screens (`can_<step>`).

    A measure is named by its number in the report; it is ticked off with its evidence, as `multipart/form-data`.
    """

    steps = {
        "save": Step(verbs.save, _draft, "can_edit", _SCREEN, _l("Write")),
        "read": Step(verbs.read, lambda _report: _READ, "can_approve", _SCREEN, _l("Read")),
        **{verb.name: Step.of(verb, _SCREEN, _OTHER_FORMS.get(verb.name)) for verb in REPORT_STEPS},
        **{verb.name: _of_measure(verb) for verb in MEASURE_STEPS},
    }

    datamodel, resource_name = KesuInterface(RectificationReport), "rectification"
    title = _l("Rectification reports")
    list_columns = [
        "id",
        "no",
        "state",
        "complaint",
        "department",
        "author",
        "cause",
        "opened_at",
        "submission",
        "submitted_at",
        "decided_at",
        "closed_at",
    ]
    show_columns = [
        *list_columns,
        "version",
        "clause",
        "sections",
        "submitted_by",
        "decided_by",
        "approver_department",
    ]
    add_columns: list[str] = []
    edit_columns: list[str] = []
    search_columns = RectificationView.search_columns
    order_columns, base_order = RectificationView.order_columns, RectificationView.base_order

    def as_json(self, row: RectificationReport, columns: Any) -> dict[str, Any]:
        """With its measures, where one report is asked for."""
        plain = super().as_json(row, columns)
        if "sections" not in columns:
            return plain
        parts = ("no", "text", "owner", "due_on", "state", "done_at", "verified_at")
        return plain | {"measures": [super(RectificationApi, self).as_json(each, parts) for each in row.measures]}


def _measure(report: RectificationReport, number: int) -> Measure:
    found = next((row for row in report.measures if row.no == number), None)
    if found is None:
        raise NotFound(N_("Report %(no)s has no measure %(number)s."), no=report.no, number=number)
    return found
