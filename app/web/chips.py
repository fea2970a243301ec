"""The filters above a list: one chip for each column that is filtered, one small form for each that can be.

A form sends what was entered as `f_…`; `restated` turns it into the `_flt_…` arguments of an address that says the
whole list and can be sent to a colleague.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_appbuilder.models.filters import Filters
from flask_babel import gettext as _

from app.web.custom_filters import SEARCH_BOXES
from app.web.show import said
from app.web.spans import SPANS
from app.web.text import search_text

ENTRY = "f_"
"""What the names of a form's boxes begin with."""
_SHOWN_CHOICES = 2


@dataclass(frozen=True)
class Sieve:
    """A column's filter as it stands and its form. `kind`: text, choice, yesno, day or number."""

    column: str
    label: str
    kind: str
    operators: dict[str, str]
    given: dict[str, str]
    """Operator → value, as they stand in the address."""
    options: dict[str, str] = field(default_factory=dict)
    error: str = ""

    @property
    def chosen(self) -> list[str]:
        """The ticked codes of a choice."""
        return self.given["in"].split(",") if "in" in self.given else [self.given["eq"]] if "eq" in self.given else []

    @property
    def operator(self) -> str:
        """The operator of a text."""
        return next(iter(self.given), next(iter(self.operators), ""))

    @property
    def text(self) -> str:
        """The value of a text."""
        return next(iter(self.given.values()), "")

    @property
    def says(self) -> str:
        """What the chip reads after the column's name."""
        match self.kind:
            case "choice":
                names = [self.options.get(code, code).strip("\u3000") for code in self.chosen]
                more = len(names) - _SHOWN_CHOICES
                shown = _(", ").join(names[:_SHOWN_CHOICES])
                return _("%(names)s and %(more)s more", names=shown, more=more) if more > 0 else shown
            case "yesno":
                return _("Yes") if self.text in ("1", "y", "true", "True") else _("No")
            case "text":
                return f"{self.operators[self.operator]} “{self.text}”"
        return self._range()

    def _range(self) -> str:
        if "within" in self.given:
            return said(SPANS.get(self.given["within"], self.given["within"]))
        since, until = self.given.get("gt", ""), self.given.get("lt", "")
        if since and until:
            return _("%(since)s to %(until)s", since=since, until=until)
        if since or until:
            return _("from %(since)s", since=since) if since else _("until %(until)s", until=until)
        return self.given.get("eq", "")


def sieves(view: Any, filters: Filters, wrong: Mapping[str, str]) -> list[Sieve]:
    """One for each column that can be searched."""
    return [_sieve(view, column, filters, wrong) for column in view.search_columns]


def restated(view: Any, filters: Filters) -> str | None:
    """The address of the list after a form was sent; None where none was."""
    column = request.args.get(f"{ENTRY}col", "")
    if column not in view.search_columns:
        return None
    kind, options = kind_of(view, column)
    known = _indices(filters, column)
    entered = [(f"_flt_{known[operator]}_{column}", value) for operator, value in _entered(kind, options)
               if operator in known]  # fmt: skip
    return _address([*others(view, column), *entered])


def without(view: Any, column: str) -> str:
    """The list without this column's filter."""
    return _address(others(view, column))


def _address(arguments: list[tuple[str, str]]) -> str:
    """The list under these arguments; with none but its view's, the whole: a bare view means it as it was saved."""
    said_nothing = all(name == "view" for name, _value in arguments)
    return f"{request.path}?{urlencode([('view', '0')] if said_nothing else arguments)}"


def kind_of(view: Any, column: str) -> tuple[str, dict[str, str]]:
    """The kind of a column's form, and the labels of its choices by code."""
    model = view.datamodel
    if own := view.custom_field(column):
        return SEARCH_BOXES.get(own.kind, "text"), {str(code): said(name) for code, name in own.labels.items()}
    if column in view.choices:
        return "choice", {str(code): said(name) for code, name in view.labels_of(column).items()}
    if model.is_boolean(column):
        return "yesno", {}
    if model.is_datetime(column) or model.is_date(column):
        return "day", {}
    return ("number" if model.is_money(column) or model.is_integer(column) else "text"), {}


def _sieve(view: Any, column: str, filters: Filters, wrong: Mapping[str, str]) -> Sieve:
    kind, options = kind_of(view, column)
    given, error = {}, ""
    for operator, index in _indices(filters, column).items():
        name = f"_flt_{index}_{column}"
        value = search_text(request.args.get(name))
        if value:
            given[operator] = value
            error = error or wrong.get(name, "")
    offered: list[Any] = filters.get_search_filters().get(column, [])  # type: ignore[assignment]
    operators = {each.arg_name: said(each.name) for each in offered if each.arg_name != "in"}
    return Sieve(column, said(view.label_columns[column]), kind, operators, given, options, error)


def _indices(filters: Filters, column: str) -> dict[str, int]:
    offered: list[Any] = filters.get_search_filters().get(column, [])  # type: ignore[assignment]
    return {each.arg_name: index for index, each in enumerate(offered)}


def others(view: Any, column: str) -> list[tuple[str, str]]:
    """The arguments that stay when a column is filtered otherwise: not its own, not the page, nothing just entered."""
    page = f"page_{type(view).__name__}"
    return [
        (name, value)
        for name, value in request.args.items(multi=True)
        if not name.startswith(ENTRY)
        and name != page
        and not (name.startswith("_flt_") and name[5:].partition("_")[2] == column)
    ]


def _entered(kind: str, options: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(operator, value) pairs of the form that was sent."""
    values = [search_text(value) for value in request.args.getlist(f"{ENTRY}val")]
    values = [value for value in values if value]
    if kind == "choice":
        ticked = [value for value in values if value in options]
        if ticked:
            yield ("eq", ticked[0]) if len(ticked) == 1 else ("in", ",".join(ticked))
    elif kind in ("day", "number"):
        span = request.args.get(f"{ENTRY}span", "")
        if span in SPANS:
            yield "within", span
            return
        for operator, name in (("gt", "from"), ("lt", "until")):
            value = search_text(request.args.get(ENTRY + name))
            if value:
                yield operator, value
    elif values:
        yield (search_text(request.args.get(f"{ENTRY}op")) if kind == "text" else "eq"), values[0]
