"""Kinds of messages as rows that administrators edit: seeded, checked, previewed, filled in."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core.errors import Invalid, NotFound
from app.core.i18n import N_, Text
from app.extensions import db
from app.outbox import own_fields
from app.outbox.defaults import (
    EMAIL,
    FALLBACK,
    LANGUAGES,
    SMS,
    TemplateDefault,
    preview_context,
    template_default,
    template_defaults,
)
from app.outbox.masking import masked_links
from app.outbox.models import MessageTemplate
from app.outbox.rendering import BODY_LENGTH, SMS_LENGTH, SUBJECT_LENGTH, TemplateFault, check, readable, render
from app.outbox.texts import link_fault, sayable

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """Subject and body ready to send; `fault` where they could not be filled in.

    `provider_template` and `parameters`: what an SMS provider sends in place of the body, where it insists on that.
    """

    subject: str
    body: str
    fault: Text | None = None
    provider_template: str = ""
    parameters: tuple[str, ...] = ()


def seed_templates() -> None:
    """Insert rows that are missing. Never touches one that is there: it may have been edited."""
    keys = select(MessageTemplate.code, MessageTemplate.channel, MessageTemplate.language)
    present = {tuple(row) for row in db.session.execute(keys)}
    for default in template_defaults():
        for channel in default.channels():
            for language in LANGUAGES:
                if (default.code, channel, language) not in present:
                    db.session.add(_row_of(default, channel, language))
    db.session.flush()


def compose(
    code: str, language: str, context: Mapping[str, Any], channel: str = EMAIL, owner: Any = None
) -> Words | None:
    """The message's words from the edited row, or from the default where that fails. None: switched off.

    `owner`: what it is about, whose custom fields an edited text may name. Raises KeyError for an unknown code.
    """
    default = template_default(code)
    if default is None:
        raise KeyError(code)
    language = language if language in LANGUAGES else FALLBACK
    mine = (MessageTemplate.code == code, MessageTemplate.channel == channel, MessageTemplate.language == language)
    row = db.session.scalars(select(MessageTemplate).where(*mine)).one_or_none()
    if not (default.is_active(channel) if row is None else row.active):
        return None
    values = readable(context, language)
    if row is not None:
        try:
            return _filled(row, values | _own_values(row, default, owner))
        except TemplateFault as fault:
            log.error("template %s (%s, %s): %s; the default text is used", code, channel, language, fault)
    try:
        return _filled(_row_of(default, channel, language), values)
    except TemplateFault as fault:
        log.error("default template %s (%s, %s): %s", code, channel, language, fault)
        return Words(code, "", fault.text)


def check_template(row: MessageTemplate) -> None:
    """Before saving. Raises Invalid at `subject`, `body` or `parameters`, with the line."""
    sample, whole = variables_of(row), _sample_of(row)
    body_limit = SMS_LENGTH if row.channel == SMS else BODY_LENGTH
    for name, limit in (("subject", SUBJECT_LENGTH), ("body", body_limit), ("parameters", BODY_LENGTH)):
        source = getattr(row, name) or ""
        if name == "parameters" and not source.strip():
            continue
        try:
            # A text message's subject stays in the house: lists call it so.
            check(source, whole if name == "subject" else sample, limit)
        except TemplateFault as fault:
            raise Invalid.field(name, fault.text) from fault
    too_long = link_fault(render(row.body, sample)) if row.channel == SMS else None
    if too_long:
        raise Invalid.field("body", too_long)
    # Lists show subjects and can be searched by them: a search would find out a link letter by letter.
    if masked_links(title := render(row.subject, whole)) != title:
        raise Invalid.field("subject", Text(N_("A personal link belongs in the text, not in the subject.")))


def variables_of(row: MessageTemplate) -> dict[str, Any]:
    """Variable → believable value, as the row's language writes it; only those that this kind of message may name."""
    default, sample = template_default(row.code), _sample_of(row)
    return sayable(default, sample) if default and row.channel == SMS else sample


def _sample_of(row: MessageTemplate) -> dict[str, Any]:
    default = template_default(row.code)
    if default is None:
        return {}
    return own_fields.sample_of(default.owner_kind, row.language) | readable(default.sample, row.language)


def _own_values(row: MessageTemplate, default: TemplateDefault, owner: Any) -> dict[str, str]:
    if not own_fields.named_in(row.subject, row.body, row.parameters):
        return {}
    return own_fields.values_of(owner, default.owner_kind, row.language)


def preview(row: MessageTemplate, number: str = "") -> Words:
    """The row filled in with the sample, or with a real thing's variables. Raises NotFound, Invalid."""
    default = template_default(row.code)
    context: dict[str, Any] = dict(default.sample) if default else {}
    own = own_fields.sample_of(default.owner_kind, row.language) if default else {}
    if number:
        real = preview_context(row.code, number)
        if real is None:
            raise NotFound(N_("There is no such record, or it is not yours to see."))
        context |= real
        own |= own_fields.real_values(default.owner_kind, number, row.language) if default else {}
    check_template(row)
    try:
        return _filled(row, own | readable(context, row.language))
    except TemplateFault as fault:
        raise Invalid.field("body", fault.text) from fault


def _filled(row: MessageTemplate, values: Mapping[str, Any]) -> Words:
    # One line: a line break in a subject would let a customer's text add mail headers.
    line = " ".join(render(row.subject, values).split())
    parameters = tuple(render(source, values) for source in (row.parameters or "").splitlines() if source.strip())
    template = (row.provider_template or "").strip()
    return Words(line[:SUBJECT_LENGTH], render(row.body, values), None, template, parameters)


def _row_of(default: TemplateDefault, channel: str, language: str) -> MessageTemplate:
    subject, body = default.source(language, channel)
    parameters = "\n".join(f"{{{{ {name} }}}}" for name in default.sms_parameters) if channel == SMS else ""
    return MessageTemplate(
        code=default.code,
        channel=channel,
        language=language,
        subject=subject,
        body=body,
        active=default.is_active(channel),
        provider_template="",
        parameters=parameters,
    )
