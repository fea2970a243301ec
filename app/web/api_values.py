"""Values between JSON and the house: out as ISO 8601 and yuan, in through the screens' form fields."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Request
from werkzeug.datastructures import CombinedMultiDict, MultiDict

from app.core import clock
from app.core.errors import BadRequest, Invalid
from app.core.i18n import N_, Text
from app.core.money import Money
from app.web.fields import FilesField
from app.web.forms import KesuForm
from app.web.show import said


def as_json(value: Any) -> Any:  # noqa: PLR0911  (one line for each kind)
    """Instants with the Shanghai offset, money as a string of yuan, rows as {id, name}."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return clock.local(value).isoformat()
        case date():
            return value.isoformat()
        case Money():
            return str(value.yuan)
        case Text():
            return said(value)
        case dict():
            return {str(key): as_json(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [as_json(item) for item in value]
        case _:
            return {"id": value.id, "name": str(value)} if hasattr(value, "id") else str(value)


def as_text(value: Any) -> str:
    """A JSON scalar as a form would send it; true is `1`."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else str(value)


def bounded(value: Any, default: int, low: int, high: int) -> int:
    """A whole number moved into its bounds; the default for anything else."""
    return min(max(value, low), high) if isinstance(value, int) and not isinstance(value, bool) else default


def json_type(datamodel: Any, column: str) -> str:
    """OpenAPI's name for the kind of a column."""
    if datamodel.is_money(column):
        return "string"
    if datamodel.is_boolean(column):
        return "boolean"
    return "integer" if datamodel.is_integer(column) or datamodel.is_relation(column) else "string"


def read_body(request: Request, form_class: type[KesuForm], *, partial: bool) -> KesuForm:
    """A form filled from a JSON object, or as browsers send files. Raises BadRequest; Invalid, by field."""
    body, sent = _sent(request, form_class)
    form = form_class(formdata=sent)
    unknown = [name for name in body if name not in form]
    if partial:
        for name in [name for name in form._fields if name not in body]:
            del form[name]
    form.validate()
    errors: dict[str, Any] = form.errors
    faults = {name: Text(str(reasons[0])) for name, reasons in errors.items() if name and reasons}
    faults |= {name: Text(N_("There is no such field.")) for name in unknown}
    if faults:
        raise Invalid(N_("Please correct the marked fields."), fields=faults)
    return form


def _sent(request: Request, form_class: type[KesuForm]) -> tuple[Mapping[str, Any], MultiDict[str, Any]]:
    """What came in, and the same as a form reads it."""
    takes_files = any(isinstance(field, FilesField) for field in form_class(formdata=None))
    if takes_files and request.mimetype == "multipart/form-data":
        sent: Any = CombinedMultiDict([request.files, request.form])  # type: ignore[arg-type]  (as Flask-WTF does)
        return dict(sent), sent
    try:
        body = request.get_json(silent=True)
    except RecursionError:  # lists in lists in lists
        body = None
    if not isinstance(body, dict):
        raise BadRequest(N_("The body must be a JSON object."))
    return body, _as_form(body)


def _as_form(body: dict[str, Any]) -> MultiDict[str, str]:
    filled: MultiDict[str, str] = MultiDict()
    for name, value in body.items():
        values = value if isinstance(value, list) else [value]
        if any(isinstance(item, dict | list) for item in values):
            raise Invalid.field(name, N_("Invalid input."))
        if value is False:
            continue
        filled.setlist(name, ["y" if item is True else as_text(item) for item in values])
    return filled
