"""Lists: bounded paging, whitelisted order, filters of this request only, readable cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import g, request
from flask_appbuilder.models.filters import Filters

from app.core.errors import Invalid
from app.web.interface import COUNT_CAP
from app.web.show import said
from app.web.text import search_text, whole_number

PAGE_SIZES = (25, 50, 100)
_MOST_PAGES = 100_000


class RequestFilters:
    """The view's `_filters`, one per request. FAB keeps them on the view, where threads see each other's."""

    def __get__(self, view: Any, owner: type) -> Any:
        if view is None:
            return self
        kept = g.setdefault("filters_of_views", {})
        if view not in kept:
            kept[view] = view.datamodel.get_filters(view.search_columns)
        return kept[view]

    def __set__(self, view: Any, value: Any) -> None:
        """FAB assigns one at start; there is nothing to keep."""


@dataclass(frozen=True)
class Paging:
    """Which page in which order; made from URL arguments, always within bounds."""

    page: int
    size: int
    column: str
    direction: str


@dataclass(frozen=True)
class Listing:
    """What the list template draws."""

    view: Any
    paging: Paging
    count: int
    rows: list[tuple[int, list[Any]]]
    add_url: str | None = None
    columns: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The view's name, as it stands in URL arguments."""
        return type(self.view).__name__

    @property
    def more_than(self) -> bool:
        """Whether the count stopped counting."""
        return self.count > COUNT_CAP

    @property
    def last_page(self) -> int:
        """Number of the last page; the first is 0."""
        return max(0, (self.count - 1) // self.paging.size)

    def pages(self) -> Iterator[int]:
        """Pages around the present one."""
        first = max(0, min(self.paging.page - 2, self.last_page - 4))
        return iter(range(first, min(self.last_page, first + 4) + 1))

    def href(self, **changed: Any) -> str:
        """This page with other arguments: page, psize, oc, od."""
        prefixes = {"page": "page_", "psize": "psize_", "oc": "_oc_", "od": "_od_"}
        arguments: dict[str, Any] = request.args.to_dict(flat=False)  # type: ignore[assignment]
        for key, value in changed.items():
            arguments[prefixes[key] + self.name] = value
        return f"{request.path}?{urlencode(arguments, doseq=True)}"

    def order_href(self, column: str) -> str:
        """The list ordered by a column, the other way round where it is already."""
        turned = self.paging.column == column and self.paging.direction == "asc"
        return self.href(oc=column, od="desc" if turned else "asc", page=0)

    def sizes(self) -> tuple[int, ...]:
        """The page sizes to choose from."""
        return PAGE_SIZES

    def order_mark(self, column: str) -> str:
        """`asc`, `desc` or nothing."""
        return self.paging.direction if self.paging.column == column else ""


def read_paging(view: Any, setting: Any = None) -> Paging:
    """The view's part of the URL, else how the reader left the list; whatever is not clean counts as not given."""
    name, arguments = type(view).__name__, request.args
    page = whole_number(arguments.get(f"page_{name}"), 0, _MOST_PAGES) or 0
    size = whole_number(arguments.get(f"psize_{name}"), 1, PAGE_SIZES[-1])
    column, direction = arguments.get(f"_oc_{name}", ""), arguments.get(f"_od_{name}", "")
    if not _orders(view, column, direction) and setting is not None:
        column, direction = setting.order_column, setting.order_direction
    if not _orders(view, column, direction):
        column, direction = view.base_order or ("", "asc")
    sizes = (size, setting.page_size if setting is not None else None)
    return Paging(page, next((each for each in sizes if each in PAGE_SIZES), view.page_size), column, direction)


def _orders(view: Any, column: str, direction: str) -> bool:
    return column in view.order_columns and direction in ("asc", "desc")


def read_filters(filters: Filters, arguments: Mapping[str, Any]) -> dict[str, str]:
    """Fill `filters` from `_flt_<index>_<column>` arguments; returns what is wrong, by argument name."""
    filters.clear_filters()
    wrong: dict[str, str] = {}
    searched: dict[str, Any] = filters.get_search_filters()
    for column, offered in searched.items():
        for index, condition in enumerate(offered):
            name = f"_flt_{index}_{column}"
            value = search_text(arguments.get(name))
            if not value:
                continue
            try:
                condition.read(value)
            except Invalid as error:
                wrong[name] = said(error.message)
            else:
                filters.add_filter(column, type(condition), value)  # type: ignore[arg-type]
    return wrong
