"""自定义字段: which fields of their own administrators gave to which records."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.customfields import KINDS, CustomField, entities, verbs
from app.security import current_actor
from app.security.roles import role_labels
from app.web import KesuInterface, KesuModelView, Verb
from app.web.fields import ChoiceField, CodeField, Filled, IntegerField, MultiChoice, TextBox, TextField
from app.web.show import readable


class OptionsBox(TextBox):
    """Choices, one a line; from a stored field as lines."""

    def process_data(self, value: Any) -> None:
        """Stored as pairs of code and label."""
        self.data = "\n".join(f"{code} = {label}" for code, label in value) if isinstance(value, list) else value


class RolesField(MultiChoice):
    """Roles as checkboxes; none ticked means everybody."""

    def process_data(self, value: Any) -> None:
        """Ids are numbers in the database and texts on the page."""
        self.data = [str(role_id) for role_id in value or ()]


_OWN = {
    "entity": ChoiceField(
        _l("Of which records"),
        [Filled()],
        labels=lambda: {kind: entity.label for kind, entity in entities().items()},
        default=lambda: request.args.get("entity"),
    ),
    "code": CodeField(
        _l("Code"),
        longest=30,
        description=_l("Small letters, for imports and programs; empty: one is given. It can't be changed later."),
    ),
    "options": OptionsBox(
        _l("Choices"),
        longest=20_000,
        description=_l("For one choice or several: one a line. Renaming one keeps what was chosen: “o1 = new name”."),
    ),
    "default_value": TextField(_l("Default"), longest=200, description=_l("As one would type it; 1 for a tick.")),
    "sort": IntegerField(_l("Place"), [Filled()], low=1, high=10_000, default=100),
    "see_roles": RolesField(_l("Who sees it"), labels=role_labels, description=_l("None ticked: everybody.")),
    "edit_roles": RolesField(_l("Who fills it in"), labels=role_labels, description=_l("None ticked: who sees it.")),
    "name_zh": TextField(_l("Chinese name"), [Filled()], longest=60),
}
_FILLING = (_l("Filling in"), {"fields": ["options", "default_value", "help_text", "required"]})
_PLACE = (_l("Where it stands"), {"fields": ["section", "sort", "in_list"]})
_ROLES = (_l("Roles that see and fill it in"), {"fields": ["see_roles", "edit_roles"]})


class CustomFieldView(KesuModelView):
    """What is defined here is on the forms, lists and searches of its records with the next click."""

    datamodel, route_base = KesuInterface(CustomField), "/custom-field"
    title, thing = _l("Custom fields"), _l("Custom field")
    label_columns = {
        "entity": _l("Of which records"),
        "kind": _l("Kind of field"),
        "label": _l("Field"),
        "name_zh": _l("Chinese name"),
        "name_en": _l("English name"),
        "help_text": _l("Hint below the field"),
        "section": _l("Section"),
        "sort": _l("Place"),
        "options": _l("Choices"),
        "default_value": _l("Default"),
        "required": _l("Must be filled in"),
        "in_list": _l("Shown in the list"),
        "see_roles": _l("Who sees it"),
        "edit_roles": _l("Who fills it in"),
        "active": _l("In use"),
    }
    list_columns = ["label", "entity", "kind", "section", "required", "in_list", "active"]
    add_fieldsets = [(None, {"fields": ["entity", "name_zh", "kind", "name_en", "code"]}), _FILLING, _PLACE, _ROLES]
    edit_fieldsets = [(None, {"fields": ["name_zh", "name_en"]}), _FILLING, _PLACE, _ROLES]
    show_fieldsets = [
        (None, {"fields": ["entity", "name_zh", "kind", "name_en", "code", "active", "changed_at"]}),
        *edit_fieldsets[1:],
    ]
    add_form_extra_fields = edit_form_extra_fields = _OWN
    search_columns, order_columns, base_order = ["entity", "kind", "name_zh", "active"], ["sort"], ("sort", "asc")
    choices = {"entity": lambda: {kind: entity.label for kind, entity in entities().items()}, "kind": KINDS}
    formatters_columns = {
        "options": lambda options: readable([label for _code, label in options]),
        "see_roles": lambda ids: readable([role_labels().get(str(role_id), str(role_id)) for role_id in ids]),
        "edit_roles": lambda ids: readable([role_labels().get(str(role_id), str(role_id)) for role_id in ids]),
    }
    page_size = 50
    verbs = (
        Verb(
            "retire",
            _l("Retire"),
            verbs.retire,
            opens=lambda row: row.active,
            confirm=_l("Retire this field? What it holds stays, and is back when it is restored."),
        ),
        Verb("restore", _l("Offer again"), verbs.restore, opens=lambda row: not row.active),
    )

    def create(self, data: dict[str, Any]) -> CustomField:
        """By the verb."""
        return verbs.define(**data, actor=current_actor(), now=clock.now())

    def change(self, row: CustomField, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.redefine(row, **data, actor=current_actor(), now=clock.now())
