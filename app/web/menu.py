"""The sidebar: sections of screens; a person sees the screens that the permissions open."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_appbuilder import AppBuilder

from app.extensions import appbuilder
from app.security.seeing import seeing_as
from app.web.keeping import views_at_hand

_KEY = "kesu_menu"
MENU_COOKIE = "kesu_menu"
"""Written by kesu.js: `book=1.gears=0`."""
_SHORT_MENU = 16


@dataclass(frozen=True)
class Screen:
    """An entry: a view's default page. The label defaults to the view's title; `icon` is a Font Awesome name."""

    view: Any
    label: Any = ""
    icon: str = "fa-circle"


@dataclass(frozen=True)
class Entry:
    """A screen as the present user sees it in the sidebar."""

    label: Any
    icon: str
    url: str
    here: bool
    views: Sequence[tuple[str, str, bool]] = ()
    """(name, address, whether it is open) of the saved views of this screen."""


@dataclass(frozen=True)
class Section:
    """A heading and its screens; `hidden` ones are registered without an entry (child lists, APIs).

    A `folded` one starts closed where the menu is long; what a person opens or closes is remembered by the browser.
    """

    label: Any
    icon: str
    screens: list[Screen]
    hidden: list[Any] = field(default_factory=list)
    folded: bool = False
    also: Callable[[], Iterable[Entry]] = tuple
    """Entries that come and go while the product runs, after the others."""

    @property
    def name(self) -> str:
        """What the cookie calls it."""
        return self.icon.removeprefix("fa-")


Menu = list[tuple[Section, list[Entry]]]


def register_menu(builder: AppBuilder, sections: list[Section]) -> None:
    """Register all views, in this order; called by the face `app/views.py`."""
    for section in sections:
        for view in (*(screen.view for screen in section.screens), *section.hidden):
            builder.add_view_no_menu(view)
    current_app.extensions[_KEY] = sections


_user_links: list[Screen] = []


def sections() -> list[Section]:
    """All of them, as the face gave them."""
    return list(current_app.extensions.get(_KEY, ()))


def register_user_link(view: Any, label: Any = "", icon: str = "fa-user") -> None:
    """An entry in the user's own menu at the top right, such as “change my password”; shown to whoever may open it."""
    if all(link.view is not view for link in _user_links):
        _user_links.append(Screen(view, label, icon))


def user_links() -> list[Entry]:
    """The entries of the user's own menu."""
    return [entry for entry in map(_entry, _user_links) if entry]


def open_sections() -> Menu:
    """Sections that have something for the present user."""
    found = []
    for section in sections():
        entries = [*filter(None, map(_entry, section.screens)), *section.also()]
        if entries:
            found.append((section, entries))
    return found


def section_is_open(section: Section, entries: list[Entry], menu: Menu) -> bool:
    """The present screen's section always; else as this browser remembers; else all, unless the menu is long.

    The server draws it so from the start: a menu folded by a script would jump.
    """
    if any(entry.here for entry in entries):
        return True
    kept = dict(part.split("=", 1) for part in request.cookies.get(MENU_COOKIE, "").split(".") if "=" in part)
    if section.name in kept:
        return kept[section.name] == "1"
    return not section.folded or sum(len(found) for _section, found in menu) <= _SHORT_MENU


def _entry(screen: Screen) -> Entry | None:
    view: Any = next((view for view in appbuilder.baseviews if type(view) is screen.view), None)
    if view is None:
        return None
    permission = getattr(getattr(view, view.default_view), "_permission_name", None)
    if permission and not appbuilder.sm.has_access(f"can_{permission}", view.class_permission_name):
        return None
    here, address = request.blueprint == view.endpoint, url_for(f"{view.endpoint}.{view.default_view}")
    return Entry(screen.label or view.title, screen.icon, address, here, saved_views(view, here))


def saved_views(view: Any, here: bool) -> list[tuple[str, str, bool]]:
    """The reader's views of a list: name, address, whether it is the open one."""
    saved = [each for each in views_at_hand() if each.screen == getattr(view, "screen", "")]
    opened = request.args.get("view", "") if here else ""
    return [(each.name, view.address_of(each), str(each.id) == opened) for each in saved]


def install(app: Flask) -> None:
    """Let templates ask for the menus."""
    shown = {"open_sections": open_sections, "section_is_open": section_is_open, "user_links": user_links}
    app.jinja_env.globals.update(shown, seeing_as=seeing_as)
