"""Kinds of messages as delivered with the product: packages register them at import. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core.i18n import N_

LANGUAGES = {"zh": N_("Chinese"), "en": N_("English")}
FALLBACK = "zh"
EMAIL, SMS = "email", "sms"


@dataclass(frozen=True)
class TemplateDefault:
    """A kind of message as delivered with the product.

    `title` is a msgid; `sample` has every variable with a believable value; `owner_kind` says on what the message is
    about, for a preview on a real one (see `register_preview`). A kind that may go as a text message has short texts
    for it, the variables that it may name (a telephone lies about: nobody's data but the recipient's), and those that a
    provider's own template wants, in its order. `sms_active`: without it an administrator has to switch the text on.
    """

    code: str
    title: str
    subject_zh: str
    body_zh: str
    subject_en: str
    body_en: str
    sample: Mapping[str, Any] = field(default_factory=dict)
    owner_kind: str = ""
    sms_zh: str = ""
    sms_en: str = ""
    sms_parameters: tuple[str, ...] = ()
    sms_variables: tuple[str, ...] = ()
    sms_active: bool = True

    def is_active(self, channel: str) -> bool:
        """Whether messages of this kind go this way as long as nobody has said anything else."""
        return channel != SMS or self.sms_active

    def channels(self) -> tuple[str, ...]:
        """The ways that it can go."""
        return (EMAIL, SMS) if self.sms_zh and self.sms_en else (EMAIL,)

    def source(self, language: str, channel: str = EMAIL) -> tuple[str, str]:
        """Subject and body. A text message has no subject; what stands there is what lists call it."""
        subject, body = (self.subject_en, self.body_en) if language == "en" else (self.subject_zh, self.body_zh)
        if channel == SMS:
            body = self.sms_en if language == "en" else self.sms_zh
        return subject, body


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


def preview_context(code: str, number: str) -> Mapping[str, Any] | None:
    """The variables of a real thing for a kind of message; None where there is none in reach."""
    default = template_default(code)
    context_of = _previews.get(default.owner_kind) if default else None
    return context_of(number, code) if context_of else None
