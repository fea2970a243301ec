"""The rulebook that comes with the product. Repeating it changes nothing, and nothing that people edited is undone."""

import hashlib
from datetime import date, datetime

from sqlalchemy import select

from app.core.clock import SHANGHAI
from app.extensions import db
from app.policy.calendars import BASES, Hours
from app.policy.holidays import COVERED, statutory_days
from app.policy.load import DEFAULT_PACK, PACKS
from app.rulebook.calendars import make_edition
from app.rulebook.models import CalendarDay, CalendarRow, PackVersion
from app.rulebook.verbs import publish, retire

OVERLAYS = ("regulatory",)
FIRST_YEAR = 2020
_BEGINNING = datetime(FIRST_YEAR, 1, 1, tzinfo=SHANGHAI)
_CALENDAR_NAMES = {
    "default": ("五天工作制", "周一至周五，执行法定节假日与调休"),
    "six_day": ("六天工作制", "周一至周六，法定节假日休息"),
}


def seed_rulebook(now: datetime) -> None:
    """Calendars, public holidays since 2020, the default pack and its categories. Flushes."""
    _seed_calendars()
    _seed_days()
    make_edition(now)
    _seed_pack(now)


def _seed_calendars() -> None:
    known = set(db.session.scalars(select(CalendarRow.code)))
    for code, base in BASES.items():
        if code not in known:
            name, note = _CALENDAR_NAMES[code]
            week = [[_range(*hours) for hours in day] for day in base.week]
            db.session.add(CalendarRow(code=code, name=name, week=week, note=note))


def _seed_days() -> None:
    """Only years without a single day: in the others an administrator may have taken one out."""
    taken = {day.year for day in db.session.scalars(select(CalendarDay.day))}
    years = [year for year in COVERED if year >= FIRST_YEAR and year not in taken]
    for day, entry in statutory_days(years).items():
        db.session.add(_day_row(day, entry.hours, entry.label, entry.source))


def _day_row(day: date, hours: Hours | None, label: str, source: str) -> CalendarDay:
    return CalendarDay(day=day, kind="makeup" if hours is None else "holiday", label=label, source=source)


def _seed_pack(now: datetime) -> None:
    """A new release's pack follows the old release's, but never one that a person published."""
    text = (PACKS / f"{DEFAULT_PACK}.yaml").read_text(encoding="utf-8")
    if db.session.scalar(select(PackVersion.id).where(PackVersion.sha256 == hashlib.sha256(text.encode()).hexdigest())):
        return
    company = select(PackVersion.id).where(PackVersion.overlay.is_(False)).limit(1)
    if db.session.scalar(company.where(PackVersion.published_by_id.is_not(None))):
        return
    first = db.session.scalar(company) is None
    publish(text, actor=None, now=now, effective_from=_BEGINNING if first else now)


def seed_overlays(now: datetime) -> None:
    """What the product can lay over a company's pack, switched off: whether to is for an administrator to decide."""
    for name in OVERLAYS:
        text = (PACKS / f"{name}.yaml").read_text(encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        if not db.session.scalar(select(PackVersion.id).where(PackVersion.sha256 == digest)):
            retire(publish(text, actor=None, now=now, effective_from=_BEGINNING), actor=None, now=now)


def _range(begin: int, end: int) -> str:
    return f"{begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}"
