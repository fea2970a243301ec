"""Screens: messages with their tries, and the texts that administrators edit."""

from collections.abc import Mapping
from typing import Any

from flask import jsonify, request, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from app.core.errors import UserError
from app.db import by_id
from app.extensions import appbuilder
from app.outbox import own_fields, verbs
from app.outbox.basis import basis_of
from app.outbox.defaults import LANGUAGES, SMS, template_default, template_defaults
from app.outbox.deliver import OUTCOMES
from app.outbox.models import CHANNELS, RECEIPTS, STATES, Message, MessageTemplate
from app.outbox.rendering import BODY_LENGTH
from app.outbox.templates import check_template, preview, variables_of
from app.outbox.texts import own_template_wanted, sign, size_of
from app.security.scope import owner_model
from app.web import KesuInterface, KesuModelView, Verb, expose, has_access
from app.web.editing import PK
from app.web.fields import Filled, TextBox
from app.web.show import NOTHING, badge, said
from app.web.text import search_text

_TONES = {"sent": "good", "failed": "bad", "unknown": "warn", "queued": "info", "sending": "info"}


def template_titles() -> dict[str, Any]:
    """Code → title of every kind of message."""
    return {default.code: default.title for default in template_defaults()}


class MessageView(KesuModelView):
    """What was sent, or wasn't. Nobody writes here; two verbs."""

    datamodel, route_base = KesuInterface(Message), "/message"
    title, thing = _l("Messages"), _l("Message")
    label_columns = {
        "subject": _l("Subject"),
        "body": _l("Text"),
        "masked_recipient": _l("Recipient"),
        "channel": _l("Sent by"),
        "template_code": _l("Kind of message"),
        "language": _l("Language"),
        "reason": _l("Reason"),
        "tries": _l("Tries"),
        "due_at": _l("To be sent at"),
        "expires_at": _l("Not after"),
        "sent_at": _l("Sent at"),
        "delivered_at": _l("Arrived at"),
        "owner": _l("About"),
        "out_id": _l("Message-ID"),
    }
    list_columns = ["subject", "masked_recipient", "state", "reason", "due_at", "sent_at"]
    show_columns = [
        "owner",
        "masked_recipient",
        "body",
        "state",
        "reason",
        "channel",
        "template_code",
        "language",
        "due_at",
        "expires_at",
        "sent_at",
        "delivered_at",
        "out_id",
    ]
    add_columns = edit_columns = []
    search_columns = ["subject", "state", "template_code", "due_at"]
    order_columns, base_order = ["due_at", "sent_at"], ("id", "desc")
    choices = {"state": STATES, "channel": CHANNELS, "template_code": template_titles, "language": LANGUAGES}
    show_template = "outbox/message.html"
    verbs = (
        Verb(
            "requeue",
            _l("Send again"),
            verbs.requeue,
            opens=lambda row: row.state in {"failed", "unknown"},
            tone="primary",
            confirm=_l("Send this message again? It may arrive twice if it did go out."),
        ),
        Verb(
            "mark_sent",
            _l("It did arrive"),
            verbs.mark_sent,
            opens=lambda row: row.state == "unknown",
            confirm=_l("Have you made sure that this message arrived?"),
        ),
        Verb(
            "cancel",
            _l("Don't send"),
            verbs.cancel,
            opens=lambda row: row.state == "queued",
            confirm=_l("Leave this message unsent?"),
        ),
    )

    def cell(self, row: Message, column: str) -> Any:
        """Personal data masked; a message that only went to the log isn't called sent."""
        match column:
            case "state":
                return _state(row)
            case "body":
                return Markup("<br>").join(escape(line) for line in row.shown_body.splitlines())
            case "subject":
                return row.shown_subject
            case "owner":
                return _owner_link(row)
            case _:
                return super().cell(row, column)

    def show_context(self, row: Message) -> Mapping[str, Any]:
        """Each try, what the provider told afterwards, and where it stands why it was sent."""
        told = {"receipts": row.receipts, "statuses": RECEIPTS}
        basis = basis_of(row) or _why_of_owner(row)
        return {"attempts": row.attempts, "outcomes": OUTCOMES, "basis": basis, **told}


