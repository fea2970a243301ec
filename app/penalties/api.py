"""REST: `/api/v1/penalty/`, and `POST /api/v1/penalty/<id>/confirm`, `…/cancel`."""

from typing import Any

from flask_appbuilder.api import expose
from flask_babel import lazy_gettext as _l

from app.penalties.models import Penalty
from app.penalties.views import PenaltyView
from app.penalties.why import why_of
from app.web import KesuInterface
from app.web.base_api import ApiForm, KesuApi
from app.web.editing import PK

_STEPS = {
    verb.name: (verb, type(verb.form.__name__, (verb.form,), {"Meta": ApiForm.Meta})) for verb in PenaltyView.verbs
}


class PenaltyApi(KesuApi):
    """Penalties in JSON, under the same row scope; steps need the permissions of the screen."""

    datamodel, resource_name, title = KesuInterface(Penalty), "penalty", _l("Penalties")
    list_columns = [
        "id",
        "no",
        "state",
        "kind",
        "complaint",
        "rule",
        "clause",
        "payee",
        "department",
        "month",
        "amount",
        "counter_of",
        "proposed_at",
        "decided_at",
    ]
    show_columns = [*list_columns, "working", "reason", "pack_version", "decided_by"]
    add_columns: list[str] = []
    edit_columns: list[str] = []
    search_columns, order_columns = PenaltyView.search_columns, PenaltyView.order_columns
    base_order, choices = PenaltyView.base_order, PenaltyView.choices

    def as_json(self, row: Penalty, columns: Any) -> dict[str, Any]:
        """With its reason: clause, facts, working in sentences, pack and version."""
        return super().as_json(row, columns) | {"why": why_of(row).to_json()}

    @expose(f"/{PK}/<string:name>", methods=("POST",))
    def step(self, pk: int, name: str) -> Any:
        """Confirm or cancel; the body has what the screen's form asks for.
        ---
        post:
          parameters:
          - {in: path, name: pk, schema: {type: integer}}
          - {in: path, name: name, schema: {type: string, enum: [confirm, cancel]}}
          requestBody: {content: {application/json: {schema: {type: object}}}}
          responses:
            200: {description: "id and result"}
            403: {description: "the permission is missing, or it is one's own penalty"}
            409: {description: "decided already"}
            422: {description: "what is wrong, by field"}
        """
        return self.take_step(pk, name, _STEPS, "PenaltyView")
