"""满意度调查: rounds, who was asked in them and what they said; tasks that low scores open."""

import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from flask import abort, request, send_file, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import select

import app.surveys.of_customer
import app.surveys.owner  # noqa: F401  (bring tasks to deadlines, surveys to the customer's page)
from app.core import clock
from app.customers.lists import INDUSTRIES, REGIONS
from app.customers.models import Tier
from app.customers.options import departments_in_reach, tiers
from app.customers.visits.forms import HandOverForm
from app.db import by_id, unit_of_work
from app.events import record
from app.extensions import db
from app.security import current_actor, may
from app.surveys import results, workflow
from app.surveys.audience import preview, view_facts
from app.surveys.forms import ROUND_FIELDS, SettleForm
from app.surveys.home import is_late, is_mine, is_open, tasks_block
from app.surveys.models import QuestionSet, SurveyInvitation, SurveyRound, SurveyTask
from app.surveys.results import Sieve
from app.surveys.words import (
    ASKED_STATES,
    ASKED_TONES,
    CHANNELS,
    LEFT_OUT,
    ROUND_STATES,
    ROUND_TONES,
    TASK_STATES,
    TASK_TONES,
)
from app.web import KesuInterface, KesuModelView, Shortcut, Verb, expose, has_access, register_home_block
from app.web.editing import PK
from app.web.filters import INTEGER_MAX
from app.web.show import countdown, readable, said
from app.web.spreadsheet import KINDS, csv_parts, write_xlsx
from app.web.text import whole_number


def published_sets() -> dict[int, str]:
    """What can be sent."""
    rows = select(QuestionSet).where(QuestionSet.state == "published").order_by(QuestionSet.title, QuestionSet.id)
    return {row.id: row.title for row in db.session.scalars(rows)}


GROUP = ["tiers", "regions", "industries", "owner", "complained_days", "view_id", "pause_days"]
_ABOUT, _WHOM, _WHEN = _l("What is asked"), _l("Who is asked"), _l("When")


def _send(row: SurveyRound, *, actor: Any | None, now: datetime) -> None:
    workflow.schedule(row, preview(row, now), actor=actor, now=now)


