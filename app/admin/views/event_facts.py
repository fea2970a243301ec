"""What the audit trail keeps beside a step, in the reader's words: a name wherever there is one for a key or a code."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.core.errors import NotFound
from app.core.i18n import Text
from app.db import by_id
from app.events import Event
from app.rulebook import pack_of
from app.security.models import REACHES
from app.web import KesuModelView
from app.web.permissions import action_label, view_label
from app.web.show import readable, said, when

PERMISSIONS = {"permissions": _l("Permissions"), "given": _l("Given"), "taken": _l("Taken")}
"""Facts of role events that hold permissions."""
NAMES = {
    "anything_else": _l("Anything else?"),
    "asked": _l("Asked to decide"),
    "at": _l("Time"),
    "because": _l("Why"),
    "changed": _l("Changed"),
    "clocks": _l("Deadlines"),
    "compared": _l("Compared as"),
    "days": _l("Days"),
    "from": _l("From whom"),
    "left_out": _l("Left out"),
    "level": _l("Level"),
    "measure": _l("Measure"),
    "moved": _l("Moved"),
    "name": _l("Name"),
    "notice_sent": _l("Customer told"),
    "other": _l("The other one"),
    "outcome": _l("Outcome"),
    "party": _l("Who is liable"),
    "previous": _l("Before"),
    "proposal": _l("Proposal no."),
    "remedy": _l("Remedy"),
    "result": _l("Result"),
    "sections": _l("Sections"),
    "submission": _l("Submission no."),
    "suspects": _l("Perhaps the same"),
    "title": _l("Title"),
    "to": _l("To"),
    "told": _l("Told"),
}
"""Facts that no screen has a column for, or another screen a column of another meaning."""
UNSAID = {"deadline"}
"""Numbers of rows that the other facts name."""


def facts_list(event: Event, view: KesuModelView | None, views: Sequence[KesuModelView]) -> Any:
    """Name and value of each, changes as before → after, permissions in words."""
    words = _Words(event, view, views)
    lines = [line for name, value in event.facts.items() if name not in UNSAID for line in words.lines(name, value)]
    return Markup("<ul>{}</ul>").format(Markup("").join(lines)) if lines else readable(None)


class _Words:
    """The facts of one event, said as the screen over its record says them."""

    def __init__(self, event: Event, view: KesuModelView | None, views: Sequence[KesuModelView]) -> None:
        self.event, self.view, self.views = event, view, views

    def lines(self, name: str, value: Any) -> Iterator[Markup]:
        """One line for a fact; several for changes and permissions."""
        if name == "changes" and isinstance(value, dict):
            yield from (self._change(field, change) for field, change in value.items())
        elif name in PERMISSIONS:
            label = said(PERMISSIONS[name])
            yield from (_line(f"{label} · {screen}", words) for screen, words in in_words(value).items())
        else:
            yield _line(self._name(name), self._value(name, value))

    def _change(self, field: str, change: Any) -> Markup:
        if not isinstance(change, list) or len(change) != 2:
            return _line(self._name(field), said(_l("changed")))
        old, new = (self._value(field, part) for part in change)
        return _line(self._name(field), f"{old} → {new}")

    def _name(self, name: str) -> str:
        """As the record's own screen calls it, then as above, then as any screen does; else as it was recorded."""
        own = self.view.label_columns.get(name) if self.view else None
        anywhere = (view.label_columns[name] for view in self.views if view.label_columns.get(name))
        return said(own or NAMES.get(name) or next(anywhere, "") or name)

    def _value(self, name: str, value: Any) -> Any:
        match value:
            case dict() if "msgid" in value:
                return said(Text.from_json(value))
            case {"from": before, "to": after}:
                return f"{self._value(name, before)} → {self._value(name, after)}"
            case dict():
                return _(", ").join(f"{key}{_(': ')}{self._value('', part)}" for key, part in value.items())
            case str():
                return self._named(name, value) or self._coded(name, value) or _instant(value) or readable(value)
            case _:
                return readable(value)

    def _named(self, name: str, code: str) -> str:
        """A clause or a clock as the pack calls it under which the record stands."""
        if name not in ("clause", "clock") or self.view is None:
            return ""
        owner = getattr(self.event, "owner", None) or by_id(self.view.datamodel.obj, self.event.owner_id)
        version_id = getattr(owner, "pack_version_id", None)
        if version_id is None:
            return ""
        try:
            pack = pack_of(version_id)
            return said(pack.cite(code) if name == "clause" else pack.clock(code).label.text())
        except NotFound:  # of another pack, such as one laid over it
            return ""

    def _coded(self, name: str, code: str) -> str:
        """A code as the record's own screen, or any that chooses from such codes, shows it."""
        if name == "reach" and code in REACHES:
            return said(REACHES[code])
        for view in filter(None, (self.view, *self.views)):
            if name in view.choices:
                found = view.labels_of(name).get(code)
                if found:
                    return said(found)
        return ""


def _instant(text: str) -> str:
    """An instant as it is kept in JSON, on the wall clock."""
    try:
        return when(datetime.fromisoformat(text)) if "T" in text else ""
    except ValueError:
        return ""


def in_words(codes: list[str]) -> dict[str, str]:
    """`["CarrierView.can_list", …]` → {“Carriers”: “See the list, …”}."""
    found: dict[str, list[str]] = {}
    for code in codes:
        screen, _dot, permission = code.partition(".")
        found.setdefault(view_label(screen), []).append(action_label(permission, screen))
    return {screen: str(readable(words)) for screen, words in found.items()}


def _line(name: str, value: Any) -> Markup:
    return Markup("<li>{}{}{}</li>").format(name, _(": "), value)
