"""The audit trail: everything that was done, by whom; read only."""

from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import select

from app.admin.views.event_facts import facts_list
from app.db import by_id
from app.events import Event
from app.extensions import appbuilder, db
from app.security import Person
from app.web import KesuInterface, KesuModelView
from app.web.show import label, readable, said

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
    "copy_pack": _l("Copied into a draft"),
    "export": _l("Exported a list"),
    "request": _l("Asked for"),
    "map_columns": _l("Columns said"),
    "start_import": _l("Import begun"),
    "undo_import": _l("Import to be undone"),
    "cancel_import": _l("Import left off"),
    "take_in": _l("Taken over from another system"),
    "see_as": _l("Looked at the app as this role"),
    "see_as_end": _l("Went back to one's own rights"),
    "compose": _l("Question set composed"),
    "prepare": _l("Survey prepared"),
    "schedule": _l("Survey to be sent"),
    "define": _l("Defined"),
    "add_address": _l("Address added"),
    "add_category": _l("Category added"),
    "add_contact": _l("Contact added"),
    "add_day": _l("Day entered"),
    "add_question": _l("Question added"),
    "archive_file": _l("Customer archived"),
    "ask": _l("Asked in a survey"),
    "change_question": _l("Question changed"),
    "change_tier": _l("Tier changed"),
    "decline_tier": _l("Tier proposal declined"),
    "file": _l("Appeal filed"),
    "finish": _l("Survey ended"),
    "give_back": _l("Merging undone"),
    "move_version": _l("Moved to another version of the policy"),
    "open": _l("Opened"),
    "plan": _l("Planned"),
    "read": _l("Report read"),
    "recalendar": _l("Counted by another calendar"),
    "register_customer": _l("Customer registered"),
    "remove_day": _l("Day removed"),
    "remove_question": _l("Question removed"),
    "rename_category": _l("Category renamed"),
    "restore_category": _l("Category restored"),
    "restore_file": _l("Customer restored"),
    "retire_category": _l("Category retired"),
    "roster": _l("Roster planned"),
    "redefine": _l("Changed"),
    "fill": _l("Custom fields filled in"),
    "save": _l("Write the report"),
    "edit_draft": _l("Draft changed"),
    "delete_draft": _l("Draft deleted"),
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


class EventInterface(KesuInterface):
    """Events with the records that they are about: one query per kind, not one a row."""

    def query(self, *args: Any, **kwargs: Any) -> tuple[int, list[Any]]:
        """(count, rows), the rows with `owner`."""
        count, rows = super().query(*args, **kwargs)
        for view in {row.owner_kind: view_of(row.owner_kind) for row in rows}.values():
            if view is not None:
                _attach(view.datamodel, rows)
        return count, rows


def _attach(datamodel: KesuInterface, events: list[Any]) -> None:
    model: Any = datamodel.obj
    mine = [event for event in events if event.owner_kind == model.__tablename__]
    wanted = select(model).where(model.id.in_({event.owner_id for event in mine}))
    found = db.session.scalars(wanted.options(*datamodel.eager([])))
    by_key = {row.id: row for row in found}
    for event in mine:
        event.owner = by_key.get(event.owner_id)


class EventView(KesuModelView):
    """轨迹."""

    datamodel, route_base = EventInterface(Event), "/event"
    title, thing = _l("Audit trail"), _l("Event")
    label_columns = {
        "acting_for": _l("As delegate of"),
        "at": _l("Time"),
        "actor": _l("Done by"),
        "actor_id": _l("Done by"),
        "owner_kind": _l("Kind of record"),
        "owner": _l("What was changed"),
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
    show_template = "admin/event.html"

    def cell(self, row: Event, column: str) -> Any:
        """The record is looked up by kind and number; the system acts where nobody is named."""
        if column == "actor":
            return str(row.actor) if row.actor else said(_l("System"))
        if column == "owner":
            return owner_link(row)
        if column in ("from_state", "to_state"):
            return state_words(row.owner_kind, getattr(row, column))
        return facts_list(row, view_of(row.owner_kind), _views()) if column == "facts" else super().cell(row, column)


def owner_link(event: Event) -> Any:
    """The record's name, leading to its page where the reader may open it; its number where it is gone."""
    view = view_of(event.owner_kind)
    row = getattr(event, "owner", None)
    if view is not None and row is None:
        row = by_id(view.datamodel.obj, event.owner_id)
    if view is None or row is None:
        return f"{event.owner_id}"
    url = view.show_url(event.owner_id)
    return Markup('<a href="{}">{}</a>').format(url, row) if url else str(row)


def state_words(kind: str, code: str | None) -> Any:
    """A state as the record's own screen says it; the code where that screen has no words."""
    view = view_of(kind)
    named = next((name for name in ("state", "status") if name in view.choices), "") if view else ""
    return label(code, view.labels_of(named)) if view and named and code else readable(code)


def view_of(kind: str) -> Any | None:
    """The screen over a table."""
    return next((view for view in _views() if view.datamodel.obj.__tablename__ == kind), None)


def _views() -> list[Any]:
    return [view for view in appbuilder.baseviews if isinstance(view, KesuModelView)]