class SurveyRoundView(KesuModelView):
    """Rounds: prepared with a preview, sent by the worker, their results as charts."""

    datamodel, route_base = KesuInterface(SurveyRound), "/survey-round"
    title, thing = _l("Satisfaction surveys"), _l("Satisfaction survey")
    about = _l("A question set goes to a group of customers; they answer on a telephone, without a login.")
    label_columns = {
        "question_set": _l("Question set"),
        "set_id": _l("Question set"),
        "channel": _l("How it is sent"),
        "tiers": _l("Tiers"),
        "regions": _l("Regions"),
        "industries": _l("Industries"),
        "owner": _l("Looked after by"),
        "complained_days": _l("With a complaint in the last … days"),
        "view_id": _l("A saved view of the customer list"),
        "pause_days": _l("Leave out who was asked within the last … days"),
        "send_at": _l("Send on"),
        "life_days": _l("The link can be used for … days"),
        "finished_at": _l("Finished at"),
    }
    list_columns = ["name", "question_set", "channel", "state", "send_at", "finished_at"]
    show_columns = ["name", "question_set", "channel", "state", "send_at", "life_days", "finished_at", *GROUP]
    show_fieldsets = [
        ("", {"fields": ["question_set", "channel", "send_at", "life_days", "finished_at"]}),
        (_WHOM, {"fields": GROUP}),
    ]
    add_columns = edit_columns = ["name", "set_id", "channel", *GROUP, "send_at", "life_days"]
    add_fieldsets = edit_fieldsets = [
        (_ABOUT, {"fields": ["name", "set_id", "channel"]}),
        (_WHOM, {"fields": GROUP}),
        (_WHEN, {"fields": ["send_at", "life_days"]}),
    ]
    add_form_extra_fields = edit_form_extra_fields = ROUND_FIELDS
    search_columns = ["name", "state", "channel", "send_at"]
    order_columns, base_order = ["name", "send_at"], ("id", "desc")
    choice_columns = ("name",)
    choices = {"state": ROUND_STATES, "channel": CHANNELS, "set_id": published_sets}
    badges: ClassVar[Mapping[str, Mapping[Any, str]]] = {"state": ROUND_TONES}
    show_template = "surveys/round.html"
    verbs = (
        Verb("send", _l("Send"), _send, tone="primary", opens=lambda row: row.state == "draft",
             confirm=_l("Send this survey to the customers who are counted below?")),
        Verb("stop", _l("Stop the survey"), workflow.stop, tone="danger", permission="can_send",
             opens=lambda row: row.state in ("scheduled", "sent"),
             confirm=_l("Stop it? Nobody else is asked, and links that are out can’t be answered any more.")),
    )  # fmt: skip

    def create(self, data: dict[str, Any]) -> SurveyRound:
        """By the verb."""
        return workflow.prepare(**round_facts(data), actor=current_actor(), now=clock.now())

    def change(self, row: SurveyRound, data: dict[str, Any]) -> None:
        """By the verb."""
        workflow.change_round(row, **round_facts(data, row), actor=current_actor(), now=clock.now())

    def edit_url(self, pk: int) -> str | None:
        """Only before it is sent."""
        return super().edit_url(pk) if self.reach(pk).state == "draft" else None

    def cell(self, row: SurveyRound, column: str) -> Any:
        """Codes in words; nothing chosen means everybody."""
        match column:
            case "tiers":
                found = (by_id(Tier, int(code)) for code in row.tiers)
                return readable(_(", ").join(tier.label for tier in found if tier is not None))
            case "regions" | "industries":
                known: Mapping[str, Any] = REGIONS if column == "regions" else INDUSTRIES
                return readable(_(", ").join(said(known[code]) for code in getattr(row, column) if code in known))
            case "view_id":
                return readable(row.view_name)
            case _:
                return super().cell(row, column)

    def show_context(self, row: SurveyRound) -> Mapping[str, Any]:
        """Who would be asked while it is prepared; afterwards how many were, and what they said."""
        words = {"left_out": LEFT_OUT, "states": ASKED_STATES}
        if row.state == "draft":
            return {"words": words, "coming": preview(row, clock.now())}
        sieve = sieve_at_hand()
        asked = url_for("SurveyInvitationView.list", _flt_0_round_id=row.id) if may("can_list", _ASKED) else ""
        return {
            "words": words,
            "counts": results.counts_of(row, sieve),
            "told": results.told_of(row, sieve),
            "sieve": sieve,
            "tiers": tiers(),
            "departments": departments_in_reach(),
            "asked_url": asked,
            "files": self.file_urls(row, sieve),
        }

    def file_urls(self, row: SurveyRound, sieve: Sieve) -> list[tuple[str, str]]:
        """(kind, address) of the answers as a file, for whoever may take them away."""
        if not self.may("can_download"):
            return []
        narrowed: dict[str, Any] = {"tier": sieve.tier_id or None, "department": sieve.department_id or None}
        return [(kind, url_for("SurveyRoundView.answers", pk=row.id, kind=kind, **narrowed)) for kind in KINDS]

    @expose(f"/answers/{PK}/<string:kind>")
    @has_access
    @permission_name("download")
    def answers(self, pk: int, kind: str) -> Any:
        """The answers as they are filtered, as `csv` or `xlsx`; recorded as any export."""
        if kind not in KINDS:
            abort(404)
        row = self.reach(pk)
        actor, sieve = current_actor(), sieve_at_hand()
        facts = {"list": row.name, "kind": kind, "filters": {k: v for k, v in vars(sieve).items() if v}}
        with unit_of_work():
            record(actor, "export", actor=actor, now=clock.now(), facts=facts)
        row = self.reach(pk)
        own = [_("Customer no."), _("Customer"), _("Tier"), _("Served by"), _("Answered at")]
        headings = [*own, *(question.text for question in row.question_set.questions)]
        name = f"{row.name}-{clock.local(clock.now()):%Y%m%d-%H%M}.{kind}".replace("/", "-")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"answers.{kind}"
            if kind == "xlsx":
                write_xlsx(path, said(_l("Answers")), headings, results.rows_of(row, sieve))
            else:
                with path.open("wb") as out:
                    out.writelines(csv_parts(headings, results.rows_of(row, sieve)))
            return send_file(path.open("rb"), mimetype=KINDS[kind], as_attachment=True, download_name=name)


_ASKED = "SurveyInvitationView"


def sieve_at_hand() -> Sieve:
    """What the address narrows the results to; whatever is not clean counts as not given."""
    tier, department = (whole_number(request.args.get(name), 1, INTEGER_MAX) for name in ("tier", "department"))
    return Sieve(tier, department if department in departments_in_reach() else None)


def round_facts(data: dict[str, Any], row: SurveyRound | None = None) -> dict[str, Any]:
    """Forms know rows, verbs ids; of a saved view its filters are kept."""
    facts = dict(data)
    if "owner" in facts:
        owner = facts.pop("owner")
        facts["owner_id"] = owner.id if owner is not None else None
    if "view_id" in facts:
        facts |= view_facts(facts["view_id"], row)
    return facts


