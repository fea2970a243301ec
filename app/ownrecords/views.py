"""Screens of one's own records: list, page, forms and steps of whichever kind the address names."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from app.customers.models import Customer
from app.customers.options import departments_in_reach
from app.ownrecords import workflow
from app.ownrecords.at_hand import SUBJECT, FittingColumns, ListOfKind, OfKind, OwnRecordInterface, named_by_address
from app.ownrecords.models import TONES, OwnRecord
from app.ownrecords.page import timeline
from app.ownrecords.types import at_hand, type_at_hand, types_in_use
from app.web import KesuForm, KesuModelView, Verb
from app.web.editing import EditForm
from app.web.fields import ChoiceField, Filled, TextBox, TextField
from app.web.remote import RemoteSelectField


class RecordForm(EditForm):
    """What every kind asks for; its own fields come after."""

    subject = TextField(SUBJECT, [Filled()], longest=120)
    department_id = ChoiceField(_l("Department"), labels=departments_in_reach)
    customer = RemoteSelectField(_l("Customer"), model=Customer)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = at_hand()
        if kind is not None and not kind.about_customer:
            del self.customer


class DecisionForm(KesuForm):
    """Approve, with a word where one likes."""

    note = TextBox(_l("Note"), longest=2_000)


class ReasonForm(KesuForm):
    """Return, with the reason."""

    note = TextBox(_l("What has to be changed"), [Filled()], longest=2_000)


def _step(name: str, form: type[KesuForm] = KesuForm, **more: Any) -> Verb:
    """A step's button."""
    step = workflow.STEPS[name]
    call = getattr(workflow, name)
    return Verb(name, _l(step.label), call, form, opens=lambda row: row.state in step.sources, **more)


class OwnRecordView(OfKind, KesuModelView):
    """Records of the kind that the address names, to whoever the kind says."""

    datamodel, route_base = OwnRecordInterface(OwnRecord), "/record/<string:form>"
    thing = OfKind.title
    add_columns = edit_columns = ["subject", "department_id", "customer"]
    badges = {"state": TONES}
    add_form = edit_form = RecordForm
    show_template = "ownrecords/show.html"
    verbs = (
        _step("submit", tone="primary"),
        _step("approve", DecisionForm, tone="primary"),
        _step("send_back", ReasonForm),
        _step("archive", confirm=_l("Archive this record?")),
        _step("restore"),
    )

    def create_blueprint(self, *args: Any, **kwargs: Any) -> Blueprint:
        """With the kind in its addresses."""
        blueprint = super().create_blueprint(*args, **kwargs)
        named_by_address(blueprint)
        return blueprint

    def edit_url(self, pk: int) -> str | None:
        """Only while it can be changed."""
        return super().edit_url(pk) if self.reach(pk).state in workflow.CHANGEABLE else None

    def show_context(self, row: OwnRecord) -> Mapping[str, Any]:
        """What happened to it."""
        return {"history": timeline(row)}

    def each_list(self) -> list[ListOfKind]:
        """One for each kind."""
        return [ListOfKind(self, kind.code) for kind in types_in_use()]

    def _fixed_relations(self) -> dict[str, Any]:
        return super()._fixed_relations() if type_at_hand().about_customer else {}


for _name in ("list_columns", "show_columns"):
    setattr(OwnRecordView, _name, FittingColumns(_name, vars(OwnRecordView)[_name].own))
