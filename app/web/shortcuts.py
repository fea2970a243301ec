"""Named parts of a list, such as what waits for the reader: offered above it, opened by `?only=<name>`.

    class DeadlineView(KesuModelView):
        shortcuts = {"overdue": Shortcut(_l("Overdue"), lambda: Deadline.breached_at.is_not(None))}

A figure on the first page links to the part that it counts: `url_for("DeadlineView.list", only="overdue")`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import request

from app.web.filters import KesuFilter
from app.web.titled import Whole


@dataclass(frozen=True)
class Shortcut:
    """A part of a list. `criterion()` gives the SQL condition for the present reader."""

    label: Any
    criterion: Callable[[], Any]
    offered: Callable[[], bool] = lambda: True
    """Whether the reader has a use for it."""


class Narrowed(KesuFilter):
    """A shortcut's condition, whatever the column."""

    name, arg_name = "", "only"

    def apply(self, query: Any, value: Any) -> Any:
        return query.filter(value)


class ShortcutsMixin(Whole):
    """The shortcuts of a view's list."""

    shortcuts: ClassVar[Mapping[str, Shortcut]] = {}

    def open_shortcuts(self) -> dict[str, Shortcut]:
        """Those that the present reader has a use for."""
        return {name: each for name, each in self.shortcuts.items() if each.offered()}

    def chosen_shortcut(self) -> str:
        """The one that the address asks for; empty for the whole list."""
        asked = request.args.get("only", "")
        return asked if asked in self.open_shortcuts() else ""

    def narrow(self, filters: Any) -> None:
        """Keep to the chosen part."""
        chosen = self.chosen_shortcut()
        if chosen:
            filters.add_filter("id", Narrowed, self.shortcuts[chosen].criterion())
