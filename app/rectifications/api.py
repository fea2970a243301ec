"""REST: `/api/v1/rectification/`, and each step as `POST /api/v1/rectification/<id>/<step>`."""

from collections.abc import Callable
from typing import Any

from flask import abort
from flask_appbuilder.api import expose
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import N_
from app.rectifications import measuring, verbs
from app.rectifications.drafting import MOST_MEASURES
from app.rectifications.forms import (
    DecisionForm,
    DraftForm,
    NoteForm,
    RedoForm,
    ReturnForm,
    draft_form_class,
)
from app.rectifications.models import Measure, RectificationReport
from app.rectifications.views import RectificationView
from app.security import current_actor, may
from app.web import KesuForm, KesuInterface
from app.web.base_api import ApiForm, KesuApi
from app.web.editing import PK
from app.web.fields import Filled, IntegerField
from app.web.filters import INTEGER_MAX


class ApiDraftForm(DraftForm):
    """The generated form for programs: `problem` …, `measure_1_text`, `measure_1_owner`, `measure_1_due` …"""

    class Meta(ApiForm.Meta):
        """No token among the fields."""


def _for_programs(form: type[KesuForm], **fields: Any) -> type[KesuForm]:
    """A step's form without the token, which the API checks by itself."""
    return type(form.__name__, (form,), {"Meta": ApiForm.Meta, **fields})


def _of_measure(form: type[KesuForm]) -> type[KesuForm]:
    return _for_programs(form, measure=IntegerField(_l("Measure"), [Filled()], low=1, high=MOST_MEASURES))


def _submission() -> IntegerField:
    """The version that was read: a decision is about that one."""
    return IntegerField(_l("Version"), [Filled()], low=1, high=INTEGER_MAX)


def _person() -> IntegerField:
    return IntegerField(_l("Who writes it"), [Filled()], low=1, high=INTEGER_MAX)


_STEPS: dict[str, tuple[Callable[..., Any], type[KesuForm]]] = {
    "submit": (verbs.submit, _for_programs(KesuForm)),
    "approve": (verbs.approve, _for_programs(DecisionForm, submission=_submission())),
    "return": (verbs.return_, _for_programs(ReturnForm, submission=_submission())),
    "reassign": (verbs.reassign, _for_programs(NoteForm, author_id=_person())),
    "close": (verbs.close, _for_programs(NoteForm)),
    "verify": (measuring.verify, _of_measure(NoteForm)),
    "redo": (measuring.redo, _of_measure(RedoForm)),
}
_MEASURE_STEPS = ("verify", "redo")


class RectificationApi(KesuApi):
    """投诉整改表 in JSON, under the same row scope; steps need the permissions of the screens (`can_<step>`)."""

    datamodel, resource_name = KesuInterface(RectificationReport), "rectification"
    title = _l("Rectification reports")
    list_columns = [
        "id",
        "no",
        "state",
        "complaint",
        "department",
        "author",
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
        if columns is not self.show_columns:
            return plain
        parts = ("no", "text", "owner", "due_on", "state", "done_at", "verified_at")
        return plain | {"measures": [super(RectificationApi, self).as_json(each, parts) for each in row.measures]}

    @expose(f"/{PK}/<string:name>", methods=("POST",))
    def step(self, pk: int, name: str) -> Any:
        """Take a step; the body has what its form asks for.
        ---
        post:
          parameters:
          - {in: path, name: pk, schema: {type: integer}}
          - {in: path, name: name, schema: {type: string}, description: "save, submit, approve, return, reassign,
             verify, redo, close; measures are ticked off on the screen, with their evidence"}
          requestBody: {content: {application/json: {schema: {type: object}}}}
          responses:
            200: {description: "id and result"}
            403: {description: "somebody else writes or decides"}
            409: {description: "not in this state, or somebody was faster"}
            422: {description: "what is wrong, by field"}
        """
        if current_actor() is None:
            return self.response_401()
        if name != "save" and name not in _STEPS:
            abort(404)
        view = "RectificationMeasureView" if name in _MEASURE_STEPS else "RectificationView"
        if not may("can_edit" if name == "save" else f"can_{name}", view):
            return self.response_403()
        report = self.reach(pk)
        if name == "save":
            form = self.read(draft_form_class(report, ApiDraftForm, MOST_MEASURES))
            call: Callable[..., Any] = verbs.save
        else:
            call, form_class = _STEPS[name]
            form = self.read(form_class)
        self.run(lambda: self._take(call, pk, form.facts()), form)
        row = self.datamodel.get(pk, self._base_filters)
        return self.response(200, id=pk, result=self.as_json(row, self.show_columns) if row is not None else None)

    def _take(self, call: Callable[..., Any], pk: int, facts: dict[str, Any]) -> None:
        report = self.reach(pk)
        number = facts.pop("measure", None)
        thing: RectificationReport | Measure = report if number is None else _measure(report, number)
        call(thing, actor=current_actor(), now=clock.now(), **facts)


def _measure(report: RectificationReport, number: int) -> Measure:
    found = next((row for row in report.measures if row.no == number), None)
    if found is None:
        raise NotFound(N_("Report %(no)s has no measure %(number)s."), no=report.no, number=number)
    return found
