"""REST: `/api/v1/penalty/`, and `POST /api/v1/penalty/<id>/confirm`, `…/cancel`."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.penalties.models import Penalty
from app.penalties.views import PenaltyView
from app.penalties.why import appeal_of, why_of
from app.web import KesuInterface
from app.web.show import said
from app.web.steps_api import StepsApi, steps_of


class PenaltyApi(StepsApi):
    """Penalties in JSON, under the same row scope; steps need the permissions of the screen."""

    steps = steps_of(PenaltyView)
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
        "occasion",
        "occurred_at",
        "approver",
    ]
    show_columns = [*list_columns, "working", "reason", "pack_version", "decided_by"]
    add_columns: list[str] = []
    edit_columns: list[str] = []
    search_columns, order_columns = PenaltyView.search_columns, PenaltyView.order_columns
    base_order, choices = PenaltyView.base_order, PenaltyView.choices

    def as_json(self, row: Penalty, columns: Any) -> dict[str, Any]:
        """With its reason: clause, facts, working in sentences, pack and version; and whether an appeal is allowed."""
        return super().as_json(row, columns) | {"why": why_of(row).to_json(), "appeal": said(appeal_of(row))}
