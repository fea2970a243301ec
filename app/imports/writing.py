"""The way out: templates to fill in, every record of a kind, and the list of what was wrong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.core.i18n import Text
from app.imports.kinds import Kind
from app.imports.models import ImportRun
from app.imports.seed_words import SAMPLES
from app.web.show import said
from app.web.spreadsheet import csv_parts, write_xlsx


def headings(kind: Kind) -> list[str]:
    """The columns' labels; what a row has to have is starred."""
    return [said(column.label) + ("*" if column.required else "") for column in kind.columns()]


def write_template(kind: Kind, path: Path) -> None:
    """An empty table with a sample row, which says how things are written."""
    sample = [SAMPLES.get(column.name, "") for column in kind.columns()]
    write_xlsx(path, said(kind.label), headings(kind), [sample])


def write_kind(kind: Kind, path: Path, suffix: str) -> int:
    """Every record within reach, so that importing the file would change nothing. Returns how many."""
    columns = [column for column in kind.columns() if column.name not in kind.hidden]
    titles, count = [said(column.label) for column in columns], [0]

    def cells() -> Iterator[list[Any]]:
        for row in kind.everything():
            count[0] += 1
            yield [column.write(kind.stored(row, column.name)) for column in columns]

    if suffix == "xlsx":
        write_xlsx(path, said(kind.label), titles, cells())
    else:
        with path.open("wb") as out:
            out.writelines(csv_parts(titles, cells()))
    return count[0]


def write_faults(run: ImportRun, faults: Any, path: Path) -> None:
    """Row, column, what stood there, what is wrong with it."""
    titles = [_("Row"), _("Column"), _("Content"), _("Result"), _("Reason")]
    results = {True: _("Corrected"), False: _("Not taken")}
    cells = (
        [each.row, each.column, each.value, results[each.corrected], said(Text.from_json(each.reason))]
        for each in faults
    )
    write_xlsx(path, _("Import faults"), titles, cells)