class MessageTemplateView(KesuModelView):
    """The words of each kind of message, in each language."""

    datamodel, route_base = KesuInterface(MessageTemplate), "/message-template"
    title, thing = _l("Message templates"), _l("Message template")
    label_columns = {
        "code": _l("Kind of message"),
        "channel": _l("Sent by"),
        "language": _l("Language"),
        "subject": _l("Subject"),
        "body": _l("Text"),
        "provider_template": _l("Provider's template"),
        "parameters": _l("Its parameters"),
    }
    list_columns = ["code", "channel", "language", "subject", "provider_template", "active", "changed_at"]
    show_columns = ["code", "channel", "language", "provider_template", "parameters", "active", "changed_at"]
    add_columns = []
    edit_fieldsets = [(None, {"fields": ["subject", "body", "provider_template", "parameters", "active"]})]
    search_columns = ["code", "channel", "language", "subject", "active"]
    order_columns, base_order = ["code", "changed_at"], ("code", "asc")
    choices = {"code": template_titles, "channel": CHANNELS, "language": LANGUAGES}
    description_columns = {
        "subject": _l("A text message has none; this is what lists call it."),
        "provider_template": _l("Text messages only: the id of the approved template, where the provider wants one."),
        "parameters": _l("Text messages only: one a line, in the order of the provider's template."),
        "active": _l("Switched off, messages of this kind are not made."),
    }
    edit_form_extra_fields = {
        "body": TextBox(_l("Text"), [Filled()], longest=BODY_LENGTH, render_kw={"rows": 14}),
        "parameters": TextBox(_l("Its parameters"), longest=BODY_LENGTH, render_kw={"rows": 4}),
    }
    show_template, form_template = "outbox/template.html", "outbox/template_form.html"
    about = _l(
        "The words of each kind of message, by channel and language. Placeholders in double braces are filled in when "
        "the message is made; the preview shows how it will read."
    )

    def change(self, row: MessageTemplate, data: dict[str, Any]) -> None:
        """Refused at the field, with the line, where the text couldn't be filled in later."""
        super().change(row, data)
        check_template(row)

    def show_context(self, row: MessageTemplate) -> Mapping[str, Any]:
        """The row filled in with a real thing's variables, where its number is given."""
        number = search_text(request.args.get("number"))
        shown: dict[str, Any] = {"number": number, "words": None, "refusal": "", "size": "", "sign": ""}
        shown["wants_id"] = row.channel == SMS and own_template_wanted() and not (row.provider_template or "").strip()
        try:
            shown["words"] = words = preview(row, number)
            if row.channel == SMS:
                shown |= {"size": size_in_words(words.body), "sign": sign()}
        except UserError as error:
            shown["refusal"] = " ".join(said(text) for text in (list(error.fields.values()) or [error.message]))
        return shown

    def variables_of(self, row: MessageTemplate) -> Mapping[str, Any]:
        """Variable → believable value."""
        return variables_of(row)

    def own_labels_of(self, row: MessageTemplate) -> Mapping[str, str]:
        """Variable of a custom field → what people call the field."""
        default = template_default(row.code)
        return own_fields.labels_of(default.owner_kind) if default else {}

    @expose(f"/try/{PK}", methods=["POST"])
    @has_access
    @permission_name("edit")
    def try_out(self, pk: int) -> Any:
        """What is typed in the form, filled in with the sample: for the page to show while one types. Saves nothing."""
        kept = self.reach(pk)
        typed = {name: (request.form.get(name) or "")[:BODY_LENGTH] for name in ("subject", "body", "parameters")}
        row = MessageTemplate(code=kept.code, channel=kept.channel, language=kept.language, **typed)
        return jsonify(tried(row))


def tried(row: MessageTemplate) -> dict[str, Any]:
    """The preview as JSON: the text and what it costs, or the fault."""
    try:
        words = preview(row)
    except UserError as error:
        return {"fault": " ".join(said(text) for text in (list(error.fields.values()) or [error.message]))}
    told = {"subject": words.subject, "text": words.body, "parameters": list(words.parameters)}
    return told | ({"text": sign() + words.body, "size": size_in_words(words.body)} if row.channel == SMS else {})


def size_in_words(text: str) -> str:
    """How long it is, and how many texts the provider makes of it."""
    size = size_of(text)
    if size.parts == 1:
        return _("%(characters)s of 70 characters, the sign counted: one part", characters=size.characters)
    return _("%(characters)s characters, the sign counted: %(parts)s parts, each is paid", **vars(size))


def _state(row: Message) -> Markup:
    if row.state == "sent" and row.channel == "console":
        return badge(said(CHANNELS["console"]), "warn")
    if row.state == "sent" and row.receipt:
        return badge(said(RECEIPTS[row.receipt]), "good" if row.receipt == "delivered" else "info")
    return badge(said(STATES[row.state]), _TONES.get(row.state, "plain"))


def _owner_link(row: Message) -> str | Markup:
    """The thing that the message is about, linked where the reader may open it."""
    owner, view = _owner_and_view(row)
    url = view.show_url(row.owner_id) if view and owner else None
    return Markup('<a href="{}">{}</a>').format(url, owner) if url else str(owner or NOTHING)


def _why_of_owner(row: Message) -> str | None:
    """The page with the reasons of what the message is about, where there is one and the reader may open it."""
    owner, view = _owner_and_view(row)
    there = owner is not None and hasattr(view, "whys") and view.may("can_show")
    return url_for(f"{view.endpoint}.why", pk=row.owner_id) if there else None


def _owner_and_view(row: Message) -> tuple[Any, Any]:
    model = owner_model(row.owner_kind)
    owner = by_id(model, row.owner_id) if model else None
    return owner, next((view for view in appbuilder.baseviews if _shows(view, model)), None)


def _shows(view: Any, model: type | None) -> bool:
    return isinstance(view, KesuModelView) and view.datamodel.obj is model
