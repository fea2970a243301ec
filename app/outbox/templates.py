"""Kinds of messages: defaults that packages register, rows that administrators edit."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.core.errors import Invalid, NotFound
from app.core.i18n import N_, Text
from app.extensions import db
from app.outbox.models import MessageTemplate
from app.outbox.rendering import BODY_LENGTH, SUBJECT_LENGTH, TemplateFault, check, readable, render

log = logging.getLogger(__name__)

LANGUAGES = ("zh", "en")
EMAIL = "email"


@dataclass(frozen=True)
class TemplateDefault:
    """A kind of message as delivered with the product.

    `title` is a msgid; `sample` has every variable with a believable value; `owner_kind` says on what the message is
    about, for a preview on a real one (see `register_preview`).
    """

    code: str
    title: str
    subject_zh: str
    body_zh: str
    subject_en: str
    body_en: str
    sample: Mapping[str, Any] = field(default_factory=dict)
    owner_kind: str = ""

    def source(self, language: str) -> tuple[str, str]:
        """Subject and body."""
        return (self.subject_en, self.body_en) if language == "en" else (self.subject_zh, self.body_zh)


@dataclass(frozen=True)
class Words:
    """Subject and body ready to send; `fault` where they could not be filled in."""

    subject: str
    body: str
    fault: Text | None = None


Preview = Callable[[str, str], Mapping[str, Any] | None]
_defaults: dict[str, TemplateDefault] = {}
_previews: dict[str, Preview] = {}


def register_template(default: TemplateDefault) -> None:
    """Make a kind of message known, at import. Its texts must pass the check that edited ones have to pass."""
    _defaults[default.code] = default


def register_preview(owner_kind: str, context_of: Preview) -> None:
    """`context_of(number, template code)` gives the variables of a real thing; None: there is none in reach."""
    _previews[owner_kind] = context_of


def template_default(code: str) -> TemplateDefault | None:
    """The registered kind of message."""
    return _defaults.get(code)


def template_defaults() -> list[TemplateDefault]:
    """All kinds, by code."""
    return [_defaults[code] for code in sorted(_defaults)]


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
    default = _defaults[code]
    language = language if language in LANGUAGES else LANGUAGES[0]
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
    default = _defaults.get(row.code)
    sample = readable(default.sample if default else {}, row.language)
    for name, limit in (("subject", SUBJECT_LENGTH), ("body", BODY_LENGTH)):
        try:
            check(getattr(row, name) or "", sample, limit)
        except TemplateFault as fault:
            raise Invalid.field(name, fault.text) from fault


def preview(row: MessageTemplate, number: str = "") -> Words:
    """The row filled in with the sample, or with a real thing's variables. Raises NotFound, Invalid."""
    default = _defaults.get(row.code)
    context: dict[str, Any] = dict(default.sample) if default else {}
    if number:
        context_of = _previews.get(default.owner_kind) if default else None
        real = context_of(number, row.code) if context_of else None
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
