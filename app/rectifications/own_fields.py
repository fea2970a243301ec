"""Custom fields of reports: asked in the generated form, required when it is submitted, kept with each version."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.core.i18n import N_
from app.customers.checks import Checks
from app.customfields import PREFIX, CustomField, editable_fields, visible_fields
from app.customfields.definitions import all_fields
from app.rectifications.models import RectificationReport
from app.web.custom import custom_cell, form_field
from app.web.show import NOTHING

KIND = RectificationReport.__tablename__


def form_fields() -> dict[str, Any]:
    """A box for each that the writer may fill in; as with the sections, a draft may have gaps."""
    return {field.column: form_field(field, gaps=True) for field in editable_fields(KIND)}


def written(report: RectificationReport) -> dict[str, Any]:
    """What the form starts from; until the report was saved once, a field has its default."""
    saved = any(report.sections.values())
    fields = (field for field in editable_fields(KIND) if saved or field.code in (report.extra or {}))
    return {field.column: getattr(report, field.column) for field in fields}


def told(form: Any, names: Iterable[str]) -> dict[str, Any]:
    """The values of those fields that stand in the form."""
    return {name: form[name].data for name in names if name in form}


def check_whole(report: RectificationReport, checks: Checks) -> None:
    """Mark those that are required and empty."""
    for field in editable_fields(KIND):
        if field.required and getattr(report, field.column) in (None, "", []):
            checks.refuse(field.column, N_("Please fill this in."))


def rows_of(report: RectificationReport) -> list[tuple[str, str]]:
    """(label, text) of those that the reader may see."""
    return [(field.label, _text(report, field)) for field in visible_fields(KIND)]


def snapshot(report: RectificationReport) -> dict[str, str]:
    """What a version keeps beside its sections: the fields in words, by column."""
    texts = {field.column: _text(report, field) for field in all_fields(KIND) if field.active}
    return {column: text for column, text in texts.items() if text}


def seen(sections: Mapping[str, str]) -> dict[str, str]:
    """A version's sections without the fields that the reader may not see."""
    mine = {field.column for field in visible_fields(KIND)}
    return {name: text for name, text in sections.items() if not name.startswith(PREFIX) or name in mine}


def labels() -> dict[str, str]:
    """Column → name of the field."""
    return {field.column: field.label for field in visible_fields(KIND)}


def _text(report: RectificationReport, field: CustomField) -> str:
    text = str(custom_cell(report, field))
    return "" if text == NOTHING else text
