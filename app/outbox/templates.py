"""Kinds of messages as rows that administrators edit: seeded, checked, previewed, filled in."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core.errors import Invalid, NotFound
from app.core.i18n import N_, Text
from app.extensions import db
from app.outbox.defaults import FALLBACK, LANGUAGES, preview_context, template_default, template_defaults
from app.outbox.models import MessageTemplate
from app.outbox.rendering import BODY_LENGTH, SUBJECT_LENGTH, TemplateFault, check, readable, render

log = logging.getLogger(__name__)

EMAIL = "email"


@dataclass(frozen=True)
class Words:
    """Subject and body ready to send; `fault` where they could not be filled in."""

    subject: str
    body: str
    fault: Text | None = None


def seed_templates() -> None:
    """Insert rows that are missing. Never touches one that is there: it may have been edited."""
    keys = select(MessageTemplate.code, MessageTemplate.channel, MessageTemplate.language)
    present = {tuple(row) for row in db.session.execute(keys)}
    for default in template_defaults():
        for language in LANGUAGES:
            if (default.code, EMAIL, language) not in present:
                subject, body = default.source(language)
                db.session.add(MessageTemplate(
                    code=default.code, channel=EMAIL, language=language, subject=subject, body=body, active=True,
                ))
    db.session.flush()


def compose(code: str, language: str, context: Mapping[str, Any]) -> Words | None:
    """The message's words from the edited row, or from the default where that fails. None: switched off.

    Raises KeyError for a code that nobody registered.
    """
    default = template_default(code)
    if default is None:
        raise KeyError(code)
    language = language if language in LANGUAGES else FALLBACK
    mine = (MessageTemplate.code == code, MessageTemplate.channel == EMAIL, MessageTemplate.language == language)
    row = db.session.scalars(select(MessageTemplate).where(*mine)).one_or_none()
    if row is not None and not row.active:
        return None
    values = readable(context, language)
    if row is not None:
        try:
            return _filled(row.subject, row.body, values)
        except TemplateFault as fault:
            log.error("template %s (%s): %s; the default text is used", code, language, fault)
    try:
        return _filled(*default.source(language), values)
    except TemplateFault as fault:
        log.error("default template %s (%s): %s", code, language, fault)
        return Words(code, "", fault.text)


def check_template(row: MessageTemplate) -> None:
    """Before saving. Raises Invalid at `subject` or `body`, with the line."""
    default = template_default(row.code)
    sample = readable(default.sample if default else {}, row.language)
    for name, limit in (("subject", SUBJECT_LENGTH), ("body", BODY_LENGTH)):
        try:
            check(getattr(row, name) or "", sample, limit)
        except TemplateFault as fault:
            raise Invalid.field(name, fault.text) from fault


def preview(row: MessageTemplate, number: str = "") -> Words:
    """The row filled in with the sample, or with a real thing's variables. Raises NotFound, Invalid."""
    default = template_default(row.code)
    context: dict[str, Any] = dict(default.sample) if default else {}
    if number:
        real = preview_context(row.code, number)
        if real is None:
            raise NotFound(N_("There is no such record, or it is not yours to see."))
        context |= real
    check_template(row)
    try:
        return _filled(row.subject, row.body, readable(context, row.language))
    except TemplateFault as fault:
        raise Invalid.field("body", fault.text) from fault


def _filled(subject: str, body: str, values: Mapping[str, Any]) -> Words:
    # One line: a line break in a subject would let a customer's text add mail headers.
    line = " ".join(render(subject, values).split())
    return Words(line[:SUBJECT_LENGTH], render(body, values))
