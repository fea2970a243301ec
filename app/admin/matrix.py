"""Permissions as a table: a row for each screen in the order of the menu, a column for what most screens have, and the
screen's own steps at the end of its row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.admin.bootstrap import wanted_pairs
from app.admin.meanings import meaning_of
from app.extensions import appbuilder
from app.security import Scoped
from app.security.rights import Pair
from app.security.roles import all_pairs
from app.web.menu import sections
from app.web.permissions import action_label, view_label
from app.web.show import said


@dataclass(frozen=True)
class Column:
    """What most screens have; programs' interfaces have the same under other names."""

    name: str
    label: Any
    permissions: tuple[str, ...]


COLUMNS = (
    Column("list", _l("See the list"), ("can_list", "can_get", "can_index", "can_this_form_get")),
    Column("show", _l("See one"), ("can_show",)),
    Column("add", _l("Add"), ("can_add", "can_post")),
    Column("edit", _l("Change"), ("can_edit", "can_put", "can_this_form_post")),
    Column("delete", _l("Remove"), ("can_delete",)),
    Column("download", _l("Export"), ("can_download",)),
    Column("choices", _l("Choose in forms"), ("can_choices",)),
)
_USUAL = {permission: column.name for column in COLUMNS for permission in column.permissions}


@dataclass(frozen=True)
class Box:
    """One checkbox: `value` is `can_list|CarrierView`. `meaning` says in a sentence what a step does."""

    value: str
    label: str
    ticked: bool
    meaning: str = ""


@dataclass(frozen=True)
class Row:
    """A screen. `scoped`: whether the role's reach decides which of its records are seen; None where it has none."""

    screen: str
    label: str
    usual: Mapping[str, Box]
    steps: tuple[Box, ...]
    scoped: bool | None

    @property
    def boxes(self) -> tuple[Box, ...]:
        """All of them, as they stand."""
        return (*self.usual.values(), *self.steps)

    @property
    def explained(self) -> tuple[Box, ...]:
        """The steps that have a sentence to explain them."""
        return tuple(box for box in self.steps if box.meaning)


@dataclass(frozen=True)
class Part:
    """A section of the menu and its screens."""

    label: str
    rows: tuple[Row, ...]


def matrix(ticked: Iterable[Pair]) -> list[Part]:
    """Every screen of this release that has something to tick."""
    chosen, offered, parts = frozenset(ticked), offered_pairs(), []
    for label, views in _by_section():
        rows = tuple(row for view in views if (row := _row(view, offered, chosen)).boxes)
        if rows:
            parts.append(Part(label, rows))
    return parts


def offered_pairs() -> set[Pair]:
    """What can be given: permissions of this release's screens that the database knows."""
    return wanted_pairs() & all_pairs().keys()


def _by_section() -> Iterator[tuple[str, list[Any]]]:
    """Label and views of each section, those without an entry in the menu behind those with one."""
    left = {type(view): view for view in appbuilder.baseviews}
    for section in sections():
        classes = [*(screen.view for screen in section.screens), *section.hidden]
        yield said(section.label), [left.pop(each) for each in classes if each in left]
    yield _("Other"), list(left.values())


def _row(view: Any, offered: set[Pair], chosen: frozenset[Pair]) -> Row:
    screen = view.class_permission_name or ""
    names = [name for name, of in offered if of == screen]
    boxes = {name: _box((name, screen), chosen) for name in names}
    usual = {column.name: boxes[name] for column in COLUMNS for name in column.permissions if name in boxes}
    steps = tuple(boxes[name] for name in _order(view) if name in boxes and name not in _USUAL)
    model = getattr(getattr(view, "datamodel", None), "obj", None)
    return Row(screen, view_label(screen), usual, steps, None if model is None else issubclass(model, Scoped))


def _box(pair: Pair, chosen: frozenset[Pair]) -> Box:
    return Box("|".join(pair), action_label(*pair), pair in chosen, meaning_of(*pair))


def _order(view: Any) -> list[str]:
    """Steps in the order in which the screen has them, then what else it has."""
    steps = [verb.needs for verb in getattr(view, "verbs", ())]
    return list(dict.fromkeys([*steps, *sorted(view.base_permissions or ())]))
