"""Tables as files that no spreadsheet misreads: texts stay texts, amounts and instants can be reckoned with."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from app.core.clock import local
from app.core.money import Money

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FORMULA = tuple("=+-@\t\r＝＋－＠")
_WIDTH = 20
Row = Sequence[Any]


def guarded(cell: Any) -> Any:
    """A text that a spreadsheet would compute gets an apostrophe; numbers stay numbers, below zero too."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def csv_parts(headings: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """The file line by line, UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    out.write("\ufeff")
    writer.writerow([guarded(cell) for cell in headings])
    for row in rows:
        writer.writerow([guarded(_plain(cell)) for cell in row])
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
    yield out.getvalue().encode()


def write_xlsx(path: Path, title: str, headings: Sequence[str], rows: Iterable[Row]) -> None:
    """One sheet, written row by row, so that its length costs no memory."""
    with xlsxwriter.Workbook(str(path), OPTIONS | {"constant_memory": True}) as book:
        sheet = book.add_worksheet(title[:31])
        formats = {
            Money: book.add_format({"num_format": "#,##0.00"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        sheet.set_column(0, max(0, len(headings) - 1), _WIDTH)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, headings, book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell, formats)


def _write(sheet: Any, number: int, column: int, cell: Any, formats: dict[type, Any]) -> None:
    match cell:
        case str():  # first, as most cells are
            sheet.write_string(number, column, cell)
        case Money():
            sheet.write_number(number, column, float(cell.yuan), formats[Money])
        case datetime():
            sheet.write_datetime(number, column, local(cell).replace(tzinfo=None), formats[datetime])
        case date():
            sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), formats[date])  # noqa: DTZ001
        case bool():
            sheet.write_string(number, column, str(cell))
        case None:
            return
        case _:
            sheet.write_number(number, column, cell)


def _plain(cell: Any) -> Any:
    match cell:
        case Money():
            return str(cell.yuan)
        case datetime():
            return f"{local(cell):%Y-%m-%d %H:%M}"
        case _:
            return cell
