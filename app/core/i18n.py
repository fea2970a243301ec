"""Texts that are decided in pure code and shown in the reader's language later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


def N_(msgid: str) -> str:
    """Mark a msgid for the catalogue; translation happens where it is shown."""
    return msgid


@dataclass(frozen=True)
class Text:
    """A msgid (English) with the parameters to be filled in after translation.

    A parameter may be a Text itself. Stored in JSON columns as `{"msgid": str, "params": {...}}`.
    """

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return show(self, lambda msgid: msgid)

    def __hash__(self) -> int:
        return hash((self.msgid, tuple(sorted((key, str(value)) for key, value in self.params.items()))))

    def to_json(self) -> dict[str, Any]:
        """Plain data; nested Texts included, other objects (money, a date) as their text."""
        return {"msgid": self.msgid, "params": {key: _plain(value) for key, value in self.params.items()}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Text":
        """The reverse of `to_json`."""
        params = {
            key: cls.from_json(value) if isinstance(value, Mapping) and "msgid" in value else value
            for key, value in data.get("params", {}).items()
        }
        return cls(data["msgid"], params)


def show(text: "Text | str", translate: Callable[[str], str]) -> str:
    """The text in the language of `translate` (a gettext function)."""
    if isinstance(text, str):
        return translate(text) if text else ""
    if not text.params:
        return translate(text.msgid)
    params = {key: show(value, translate) if isinstance(value, Text) else value for key, value in text.params.items()}
    return translate(text.msgid) % params


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return value.to_json()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
