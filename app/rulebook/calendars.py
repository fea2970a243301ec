"""Reading working calendars, always from an edition: a change makes a new one, and what was read stays as it was."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from app.core.clock import local_day
from app.core.errors import NotFound
from app.core.i18n import N_
from app.extensions import db
from app.policy.calendars import Calendar, Day, parse_hours
from app.policy.pack import Pack
from app.rulebook.kept import kept
from app.rulebook.models import CalendarDay, CalendarEdition, CalendarRow

STATUTORY_DAYS = 13
"""Holidays that the law gives a year (全国年节及纪念日放假办法, 2024, art. 2); one with fewer entered isn't known."""
NOTICE_MONTH = 11
"""The State Council publishes next year's days in November."""


@dataclass(frozen=True)
class Edition:
    """The calendars of one edition, the days that they share, and the years whose holidays are known."""

    calendars: Mapping[str, Calendar]
    days: Mapping[date, Day]
    covered: frozenset[int]

    def for_pack(self, pack: Pack) -> dict[str, Calendar]:
        """Every calendar that the pack's clocks may name; what the pack itself lays down comes first."""
        declared = {rule.code for rule in pack.calendars}
        ours = {code: calendar for code, calendar in self.calendars.items() if code not in declared}
        return pack.build_calendars(self.days, self.covered) | ours


def calendar(code: str) -> Calendar:
    """The calendar of that code as it is now. Raises NotFound."""
    found = edition_of(current_edition_id()).calendars.get(code)
    if found is None:
        raise NotFound(N_("There is no calendar “%(code)s”."), code=code)
    return found


def current_edition_id() -> int:
    """The edition that a deadline which starts now is counted by. Raises NotFound before the first seeding."""
    newest = db.session.scalar(select(func.max(CalendarEdition.id)))
    if newest is None:
        raise NotFound(N_("There are no calendars yet; run “python run.py db upgrade”."))
    return newest


def edition_of(edition_id: int) -> Edition:
    """The calendars of an edition, parsed once for each process. Raises NotFound."""
    row = kept(CalendarEdition, edition_id)
    if row is None:
        raise NotFound(N_("There is no such edition of the calendars."))
    return _parsed(row.content)


def covered_years() -> frozenset[int]:
    """The years whose public holidays are entered."""
    year = func.extract("year", CalendarDay.day)
    holidays = select(year).where(CalendarDay.kind == "holiday", CalendarDay.calendar_id.is_(None))
    return frozenset(map(int, db.session.scalars(holidays.group_by(year).having(func.count() >= STATUTORY_DAYS))))


def uncovered_years(now: datetime) -> list[int]:
    """The years whose holidays should be known by now and aren't: this one and, from November on, the next."""
    today = local_day(now)
    wanted = [today.year, today.year + 1] if today.month >= NOTICE_MONTH else [today.year]
    known = covered_years()
    return [year for year in wanted if year not in known]


def make_edition(now: datetime) -> CalendarEdition:
    """A new edition of what calendars and days say now; the newest one when nothing differs. Flushes."""
    db.session.flush()
    content = json.dumps(_content(), ensure_ascii=False, sort_keys=True)
    newest = db.session.scalars(select(CalendarEdition).order_by(CalendarEdition.id.desc()).limit(1)).one_or_none()
    if newest is not None and newest.content == content:
        return newest
    edition = CalendarEdition(made_at=now, content=content)
    db.session.add(edition)
    db.session.flush()
    return edition


def _content() -> dict[str, Any]:
    days = db.session.scalars(select(CalendarDay).order_by(CalendarDay.day)).all()
    rows = db.session.scalars(select(CalendarRow).order_by(CalendarRow.code)).all()
    return {
        "covered": sorted(covered_years()),
        "days": [_plain_day(day) for day in days if day.calendar_id is None],
        "calendars": {
            row.code: {
                "week": row.week,
                "day_end": row.day_end,
                "heeds_holidays": row.heeds_holidays,
                "days": [_plain_day(day) for day in days if day.calendar_id == row.id],
            }
            for row in rows
        },
    }


def _plain_day(day: CalendarDay) -> list[str]:
    return [day.day.isoformat(), day.kind, day.label, day.source]


@lru_cache(maxsize=32)
def _parsed(content: str) -> Edition:
    data = json.loads(content)
    days, covered = _days(data["days"]), frozenset(data["covered"])
    calendars = {code: _calendar(code, entry, days, covered) for code, entry in data["calendars"].items()}
    return Edition(calendars, days, covered)


def _days(entries: list[list[str]]) -> dict[date, Day]:
    works = {"makeup", "work"}
    return {
        date.fromisoformat(day): Day(None if kind in works else (), label, source)
        for day, kind, label, source in entries
    }


def _calendar(code: str, entry: dict[str, Any], shared: Mapping[date, Day], covered: frozenset[int]) -> Calendar:
    heeds = entry["heeds_holidays"]
    return Calendar(
        code,
        tuple(parse_hours(ranges) for ranges in entry["week"]),
        {**(shared if heeds else {}), **_days(entry["days"])},
        covered if heeds else None,
        parse_hours([f"00:00-{entry['day_end']}"])[0][1] if entry["day_end"] else None,
    )
