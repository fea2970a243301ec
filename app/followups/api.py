"""REST: `/api/v1/followup/`, and each step as `POST /api/v1/followup/<id>/<step>`."""

from flask_babel import lazy_gettext as _l

from app.followups.models import FollowUp
from app.followups.views import FollowUpInterface, FollowUpView
from app.web.steps_api import StepsApi, steps_of


class FollowUpApi(StepsApi):
    """Follow-ups in JSON, under the same row scope; steps need the permissions of the screen (`can_<step>`)."""

    steps = steps_of(FollowUpView)
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
