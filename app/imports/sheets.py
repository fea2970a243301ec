"""Files as rows of cells: workbooks and CSV, in whatever encoding a spreadsheet saved them.

Workbooks are read by calamine: measured, 1.6 s for 100,000 rows of 20 columns. It unpacks the sheet into memory, so
what an archive claims to unpack to is bounded before it is opened.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from app.core.errors import Invalid
from app.core.i18n import N_
from app.web.spreadsheet import FORMULA

UNPACKED_MOST = 512 * 1024 * 1024
RATIO_MOST = 200
COLUMNS_MOST = 200
ROWS_MOST = 500_000
_LOOK_FOR_HEADER = 20
_FIELD_MOST = 1_000_000
Row = Sequence[Any]


def read_rows(path: Path, name: str) -> Iterator[tuple[int, Row]]:
    """(row number as the spreadsheet shows it, cells). Raises Invalid at `files` for what can't be read."""
    rows = _workbook(path) if name.lower().endswith(".xlsx") else _csv(path)
    for number, row in enumerate(rows, 1):
        if number > ROWS_MOST:
            raise Invalid.field("files", N_("At most %(most)s rows; split the file, please."), most=ROWS_MOST)
        yield number, row[:COLUMNS_MOST]


def is_blank(row: Row) -> bool:
    """Whether nothing stands in the row."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\u3000\u00a0")) for cell in row)


def find_header(rows: list[tuple[int, Row]], score: Any) -> tuple[int, list[str]]:
    """(row number, headers) of the row that names most columns; titles above it are passed over.

    `score(row)` counts the columns that a row names. Where none does, the first row with something in it.
    """
    filled = [(number, row) for number, row in rows[:_LOOK_FOR_HEADER] if not is_blank(row)]
    if not filled:
        raise Invalid.field("files", N_("There is nothing in this file."))
    scores = [score(row) for _number, row in filled]
    number, row = filled[scores.index(max(scores))]
    return number, ["" if cell is None else str(cell).strip() for cell in row]


def _workbook(path: Path) -> Iterator[Row]:
    _check_archive(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            # The first sheet that holds something: people leave empty ones in front.
            for name in book.sheet_names[:10]:
                sheet = book.get_sheet_by_name(name)
                if sheet.height:  # total_height is nought where the head stands alone
                    # Rows are counted from the sheet's first; empty columns on the left are left off.
                    for row in sheet.iter_rows():
                        yield [None if cell == "" else cell for cell in row]
                    return
    except CalamineError as error:
        raise Invalid.field("files", N_("This workbook can't be read: it is damaged or protected.")) from error


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise Invalid.field("files", N_("This workbook can't be read: it is damaged or protected.")) from error
    if unpacked > UNPACKED_MOST or unpacked > max(path.stat().st_size, 1024) * RATIO_MOST:
        raise Invalid.field("files", N_("This workbook unpacks to more than is allowed; split it, please."))


def _csv(path: Path) -> Iterator[Row]:
    data = path.read_bytes()
    text = _decoded(data)
    sample = "\n".join(text.splitlines()[:_LOOK_FOR_HEADER])
    delimiter = max(",\t;", key=sample.count)
    csv.field_size_limit(_FIELD_MOST)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [_unguarded(cell) or None for cell in row]
    except csv.Error as error:
        raise Invalid.field("files", N_("This file can't be read as a table.")) from error


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid.field("files", N_("This file is in an encoding that isn't known; save it as UTF-8, please."))


def _unguarded(cell: str) -> str:
    """Our own exports put an apostrophe before what a spreadsheet would compute; it isn't part of the text."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell


def first_rows(path: Path, name: str) -> list[tuple[int, Row]]:
    """Enough of a file to find its headers."""
    return list(islice(read_rows(path, name), _LOOK_FOR_HEADER))
