"""The screen of inquiries: noted while the customer is on the line, answered, passed on, closed."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, func, select

from app.core import clock
from app.customers.inquiries import verbs
from app.customers.inquiries.models import Inquiry
from app.customers.inquiries.page import onwards_of, story_of
from app.customers.inquiries.words import CHANNELS, KINDS, STATE_TONES, STATES, WAITING, allows
from app.customers.options import departments
from app.customers.personal import REVEAL, phone_in_sight
from app.extensions import db
from app.outbox import messages_of
from app.security import Person, current_actor, may
from app.web import Card, KesuForm, KesuInterface, KesuModelView, Shortcut, Verb, register_home_card
from app.web.fields import ChoiceField, Filled, PhoneField, TextBox, TextField
from app.web.remote import RemoteSelectField
from app.web.rows import as_ids
from app.web.show import countdown, dash

ANSWER = 4000
RELATIONS = ("customer", "waybill")


class AnswerForm(KesuForm):
    """What the caller is told."""

    answer = TextBox(_l("The answer"), [Filled()], longest=ANSWER)


class TransferForm(KesuForm):
    """To a department or a person."""

    department_id = ChoiceField(_l("Department"), labels=departments)
    handler = RemoteSelectField(_l("Or a person"), model=Person, view="PersonView")
    note = TextBox(_l("Note"), longest=500)

    def facts(self, names: list[str] | None = None) -> dict[str, Any]:
        """The person by id."""
        facts = super().facts(names)
        person = facts.pop("handler", None)
        return facts | {"handler_id": person.id if person else None}


class CloseForm(KesuForm):
    """The closing question."""

    anything_else = TextBox(
        _l("“Is there anything else we can do for you?” What the caller says"), [Filled()], longest=ANSWER
    )


class AgainForm(KesuForm):
    """What is asked now."""

    note = TextBox(_l("What the caller still wants to know"), [Filled()], longest=500)


def waits() -> ColumnElement[bool]:
    """Nobody has answered yet."""
    return Inquiry.state.in_(WAITING)


def is_mine() -> ColumnElement[bool]:
    """The present user has to answer, or their department."""
    actor = current_actor()
    if actor is None:
        return and_(waits(), Inquiry.id == 0)
    theirs = and_(Inquiry.handler_id.is_(None), Inquiry.department_id == (actor.department_id or 0))
    return and_(waits(), (Inquiry.handler_id == actor.id) | theirs)


def is_late() -> ColumnElement[bool]:
    """Promised, and not answered by then."""
    return and_(waits(), Inquiry.due_at < clock.now())


class InquiryView(KesuModelView):
    """咨询. Higher packages add steps of theirs to `steps_from_above` before the screen is made."""

    datamodel, route_base = KesuInterface(Inquiry), "/inquiry"
    title, thing = _l("Inquiries"), _l("Inquiry")
    add_title = _l("Note an inquiry")
    label_columns = {
        "no": _l("Inquiry no."),
        "kind": _l("What it is"),
        "channel": _l("How it came"),
        "customer": _l("Customer"),
        "waybill": _l("Waybill"),
        "caller": _l("Caller"),
        "email": _l("E-mail"),
        "question": _l("Question"),
        "department_id": _l("Passed on to"),
        "handler": _l("Handler"),
        "received_at": _l("Received at"),
        "due_at": _l("Answer promised by"),
    }
    list_columns = ["no", "kind", "state", "caller", "customer", "question", "handler", "due_at", "received_at"]
    show_columns = ["no", "kind", "channel", "customer", "waybill", "caller", "phone", "email", "due_at", "received_at"]
    add_columns = ["kind", "channel", "caller", "phone", "email", "customer", "waybill", "question", "due_at"]
    edit_columns = ["kind", "channel", "caller", "email", "customer", "waybill", "question", "due_at"]
    add_form_extra_fields = edit_form_extra_fields = {
        # The verb fills it in from the customer's file.
        "caller": TextField(_l("Caller"), longest=100),
        "phone": PhoneField(_l("Telephone")),
        "question": TextBox(_l("Question"), [Filled()], longest=ANSWER),
    }
    search_columns = ["no", "kind", "channel", "state", "caller", "department_id", "received_at", "due_at"]
    order_columns, base_order = ["no", "received_at", "due_at"], ("received_at", "desc")
    choice_columns = ("no",)
    choices = {"kind": KINDS, "channel": CHANNELS, "state": STATES, "department_id": departments}
    badges = {"state": STATE_TONES}
    shortcuts: ClassVar[Mapping[str, Shortcut]] = {
        "mine": Shortcut(_l("Waiting for me"), is_mine),
        "waiting": Shortcut(_l("To be answered"), waits),
        "late": Shortcut(_l("Overdue"), is_late),
    }
    show_template = "customers/inquiry.html"
    verbs = (
        Verb("answer", _l("Give the answer"), verbs.answer, AnswerForm, opens=lambda row: allows("answer", row.state)),
        Verb("transfer", _l("Pass on"), verbs.transfer, TransferForm, opens=lambda row: allows("transfer", row.state)),
        Verb("close", _l("Close the inquiry"), verbs.close, CloseForm, opens=lambda row: allows("close", row.state)),
        Verb(
            "ask_again",
            _l("Asked again"),
            verbs.ask_again,
            AgainForm,
            opens=lambda row: allows("ask_again", row.state),
            rare=True,
        ),
        REVEAL,
    )

    def cell(self, row: Inquiry, column: str) -> Any:
        """The number as the reader may see it; the time left while somebody waits; the question in short."""
        if column == "phone":
            return dash(phone_in_sight(row))
        if column == "due_at" and row.state in WAITING:
            return countdown(row.due_at)
        if column == "question":
            return row.question if len(row.question) <= 40 else f"{row.question[:40]}…"
        return super().cell(row, column)

    def create(self, data: dict[str, Any]) -> Inquiry:
        """By the verb, which numbers it."""
        return verbs.register(**as_ids(data, *RELATIONS), actor=current_actor(), now=clock.now())

    def change(self, row: Inquiry, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change(row, **as_ids(data, *RELATIONS), actor=current_actor(), now=clock.now())

    def show_context(self, row: Inquiry) -> Mapping[str, Any]:
        """Question and answer, the next step, what happened."""
        return {
            "onwards": onwards_of(row, self.open_verbs(row)),
            "story": story_of(row, messages_of(row)),
            "phone": phone_in_sight(row),
            "words": {"kind": KINDS, "channel": CHANNELS, "state": STATES},
        }


def register_step(verb: Verb) -> None:
    """A step that a higher package adds, before the screen is made."""
    InquiryView.verbs = (*(each for each in InquiryView.verbs if each.name != verb.name), verb)


@register_home_card
def card() -> Card | None:
    """Inquiries that wait for the user."""
    if not may("can_answer", "InquiryView"):
        return None
    count = db.session.scalar(select(func.count(Inquiry.id)).where(is_mine())) or 0
    late = db.session.scalar(select(func.count(Inquiry.id)).where(is_mine(), is_late())) or 0
    url, tone = url_for("InquiryView.list", only="mine"), "bad" if late else "warn" if count else "good"
    lines = ((_("%(count)s overdue", count=late), url_for("InquiryView.list", only="late")),) if late else ()
    return Card(_("Inquiries that wait for you"), count, url, "fa-circle-question", tone, lines)
