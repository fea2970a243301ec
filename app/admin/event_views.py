"""The audit trail: everything that was done, by whom; read only."""

from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import select

from app.core.i18n import Text
from app.db import by_id
from app.events import Event
from app.extensions import appbuilder, db
from app.security import Person
from app.web import KesuInterface, KesuModelView
from app.web.show import readable, said

VERBS = {
    "create": _l("Added"),
    "change": _l("Changed"),
    "delete": _l("Deleted"),
    "retire": _l("Retired"),
    "restore": _l("Restored"),
    "activate": _l("Activated"),
    "deactivate": _l("Deactivated"),
    "set_password": _l("Password set"),
    "change_password": _l("Own password changed"),
    "reveal": _l("Looked at personal data"),
    "add": _l("Added"),
    "register": _l("Registered"),
    "publish": _l("Published"),
    "attach": _l("File attached"),
    "note": _l("Noted"),
    "rename": _l("Renamed"),
}


def kinds() -> dict[str, Any]:
    """What events are about: tables that have a screen, by the screen's singular name."""
    return {view.datamodel.obj.__tablename__: view.thing or view.title for view in _views()}


def verbs() -> dict[str, Any]:
    """What was done, in words."""
    steps = {verb.name: verb.label for view in _views() for verb in view.verbs}
    known = steps | VERBS
    happened = db.session.scalars(select(Event.verb).distinct().order_by(Event.verb))
    return {verb: known.get(verb, verb) for verb in happened}


def people() -> dict[int, str]:
    """Everybody who could have done it."""
    rows = db.session.scalars(select(Person).order_by(Person.last_name, Person.first_name))
    return {row.id: row.full_name for row in rows}


class EventView(KesuModelView):
    """轨迹."""

    datamodel, route_base = KesuInterface(Event), "/event"
    title, thing = _l("Audit trail"), _l("Event")
    label_columns = {
        "at": _l("Time"),
        "actor": _l("Done by"),
        "actor_id": _l("Done by"),
        "owner_kind": _l("Kind of record"),
        "owner": _l("Record"),
        "verb": _l("Action"),
        "from_state": _l("State before"),
        "to_state": _l("State after"),
        "facts": _l("Details"),
    }
    list_columns = ["at", "actor", "owner_kind", "owner", "verb", "note"]
    show_columns = ["at", "actor", "owner_kind", "owner", "verb", "from_state", "to_state", "note", "facts"]
    add_columns: list[str] = []
    edit_columns: list[str] = []
    search_columns, order_columns, base_order = ["owner_kind", "verb", "actor_id", "at"], ["at"], ("at", "desc")
    choices = {"owner_kind": kinds, "verb": verbs, "actor_id": people}
    page_size = 50

    def cell(self, row: Event, column: str) -> Any:
        """The record is looked up by kind and number; the system acts where nobody is named."""
        if column == "actor":
            return str(row.actor) if row.actor else said(_l("System"))
        if column == "owner":
            return owner_link(row)
        return facts_list(row.facts) if column == "facts" else super().cell(row, column)


def owner_link(event: Event) -> Any:
    """The record's name, leading to its page where the reader may open it."""
    view = next((view for view in _views() if view.datamodel.obj.__tablename__ == event.owner_kind), None)
    row = by_id(view.datamodel.obj, event.owner_id) if view else None
    if view is None or row is None:
        return f"{event.owner_id}"
    url = view.show_url(event.owner_id)
    return Markup('<a href="{}">{}</a>').format(url, row) if url else str(row)


def facts_list(facts: dict[str, Any]) -> Any:
    """Name and value of each, changes as before → after."""
    lines = []
    for name, value in facts.items():
        if name == "changes" and isinstance(value, dict):
            lines += [_change(field, change) for field, change in value.items()]
        else:
            lines.append(Markup("<li>{}: {}</li>").format(_field(name), _plain(value)))
    return Markup("<ul>{}</ul>").format(Markup("").join(lines)) if lines else readable(None)


def _change(field: str, change: Any) -> Markup:
    if not isinstance(change, list) or len(change) != 2:
        return Markup("<li>{}: {}</li>").format(_field(field), said(_l("changed")))
    return Markup("<li>{}: {} → {}</li>").format(_field(field), _plain(change[0]), _plain(change[1]))


def _plain(value: Any) -> Any:
    if isinstance(value, dict) and "msgid" in value:
        return said(Text.from_json(value))
    return readable(value) if not isinstance(value, dict) else ", ".join(f"{k}: {_plain(v)}" for k, v in value.items())


def _field(name: str) -> str:
    """A field's label as some screen has it; else the name as it was recorded."""
    label = next((view.label_columns[name] for view in _views() if view.label_columns.get(name)), None)
    return said(label) if label else name


def _views() -> list[Any]:
    return [view for view in appbuilder.baseviews if isinstance(view, KesuModelView)]
