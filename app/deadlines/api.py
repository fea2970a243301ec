"""REST: `/api/v1/deadline/`, each deadline with its reason."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import selectinload

from app.deadlines.models import Deadline
from app.deadlines.views import DeadlineInterface, DeadlineView
from app.deadlines.why import why_of
from app.web.base_api import KesuApi


class WithEvents(DeadlineInterface):
    """What happened to them is part of the reason: one query for the page, not one a row."""

    def eager(self, columns: list[str]) -> list[Any]:
        """See KesuInterface."""
        return [*super().eager(columns), selectinload(Deadline.events)]


class DeadlineApi(KesuApi):
    """Deadlines in JSON, under the same row scope; they change by verbs on what they belong to, never here."""

    datamodel, resource_name, title = WithEvents(Deadline), "deadline", _l("Deadlines")
    list_columns = show_columns = [
        "id",
        "owner_kind",
        "owner_id",
        "clock",
        "label",
        "clause",
        "state",
        "started_at",
        "due_at",
        "next_at",
        "ended_at",
        "breached_at",
        "responsible_department",
        "responsible_person",
    ]
    add_columns: list[str] = []
    edit_columns: list[str] = []
    search_columns, order_columns = DeadlineView.search_columns, DeadlineView.order_columns
    base_order, choices = DeadlineView.base_order, DeadlineView.choices

    def as_json(self, row: Deadline, columns: Any) -> dict[str, Any]:
        """With its reason: clause, facts, working in sentences, pack and version, calendar edition."""
        return super().as_json(row, columns) | {"why": why_of(row).to_json()}
