"""The screen of appeals: what is to be answered, what was."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.approvals import register_approvals
from app.core.i18n import Text
from app.customers.options import departments
from app.deadlines import of_owner, why_of, whys_of
from app.deadlines.models import STANDINGS
from app.events import Event, history_of
from app.files import attachments_of
from app.penalties.appeals.approvals import APPEALS
from app.penalties.appeals.home import to_answer, waiting
from app.penalties.appeals.models import Appeal
from app.penalties.appeals.standing import answerers_of
from app.penalties.appeals.steps import STEPS
from app.penalties.appeals.words import SENTENCES, STATES, TONES
from app.penalties.why import appeal_of
from app.penalties.why import why_of as why_of_penalty
from app.rulebook.why import Why
from app.rulebook.why_view import WhyMixin
from app.security import may
from app.web import KesuInterface, KesuModelView, Shortcut, register_home_card
from app.web.show import said


class AppealInterface(KesuInterface):
    """With what the list names of them."""

    along = ("penalty", "payee", "department")


class AppealView(WhyMixin, KesuModelView):
    """复议: reading, and its steps, each under a permission of its own. Filed on the penalty's page."""

    datamodel, route_base = AppealInterface(Appeal), "/appeal"
    title, thing = _l("Appeals"), _l("Appeal")
    label_columns = {
        "no": _l("Appeal no."),
        "penalty": _l("Penalty"),
        "payee": _l("Penalised person"),
        "department_id": _l("Department"),
        "reason": _l("Reason"),
        "answer": _l("Reason for the answer"),
        "filed_at": _l("Filed at"),
        "filed_by": _l("Filed by"),
        "answered_at": _l("Time of the answer"),
        "answered_by": _l("Answered by"),
        "amount": _l("Reduced to"),
        "outcome": _l("Entered anew as"),
    }
    list_columns = ["no", "state", "penalty", "payee", "department", "filed_at", "answered_at"]
    show_columns = [
        "no",
        "state",
        "penalty",
        "payee",
        "department",
        "filed_at",
        "filed_by",
        "reason",
        "answered_at",
        "answered_by",
        "answer",
        "amount",
        "outcome",
    ]
    add_columns: list[str] = []
    edit_columns: list[str] = []
    search_columns = ["no", "state", "department_id", "filed_at"]
    order_columns, base_order = ["no", "filed_at", "answered_at"], ("filed_at", "desc")
    choices = {"state": STATES, "department_id": departments}
    badges = {"state": TONES}
    formatters_columns = {
        "payee": lambda person: person.full_name,
        "filed_by": lambda person: person.full_name if person else None,
        "answered_by": lambda person: person.full_name if person else None,
    }
    shortcuts: ClassVar[Mapping[str, Shortcut]] = {
        "to_answer": Shortcut(_l("To be answered by me"), to_answer, lambda: may("can_answer", "AppealView"))
    }
    show_template = "penalties/appeal.html"
    verbs = STEPS
    words: ClassVar[Mapping[str, Mapping[str, str]]] = {"clock": STANDINGS}

    def cell(self, row: Appeal, column: str) -> Any:
        """Penalties as links, with what they come to."""
        if column not in ("penalty", "outcome") or getattr(row, column) is None:
            return super().cell(row, column)
        penalty = getattr(row, column)
        words = f"{penalty.no} · {penalty.amount}"
        if not may("can_show", "PenaltyView"):
            return words
        return Markup('<a href="{}">{}</a>').format(url_for("PenaltyView.show", pk=penalty.id), words)

    def show_context(self, row: Appeal) -> Mapping[str, Any]:
        """What the penalty rests on, who answers by when, what happened."""
        return {
            "why": why_of_penalty(row.penalty),
            "chance": said(appeal_of(row.penalty)),
            "answerers": [person.full_name for person in answerers_of(row)] if row.state == "open" else [],
            "deadlines": [(each, why_of(each)) for each in of_owner(row)],
            "attachments": attachments_of(row),
            "events": [_line(event) for event in reversed(history_of(row))],
        }

    def whys(self, row: Appeal) -> list[Why]:
        """Of the penalty, and of the time for the answer."""
        return [why_of_penalty(row.penalty), *whys_of(row)]


def _line(event: Event) -> dict[str, Any]:
    who = event.who
    outcome = said(Text.from_json(event.facts["outcome"])) if "outcome" in event.facts else ""
    return {"at": event.at, "sentence": _(SENTENCES[event.verb]) % {"who": who, "outcome": outcome}, "note": event.note}


register_home_card(waiting)
register_approvals(APPEALS)
