"""What the OpenAPI document says of a form: its fields, which of them are required, and how they are sent."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, SelectMultipleField

from app.web.fields import ChoiceField, DateField, DateTimeLocalField, FilesField, IntegerField
from app.web.forms import KesuForm
from app.web.show import said

_RESPONSES = {
    "200": {"description": "id and result"},
    "401": {"description": "who calls is unknown"},
    "403": {"description": "the permission is missing, or it is somebody else's to do"},
    "404": {"description": "none within reach"},
    "409": {"description": "not in this state, or somebody was faster"},
    "422": {"description": "what is wrong, by field"},
}


def step_operation(form: type[KesuForm], label: Any) -> dict[str, Any]:
    """The operation of a step that asks for this form."""
    schema = form_schema(form)
    files = any(field.get("items", {}).get("format") == "binary" for field in schema["properties"].values())
    kind = "multipart/form-data" if files else "application/json"
    return {
        "summary": said(label),
        "parameters": [{"in": "path", "name": "pk", "required": True, "schema": {"type": "integer"}}],
        "requestBody": {"required": True, "content": {kind: {"schema": schema}}},
        "responses": _RESPONSES,
        "security": [{"jwt": []}],
    }


def form_schema(form_class: type[KesuForm]) -> dict[str, Any]:
    """The form as a JSON schema."""
    fields = list(form_class(formdata=None))
    schema: dict[str, Any] = {"type": "object", "properties": {field.name: _schema(field) for field in fields}}
    required = [field.name for field in fields if field.flags.required]
    return schema | ({"required": required} if required else {})


def _schema(field: Any) -> dict[str, Any]:
    kind = {"type": "string", **_kind(field)}
    label, longest = said(field.label.text), getattr(field, "longest", None)
    return kind | ({"description": label} if label else {}) | ({"maxLength": longest} if longest else {})


def _kind(field: Any) -> dict[str, Any]:  # noqa: PLR0911  (one line for each kind)
    match field:
        case FilesField():
            return {"type": "array", "items": {"type": "string", "format": "binary"}}
        case SelectMultipleField():
            return {"type": "array", "items": {"type": "string"}}
        case BooleanField():
            return {"type": "boolean"}
        case IntegerField():
            return {"type": "integer", "minimum": field.low, "maximum": field.high}
        case DateTimeLocalField():
            return {"format": "date-time"}
        case DateField():
            return {"format": "date"}
        case ChoiceField():
            return _choices(field.labels)
        case _:
            return {}


def _choices(labels: Any) -> dict[str, Any]:
    """Codes that don't change; rows of the database are given by their ids."""
    if not isinstance(labels, Mapping):
        return {}
    codes = [str(code) for code in labels]
    return {"enum": codes} if codes else {}
