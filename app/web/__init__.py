"""The corrected base that every screen and API is built on, and the look of the pages.

A screen over a table, whole:

    class CarrierView(KesuModelView):
        datamodel, route_base, title = KesuInterface(Carrier), "/carrier", _l("Carriers")
        label_columns = {"rating": _l("Rating")}                    # common ones are known: app.web.columns
        list_columns = show_columns = ["code", "name", "rating", "active"]
        add_columns = edit_columns = ["code", "name", "rating", "active"]
        search_columns, order_columns, base_order = ["code", "name"], ["code", "name"], ("code", "asc")
        choices = {"rating": {"a": _l("Good"), "b": _l("Fair")}}    # labels in list, form and search
        badges = {"rating": {"a": "good"}}
        removable = True                                            # retires rows that have `active`, deletes others

        def create(self, data):                                     # runs in a unit of work; a UserError raised
            return register_carrier(**data, actor=current_actor(), now=clock.now())   # here lands at the field

Columns are explicit ([] for none: that page doesn't exist); what is missing stops the app at start. A relation among
the form's columns becomes a remote select, served by the view of the related model (`choice_columns`, `choices_query`).
Buttons on a row's page: `verbs` (app.web.verb_buttons). Parts of a list: `shortcuts` (app.web.shortcuts).
Fields: app.web.fields. Pages of another kind: `KesuView`.
Permissions of a view: can_list, can_show, can_add, can_edit, can_delete, can_choices, and can_<verb>.
"""

from flask_appbuilder import action, expose

from app.web.access import has_access, logged_in
from app.web.base_view import KesuModelView, KesuView
from app.web.editing import attempt
from app.web.forms import KesuForm
from app.web.home import (
    Block,
    Card,
    Item,
    Press,
    Start,
    Tab,
    register_home_block,
    register_home_card,
    register_home_start,
)
from app.web.interface import KesuInterface
from app.web.menu import Screen, Section, register_menu, register_user_link
from app.web.permissions import permission_label
from app.web.setup import install
from app.web.shortcuts import Shortcut
from app.web.verb_buttons import Verb

__all__ = [
    "Block",
    "Card",
    "Item",
    "KesuForm",
    "KesuInterface",
    "KesuModelView",
    "KesuView",
    "Press",
    "Screen",
    "Section",
    "Shortcut",
    "Start",
    "Tab",
    "Verb",
    "action",
    "attempt",
    "expose",
    "has_access",
    "install",
    "logged_in",
    "permission_label",
    "register_home_block",
    "register_home_card",
    "register_home_start",
    "register_menu",
    "register_user_link",
]
