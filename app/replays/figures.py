"""The figures of a run as sentences and as a spreadsheet: the same for the command and the screen."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from app.complaints.words import SEVERITIES
from app.core.i18n import N_, Text
from app.core.money import Money
from app.db import by_id
from app.org.models import Department
from app.policy.comparison import Sums, Tally
from app.replays.models import ReplayRow
from app.replays.trying import Found
from app.web.show import NOTHING, said

_FORMULA = tuple("=+-@\t\r＝＋－＠")
_SENTENCE = N_(
    "%(name)s: %(complaints)s complaints, %(graded)s graded otherwise; late %(late_was)s → %(late_would)s; "
    "penalised %(penalised_was)s → %(penalised_would)s, %(fen_was)s → %(fen_would)s"
)


def row_of(replay_id: int, found: Found) -> ReplayRow:
    """One complaint in figures."""
    was, would = found.difference.was, found.difference.would
    return ReplayRow(
        replay_id=replay_id,
        complaint_id=found.past.id,
        department_id=found.past.department_id,
        severity_was=was.severity,
        severity_would=would.severity,
        late_was=was.late,
        late_would=would.late,
        amount_was=Money(was.fen),
        amount_would=Money(would.fen),
        refused=would.refused is not None,
    )


def sums_in_words(name: str, sums: Sums) -> str:
    """“武汉江汉网点: 20 complaints, 2 graded otherwise; late 3 → 4; …”."""
    values: dict[str, Any] = {each: getattr(sums, each) for each in Sums.__slots__}
    money = {each: str(Money(values[each])) for each in ("fen_was", "fen_would")}
    return said(Text(_SENTENCE, values | money | {"name": name}))


def by_department(tally: Tally) -> list[tuple[int | None, str, Sums]]:
    """(id, name, sums) of each department that has complaints, the most changed first."""
    found = [(int(code) if code else None, sums) for code, sums in tally.departments.items()]
    named = [(key, department_name(key), sums) for key, sums in found]
    return sorted(named, key=lambda part: (-part[2].changed, -part[2].complaints, part[0] or 0))


def department_name(key: int | None) -> str:
    """What a department is called; complaints may have none yet."""
    department = by_id(Department, key) if key is not None else None
    return department.name if department is not None else _("No department yet")


def as_csv(rows: Iterable[tuple[str, str, ReplayRow]]) -> bytes:
    """(number, department, figures) of each complaint that comes out otherwise, as spreadsheets know it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings())
    writer.writerows(cells(*row) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def headings() -> list[str]:
    """Of the spreadsheet."""
    return [
        _("Complaint no."),
        _("Department"),
        _("Severity, was"),
        _("Severity, would be"),
        _("Deadlines missed, was"),
        _("Deadlines missed, would be"),
        _("Yuan, was"),
        _("Yuan, would be"),
        _("Can't be graded"),
    ]


def cells(number: str, department: str, row: ReplayRow) -> list[Any]:
    """A line of it; texts can't become formulas."""
    found = [
        number,
        department,
        severity_label(row.severity_was),
        severity_label(row.severity_would),
        row.late_was,
        row.late_would,
        row.amount_was.yuan,
        row.amount_would.yuan,
        _("Yes") if row.refused else "",
    ]
    return [_guarded(cell) for cell in found]


def severity_label(code: str) -> str:
    """A grade in words; a dash where it can't be told."""
    return _(SEVERITIES[code]) if code in SEVERITIES else NOTHING


def _guarded(cell: Any) -> Any:
    """A text that a spreadsheet would compute gets an apostrophe; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