class SurveyInvitationView(KesuModelView):
    """Who was asked in a round, and what each of them said."""

    datamodel, route_base = KesuInterface(SurveyInvitation), "/survey-invitation"
    title, thing = _l("Customers asked"), _l("Customer asked")
    label_columns = {
        "round": _l("Survey"),
        "round_id": _l("Survey"),
        "customer": _l("Customer"),
        "reason": _l("Why left out"),
        "sent_at": _l("Asked at"),
        "expires_at": _l("Link ends"),
        "answered_at": _l("Answered at"),
        "low": _l("Low score"),
    }
    list_columns = ["customer", "round", "state", "reason", "low", "sent_at", "answered_at"]
    show_columns = ["customer", "round", "state", "reason", "low", "sent_at", "expires_at", "answered_at"]
    add_columns: ClassVar[list[str]] = []
    edit_columns: ClassVar[list[str]] = []
    search_columns = ["round_id", "state", "reason", "low", "answered_at"]
    order_columns, base_order = ["sent_at", "answered_at"], ("id", "desc")
    choices = {"state": ASKED_STATES, "reason": LEFT_OUT}
    badges: ClassVar[Mapping[str, Mapping[Any, str]]] = {"state": ASKED_TONES}
    show_template = "surveys/invitation.html"

    def cell(self, row: SurveyInvitation, column: str) -> str | Markup:
        """With links where the reader may follow them."""
        if column == "customer":
            return readable(link_to("CustomerView", row.customer))
        if column == "round":
            return readable(link_to("SurveyRoundView", row.round))
        if column == "reason" and not row.reason:
            return readable(None)
        return super().cell(row, column)

    def show_context(self, row: SurveyInvitation) -> Mapping[str, Any]:
        """Question and answer."""
        return {"said": [(each.question, results.in_words(each.question, each)) for each in row.answers]}


class SurveyTaskView(KesuModelView):
    """Tasks: somebody calls the customer who gave a low score, and records what was done."""

    datamodel, route_base = KesuInterface(SurveyTask), "/survey-task"
    title, thing = _l("Low-score tasks"), _l("Low-score task")
    label_columns = {
        "customer": _l("Customer"),
        "invitation": _l("Answers"),
        "question": _l("Survey question"),
        "score": _l("Score"),
        "department": _l("Served by"),
        "assigned": _l("Who sees to it"),
        "due_at": _l("Due"),
        "done_at": _l("Seen to at"),
        "done_by": _l("Seen to by"),
        "what_was_done": _l("What was done"),
    }
    list_columns = ["customer", "question", "score", "state", "assigned", "due_at"]
    show_columns = [
        "customer", "question", "score", "state", "due_at", "assigned", "department", "invitation", "done_at",
        "done_by", "what_was_done", "created_at",
    ]  # fmt: skip
    add_columns: ClassVar[list[str]] = []
    edit_columns: ClassVar[list[str]] = []
    search_columns, order_columns = ["state", "score", "due_at"], ["due_at", "score"]
    base_order = ("due_at", "asc")
    choices = {"state": TASK_STATES}
    badges: ClassVar[Mapping[str, Mapping[Any, str]]] = {"state": TASK_TONES}
    shortcuts: ClassVar[Mapping[str, Shortcut]] = {
        "mine": Shortcut(_l("Mine"), is_mine),
        "open": Shortcut(_l("To be seen to"), is_open),
        "late": Shortcut(_l("Overdue"), is_late),
    }
    verbs = (
        Verb("settle", _l("Record what was done"), workflow.settle, SettleForm, tone="primary",
             opens=lambda row: row.state == "open"),
        Verb("hand_over", _l("Hand over"), workflow.hand_over, HandOverForm, opens=lambda row: row.state == "open"),
    )  # fmt: skip

    def cell(self, row: SurveyTask, column: str) -> str | Markup:
        """The score with its scale, the time left, links where the reader may follow them."""
        match column:
            case "score":
                return f"{row.score} / {row.highest}"
            case "due_at" if row.state == "open":
                return countdown(row.due_at)
            case "customer":
                return readable(link_to("CustomerView", row.customer))
            case "invitation":
                return readable(link_to(_ASKED, row.invitation))
            case _:
                return super().cell(row, column)


def link_to(view: str, row: Any) -> Markup | str | None:
    """Its page, for whoever may open it."""
    if row is None or not may("can_show", view):
        return None if row is None else str(row)
    return Markup('<a href="{}">{}</a>').format(url_for(f"{view}.show", pk=row.id), row)


register_home_block(28, tasks_block)
