"""Custom fields by REST where a record has no PUT: `POST /api/v1/<thing>/<id>/fields` with those that are to change."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l

from app.customfields import editable_fields
from app.web.base_api import ApiForm
from app.web.custom import form_field
from app.web.forms import KesuForm
from app.web.steps_api import Step


class FieldsForm(ApiForm):
    """Only what the program names is written."""

    def facts(self, names: list[str] | None = None) -> dict[str, Any]:
        """By column."""
        given = super().facts(names)
        return {name: value for name, value in given.items() if self[name].raw_data}


def fields_step(kind: str, call: Callable[..., Any], needs: str, screen: str) -> Step:
    """The step `fields`: `call(row, actor, now, x_grade=…)`, under the permission of the screen's own form."""

    def form(_row: Any) -> type[KesuForm]:
        parts = {field.column: form_field(field, gaps=True) for field in editable_fields(kind)}
        return type("FieldsForm", (FieldsForm,), parts)

    return Step(call, form, needs, screen, _l("Own fields"))
