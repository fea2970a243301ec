"""The role form's permissions: a table of checkboxes, see `app.admin.matrix`."""

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field
from wtforms.validators import ValidationError

from app.admin.matrix import COLUMNS, matrix, offered_pairs
from app.security.rights import Pair


class PermissionsField(Field):
    """Value: a set of (permission, screen) pairs."""

    data: set[Pair]

    @staticmethod
    def widget(field: "PermissionsField", **attributes: Any) -> Markup:
        """The table."""
        parts = {"field": field, "columns": COLUMNS, "parts": matrix(field.data or ())}
        return Markup(render_template("admin/permissions.html", **parts))  # noqa: S704

    def process_data(self, value: Any) -> None:
        """From a role: its FAB permissions."""
        self.data = {(held.permission.name, held.view_menu.name) for held in value or ()}

    def process_formdata(self, valuelist: list[str]) -> None:
        """Ticked boxes."""
        self.data = {(permission, screen) for permission, _bar, screen in (value.partition("|") for value in valuelist)}

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """A form that was sent with no box ticked means none, not what the role had."""
        super().process(formdata, *(() if data is None else (data,)), extra_filters=extra_filters)
        if formdata is not None and self.name not in formdata:
            self.data = set()

    def pre_validate(self, form: Any) -> None:
        """Refuse what isn't on the list."""
        if not self.data <= offered_pairs():
            raise ValidationError(_("Not a valid choice."))
