"""The columns of a view: all of them explicit, checked when the app starts."""

from typing import Any

from flask_babel import lazy_gettext as _l

COMMON_LABELS = {
    "active": _l("Active"),
    "changed_at": _l("Last changed"),
    "code": _l("Code"),
    "created_at": _l("Created at"),
    "department": _l("Department"),
    "id": _l("No."),
    "kind": _l("Kind"),
    "name": _l("Name"),
    "note": _l("Note"),
    "phone": _l("Phone"),
    "state": _l("State"),
}
"""Labels that a view needn't repeat."""
_LISTS = ("list_columns", "show_columns", "add_columns", "edit_columns", "search_columns", "order_columns")


def check_columns(view: Any, *, labelled: bool = True) -> None:
    """Raises TypeError, with all that is missing, for a view that leaves columns to FAB's guess.

    `labelled`: each column needs a label; programs read names.
    """
    name, faults = type(view).__name__, []
    if not view.title:
        faults.append("title is missing: the plural name, lazy")
    for columns in _LISTS:
        fieldsets = getattr(view, columns.replace("_columns", "_fieldsets"), None)
        if getattr(view, columns) is None and not fieldsets:
            faults.append(f"{columns} must be explicit; [] for none")
    for column in view.search_columns or ():
        if view.datamodel.is_relation(column):
            faults.append(f"{column} is a relationship: FAB would render all its rows; search a column of its own")
        elif view.datamodel.filter_converter_class(view.datamodel).convert(column) is None:
            faults.append(f"{column} can't be searched")
    for column in view.order_columns or ():
        if column not in view.datamodel.list_columns:
            faults.append(f"{column} can't be ordered by: not a column of the table itself")
    shown = {column for columns in _LISTS for column in named_columns(view, columns)}
    labels = COMMON_LABELS | dict(view.label_columns or {})
    faults += [f"label_columns lacks {column}" for column in sorted(shown - labels.keys()) if labelled]
    if faults:
        raise TypeError(f"{name}: " + "; ".join(faults))


def named_columns(view: Any, attribute: str) -> list[str]:
    """The names in `add_columns`, or in `add_fieldsets` where there are some."""
    fieldsets = getattr(view, attribute.replace("_columns", "_fieldsets"), None)
    if fieldsets:
        return [column for _heading, part in fieldsets for column in part["fields"]]
    return [*(getattr(view, attribute) or ())]


def settle_columns(view: Any) -> None:
    """What FAB derives at start, from explicit columns only."""
    view.label_columns = COMMON_LABELS | dict(view.label_columns or {})
    for attribute in _LISTS:
        setattr(view, attribute, named_columns(view, attribute))
    for attribute in (
        "description_columns",
        "validators_columns",
        "formatters_columns",
        "add_form_extra_fields",
        "edit_form_extra_fields",
    ):
        setattr(view, attribute, getattr(view, attribute, None) or {})
    for attribute in ("base_filters", "related_views", "_related_views"):
        setattr(view, attribute, [*(getattr(view, attribute, None) or ())])
    view._base_filters = view.datamodel.get_filters().add_filter_list(view.base_filters)


def field_parts(view: Any, page: str) -> dict[str, Any]:
    """What the form builder needs for `add` or `edit`, from the view's attributes."""
    return {
        "labels": view.label_columns,
        "descriptions": view.description_columns,
        "validators": view.validators_columns,
        "extra": getattr(view, f"{page}_form_extra_fields"),
    }
