"""A year's holidays and make-up days entered at once: from the State Council's notice or a table."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook
from sqlalchemy import select

from app.core.errors import Invalid
from app.core.i18n import N_
from app.events import record
from app.extensions import db
from app.policy.notices import Notice, NoticeDay, read_rows
from app.rulebook.calendars import make_edition
from app.rulebook.models import CalendarDay, CalendarEdition
from app.rulebook.verbs import one_at_a_time

MOST_ROWS = 400
MOST_BYTES = 2_000_000


def read_table(name: str, content: bytes) -> Notice:
    """The days of an Excel or CSV file. Raises Invalid at `file`."""
    if len(content) > MOST_BYTES:
        raise Invalid.field("file", N_("The file is too large for a year's days."))
    return read_rows(_sheet(content) if name.lower().endswith((".xlsx", ".xls", ".xlsm", ".ods")) else _csv(content))


def set_days(
    days: Sequence[NoticeDay], *, actor: Any | None, now: datetime, source: str = ""
) -> tuple[CalendarEdition, int]:
    """Enter the days for all calendars that heed holidays; a date that is entered already says the new thing.

    Returns the edition and how many dates changed. Running deadlines keep the edition that they were counted by.
    """
    one_at_a_time()
    known = {row.day: row for row in db.session.scalars(select(CalendarDay).where(CalendarDay.calendar_id.is_(None)))}
    changed = 0
    for each in days:
        row = known.get(each.day)
        if row is not None and (row.kind, row.label) == (each.kind, each.label):
            continue
        changed += 1
        verb = "change_day" if row else "add_day"
        row = row or CalendarDay(day=each.day)
        row.kind, row.label, row.source = each.kind, each.label, source
        db.session.add(row)
        db.session.flush()
        facts = {"day": str(each.day), "kind": each.kind, "label": each.label}
        record(row, verb, actor=actor, now=now, facts=facts)
    return make_edition(now), changed


def entered_beside(days: Sequence[NoticeDay]) -> list[CalendarDay]:
    """Days of the same year that are entered, but that the notice doesn't name: perhaps a mistake of either."""
    if not days:
        return []
    year, named = max(each.day.year for each in days), {each.day for each in days}
    within = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    rows = db.session.scalars(select(CalendarDay).where(within, CalendarDay.calendar_id.is_(None)))
    return [row for row in rows.all() if row.day not in named]


def _sheet(content: bytes) -> list[list[Any]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(nrows=MOST_ROWS)
    except (CalamineError, ValueError, OSError, IndexError) as error:
        raise Invalid.field("file", N_("This is no Excel file that can be read.")) from error
    return [list(row) for row in rows]


def _csv(content: bytes) -> list[list[str]]:
    for coding in ("utf-8-sig", "gb18030"):  # Excel in China writes the second
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        try:
            return [row for row, _ in zip(csv.reader(io.StringIO(text)), range(MOST_ROWS), strict=False)]
        except csv.Error:
            break
    raise Invalid.field("file", N_("This is no CSV file that can be read."))
