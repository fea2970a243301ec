"""The screen of follow-ups: who is to be called, what customers said."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import case, select
from sqlalchemy.orm import Query

import app.followups.moving
import app.followups.of_customer  # noqa: F401  (brings the follow-ups to the customer's page)
from app.complaints.words import SATISFACTION
from app.extensions import db
from app.followups import forms, page, workflow
from app.followups.home import due_calls, is_call, is_late, is_mine
from app.followups.models import FollowUp
from app.followups.why import whys_of
from app.followups.words import MEANS, REASONS, STATES
from app.rulebook.why import Why
from app.rulebook.why_view import WhyMixin
from app.security import Person, current_actor, may
from app.web import KesuInterface, KesuModelView, Shortcut, Verb, register_home_card
from app.web.show import countdown, readable

STEPS = (
    Verb(
        "record_call",
        _l("Record the call"),
        workflow.record_call,
        forms.AnswerForm,
        tone="primary",
        opens=lambda row: row.state in workflow.SOURCES["record_call"],
    ),
    Verb(
        "not_reached",
        _l("Not reached"),
        workflow.not_reached,
        forms.RemarkForm,
        opens=lambda row: row.state in workflow.SOURCES["not_reached"],
        note=_l("Nobody will call again for this occasion. If you want to try later, just leave it open."),
    ),
    Verb(
        "cancel",
        _l("Not needed"),
        workflow.cancel,
        forms.ReasonForm,
        tone="danger",
        opens=lambda row: row.state in workflow.SOURCES["cancel"],
    ),
)


class FollowUpInterface(KesuInterface):
    """In the order of due dates: calls to be made first, the reader's own before others'."""

    along = ("complaint", "customer")

    def ordered(self, found: Query[Any], column: str, direction: str) -> Query[Any]:
        """By due date: what is open comes first."""
        if column != "due_at" or direction != "asc":
            return super().ordered(found, column, direction)
        actor = current_actor()
        mine = FollowUp.assigned_id == (actor.id if actor else 0)
        turn = case((FollowUp.state == "due", case((mine, 0), else_=1)), (FollowUp.state == "sent", 2), else_=3)
        return found.order_by(turn, FollowUp.due_at, FollowUp.id)


def assigned_people() -> dict[int, str]:
    """Those to whom follow-ups are given."""
    named = select(FollowUp.assigned_id).where(FollowUp.assigned_id.is_not(None))
    people = db.session.scalars(select(Person).where(Person.id.in_(named)).order_by(Person.id))
    return {person.id: person.full_name for person in people}


class FollowUpView(WhyMixin, KesuModelView):
    """回访: reading, and the steps of `workflow`, each under a permission of its own. Planned, never typed in."""

    datamodel, route_base = FollowUpInterface(FollowUp), "/followup"
    title, thing = _l("Follow-ups"), _l("Follow-up")
    label_columns = {
        "subject": _l("About"),
        "complaint": _l("Complaint"),
        "customer": _l("Customer"),
        "reason": _l("Occasion"),
        "means": _l("By what means"),
        "due_at": _l("Due"),
        "assigned_id": _l("Who calls"),
        "score": _l("Score"),
        "result": _l("How satisfied"),
        "reasons": _l("What was good or bad"),
        "note": _l("In the customer's own words"),
        "answered_at": _l("Followed up at"),
        "basis": _l("Clause"),
        "telephone": _l("Telephone"),
    }
    list_columns = ["subject", "reason", "means", "state", "due_at", "assigned_id", "score"]
    show_columns = [
        "state",
        "due_at",
        "complaint",
        "customer",
        "telephone",
        "reason",
        "means",
        "assigned_id",
        "score",
        "result",
        "reasons",
        "note",
        "answered_at",
        "basis",
    ]
    add_columns: list[str] = []
    edit_columns: list[str] = []
    search_columns = ["state", "reason", "means", "score", "assigned_id", "due_at"]
    order_columns, base_order = ["due_at", "score"], ("due_at", "asc")
    choices = {
        "state": STATES,
        "reason": REASONS,
        "means": MEANS,
        "result": SATISFACTION,
        "assigned_id": assigned_people,
    }
    badges = {"state": page.TONES}
    shortcuts: ClassVar[Mapping[str, Shortcut]] = {
        "calls": Shortcut(_l("To call for"), is_call),
        "mine": Shortcut(_l("My calls"), is_mine),
        "late": Shortcut(_l("Overdue"), is_late),
    }
    choice_columns = ("unique_key",)
    why_columns = ("due_at",)
    verbs = STEPS

    def whys(self, row: FollowUp) -> list[Why]:
        """The deadline behind it, and its rule."""
        return whys_of(row)

    def cell(self, row: FollowUp, column: str) -> str | Markup:
        """Countdown while somebody has to call; links where the reader may follow them."""
        match column:
            case "due_at" if row.state == "due":
                return self.explained(countdown(row.due_at), row, column)
            case "complaint" | "customer":
                return readable(_link(f"{column.title()}View", getattr(row, column)))
            case "telephone":
                return readable(page.phone_to_call(row))
            case "reasons":
                return readable(page.reasons_in_words(row))
            case "basis":
                return readable(page.basis(row))
            case _:
                return super().cell(row, column)


def _link(view: str, row: Any) -> Markup | str | None:
    if row is None or not may("can_show", view):
        return None if row is None else str(row)
    return Markup('<a href="{}">{}</a>').format(url_for(f"{view}.show", pk=row.id), row)


register_home_card(due_calls)
