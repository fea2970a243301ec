"""Choosing from a tree by typing: two characters of the name or the initials of its pinyin."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.web.fields import ChoiceField
from app.web.pinyin import initials
from app.web.widgets import TemplateWidget


class Combo(TemplateWidget):
    """A select that combo.js turns into an ARIA combobox; where scripts don't run it stays a select."""

    template = "combo.html"


@dataclass(frozen=True)
class Choice:
    """A line of the list: `path` is shown, `letters` are what may be typed instead of it."""

    code: Any
    label: str
    path: str
    letters: str
    chosen: bool


class ComboField(ChoiceField):
    """A choice that is typed. `paths`: code → the way down to it, where the label alone doesn't say it."""

    widget = Combo()

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        paths: Callable[[], Mapping[Any, str]] | None = None,
        **kwargs: Any,
    ):
        self.paths = paths
        super().__init__(label, validators, **kwargs)

    def lines(self) -> Iterator[Choice]:
        """What the list offers, in its order."""
        paths = self.paths() if self.paths else {}
        present = str("" if self.data is None else self.data)
        for code, label in self._options():
            path = paths.get(code, label)
            yield Choice(code, label, path, initials(path) if code != "" else "", str(code) == present)
