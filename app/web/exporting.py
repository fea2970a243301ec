"""A list as a file: the rows that the filters leave, the columns that it shows, masked as they are on the screen.

Taking one away is recorded with the filters: 个人信息保护法 art. 51 asks for records of what is done with such data.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import abort, request, send_file, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import permission_name
from markupsafe import Markup

from app.core import clock
from app.core.errors import Refused
from app.core.i18n import N_
from app.core.money import Money
from app.db import unit_of_work
from app.events import record
from app.extensions import db
from app.security import current_actor
from app.web.access import has_access
from app.web.interface import among
from app.web.listing import read_filters, read_paging
from app.web.show import NOTHING, said
from app.web.spreadsheet import KINDS, csv_parts, write_xlsx
from app.web.titled import Whole

MOST_ROWS = 50_000
"""In one file; more is no list that a person reads, and would hold a web process for long."""
MOST_IN_ALL = 500_000
"""In the background."""
_AT_ONCE = 500
_TELL_EVERY = 10
_KNOWN = 20_000
_BASE = "app.web.base_view"
LongExport = Callable[[Any, str, str], Any]
_long_export: list[LongExport] = []


def register_long_export(ask: LongExport) -> None:
    """Who takes the lists that are too long to wait for: `ask(view, kind, title)` gives the answer to the browser, or
    None where it can't be done for this person."""
    _long_export.append(ask)


class ExportMixin(Whole):
    """The file behind a list."""

    label_columns: Any
    formatters_columns: Any
    choices: Any
    list_title: Any
    endpoint: Any
    custom_field: Any
    columns_now: Any
    narrow: Any
    setting: Any
    cell: Any
    _filters: Any

    @expose("/export/<string:kind>")
    @has_access
    @permission_name("download")
    def export(self, kind: str) -> Any:
        """The list as it is filtered and ordered, as `csv` or `xlsx`. Raises Refused where it is too long."""
        if kind not in KINDS:
            abort(404)
        read_filters(self._filters, request.args)
        self.narrow(self._filters)
        if self.datamodel.is_longer_than(MOST_ROWS, self._joined()):
            asked = _long_export[-1](self, kind, said(self.list_title)) if _long_export else None
            if asked is not None:
                return asked
            reason = N_("That is more than %(most)s rows. Narrow the search, please, and take them in parts.")
            raise Refused(reason, most=MOST_ROWS)
        self._note_export(kind)
        headings = [said(self.label_columns[column]) for column in self.columns_now()]
        title = said(self.list_title)
        name = f"{title}-{clock.local(clock.now()):%Y%m%d-%H%M}.{kind}"
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"list.{kind}"
            self._write(path, kind, title, headings)
            return send_file(path.open("rb"), mimetype=KINDS[kind], as_attachment=True, download_name=name)

    def write_long(self, path: Path, kind: str, title: str, progress: Callable[[int], None]) -> None:
        """For a worker, in a request with the list's query: the whole list into a file, told every some thousand rows.

        Recorded as any other export.
        """
        read_filters(self._filters, request.args)
        self.narrow(self._filters)
        if self.datamodel.is_longer_than(MOST_IN_ALL, self._joined()):
            reason = N_("That is more than %(most)s rows. Narrow the search, please, and take them in parts.")
            raise Refused(reason, most=MOST_IN_ALL)
        self._note_export(kind)
        self._write(path, kind, title, [said(self.label_columns[column]) for column in self.columns_now()], progress)

    def export_urls(self) -> Sequence[tuple[str, str]]:
        """(kind, address) of the present list as a file; none for a person who may not take it away."""
        if not self.may("can_download"):
            return ()
        query = request.query_string.decode()
        return [(kind, f"{url_for(f'{self.endpoint}.export', kind=kind)}?{query}") for kind in ("xlsx", "csv")]

    def plain_cell(self, row: Any, column: str) -> Any:
        """A cell as a spreadsheet keeps it: amounts and instants by their kind, everything else as it is shown."""
        if column not in self.choices and column not in self.formatters_columns:
            value = self.datamodel._get_attr_value(row, column)
            if isinstance(value, Money) or hasattr(value, "isoformat"):
                return value
        shown = self.cell(row, column)
        text = shown.striptags() if isinstance(shown, Markup) else str(shown)
        return "" if text == NOTHING else text

    def _reader_of(self, column: str) -> Callable[[Any], Any]:
        """`plain_cell` of a column, shorter where nothing is worked out: a long list has millions of cells."""

        def whole(row: Any) -> Any:
            return self.plain_cell(row, column)

        own = next(base for base in type(self).__mro__ if "cell" in vars(base))
        if own.__module__ != _BASE or column in self.formatters_columns or self.custom_field(column):
            return whole
        if self.datamodel.is_relation_many_to_one(column):
            return _named_once(whole, column)
        if column in self.choices or self.datamodel.is_boolean(column):
            return _said_once(whole, column)
        if column not in self.datamodel.list_columns:
            return whole

        def stored(row: Any) -> Any:
            value = getattr(row, column)
            if value is None:
                return ""
            return value if isinstance(value, str | Money | datetime) else whole(row)

        return stored

    def _write(
        self, path: Path, kind: str, title: str, headings: list[str], progress: Callable[[int], None] | None = None
    ) -> None:
        readers = [self._reader_of(column) for column in self.columns_now()]
        cells = ([read(row) for read in readers] for row in self._every_row(progress))
        if kind == "xlsx":
            write_xlsx(path, title, headings, cells)
            return
        with path.open("wb") as out:
            out.writelines(csv_parts(headings, cells))

    def _every_row(self, progress: Callable[[int], None] | None) -> Iterator[Any]:
        paging, columns = read_paging(self, self.setting()), self.columns_now()
        # Each page by its keys: an offset would have the database count to it anew, and sort anew, page after page.
        keys = self.datamodel.keys_in_order(self._joined(), paging.column, paging.direction)
        for number, begin in enumerate(range(0, max(len(keys), 1), _AT_ONCE)):
            with among(keys[begin : begin + _AT_ONCE].tolist()):
                rows = self.datamodel.query(select_columns=columns)[1]
            yield from rows
            last = begin + _AT_ONCE >= len(keys)
            if progress and (last or number % _TELL_EVERY == 0):
                progress(begin + len(rows))
            if progress:
                for row in rows:  # not the reader, who is asked again with the next page
                    db.session.expunge(row)

    def _joined(self) -> Any:
        return self._filters.get_joined_filters(self._base_filters)

    def _note_export(self, kind: str) -> None:
        actor = current_actor()
        wanted = {name: value for name, value in request.args.items() if name.startswith("_flt_")}
        facts = {"list": said(self.list_title), "kind": kind, "filters": wanted}
        with unit_of_work():
            record(actor, "export", actor=actor, now=clock.now(), facts=facts)


def _named_once(read: Callable[[Any], Any], relation: str) -> Callable[[Any], Any]:
    """What a row belongs to is written out once: a long list has few departments."""
    known: dict[Any, Any] = {}

    def named_before(row: Any) -> Any:
        other = getattr(row, relation)
        if other is None:
            return ""
        if other.id not in known:
            if len(known) > _KNOWN:
                known.clear()
            known[other.id] = read(row)
        return known[other.id]

    return named_before


def _said_once(read: Callable[[Any], Any], column: str) -> Callable[[Any], Any]:
    """The label of each code, and of yes and no, is looked up once."""
    known: dict[Any, Any] = {}

    def said_before(row: Any) -> Any:
        code = getattr(row, column)
        if code not in known:
            known[code] = read(row)
        return known[code]

    return said_before
