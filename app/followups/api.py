"""REST: `/api/v1/followup/`, and each step as `POST /api/v1/followup/<id>/<step>`."""

from typing import Any

from flask_appbuilder.api import expose
from flask_babel import lazy_gettext as _l

from app.followups.models import FollowUp
from app.followups.views import STEPS, FollowUpInterface, FollowUpView
from app.web.base_api import ApiForm, KesuApi
from app.web.editing import PK

_STEPS = {step.name: (step, type(step.form.__name__, (step.form,), {"Meta": ApiForm.Meta})) for step in STEPS}


class FollowUpApi(KesuApi):
    """Follow-ups in JSON, under the same row scope; steps need the permissions of the screen (`can_<step>`)."""

    datamodel, resource_name, title = FollowUpInterface(FollowUp), "followup", _l("Follow-ups")
    list_columns = [
        "id",
        "complaint",
        "customer",
        "reason",
        "means",
        "state",
        "due_at",
        "assigned",
        "score",
        "result",
        "answered_at",
    ]
    show_columns = [*list_columns, "rule", "clause", "good", "bad", "note", "language", "created_at"]
    add_columns: list[str] = []
    edit_columns: list[str] = []
    search_columns = FollowUpView.search_columns
    order_columns, base_order = FollowUpView.order_columns, FollowUpView.base_order

    @expose(f"/{PK}/<string:name>", methods=("POST",))
    def step(self, pk: int, name: str) -> Any:
        """Take a step; the body has what its form asks for.
        ---
        post:
          parameters:
          - {in: path, name: pk, schema: {type: integer}}
          - {in: path, name: name, schema: {type: string, enum: [record_call, not_reached, cancel]}}
          requestBody: {content: {application/json: {schema: {type: object}}}}
          responses:
            200: {description: "id and result"}
            409: {description: "not in this state, or somebody was faster"}
            422: {description: "what is wrong, by field"}
        """
        return self.take_step(pk, name, _STEPS, "FollowUpView")
