"""What may be done to the rulebook: publish a pack, change calendars and the category tree. Each leaves an event."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from app.core.errors import Invalid, Refused
from app.core.i18n import N_, Text
from app.db import by_id
from app.events import record
from app.extensions import db
from app.policy.calendars import WEEKDAYS, parse_hours
from app.policy.conditions import Wrong
from app.policy.extending import pinned
from app.policy.load import PackFaults
from app.policy.pack import Pack
from app.rulebook.calendars import make_edition
from app.rulebook.categories import seed_categories
from app.rulebook.models import COMPLAINT_KINDS, DAY_KINDS, CalendarDay, CalendarRow, Category, PackVersion
from app.rulebook.packs import parsed


def publish(text: str, *, actor: Any | None, now: datetime, effective_from: datetime | None = None) -> PackVersion:
    """Put a pack into force from `effective_from` (default: now); its new categories join the tree.

    Raises Invalid and Refused as `check_publishable` does.
    """
    text = pinned(text)
    pack, digest = check_publishable(text, actor=actor, now=now, effective_from=effective_from)
    row = PackVersion(
        code=pack.id,
        version=pack.version,
        title=pack.title.zh,
        text=text,
        sha256=digest,
        overlay=pack.overlay,
        status="published",
        effective_from=effective_from or now,
        published_at=now,
        published_by_id=actor.id if actor else None,
    )
    db.session.add(row)
    seed_categories(pack)
    db.session.flush()
    record(row, "publish", actor=actor, now=now, to_state="published", facts={"version": pack.version})
    return row


def check_publishable(
    text: str, *, actor: Any | None, now: datetime, effective_from: datetime | None
) -> tuple[Pack, str]:
    """The pack and its text's fingerprint.

    Raises Invalid at `text` for the first of its faults, or when its version stands already with another text, at
    `effective_from` when a person names a time that has passed; Refused when this very text stands.
    """
    if actor is not None and effective_from is not None and effective_from < now:
        raise Invalid.field("effective_from", N_("That time has passed."))
    try:
        pack = parsed(text)
    except PackFaults as error:
        fault = error.faults[0]
        params = {"line": fault.line, "fault": fault.reason, "count": len(error.faults)}
        reason = Text(N_("Line %(line)s: %(fault)s (faults in all: %(count)s)"), params)
        raise Invalid.field("text", reason) from error
    digest = hashlib.sha256(text.encode()).hexdigest()
    if db.session.scalar(select(PackVersion.id).where(PackVersion.sha256 == digest)):
        raise Refused(N_("This text is published already."))
    same = (PackVersion.code == pack.id, PackVersion.version == pack.version, PackVersion.status != "draft")
    if actor is not None and db.session.scalar(select(PackVersion.id).where(*same).limit(1)):
        raise Invalid.field(
            "text", N_("Version %(version)s is published already; give the new text another."), version=pack.version
        )
    return pack, digest


def retire(version: PackVersion, *, actor: Any | None, now: datetime) -> None:
    """New complaints no longer fall under it; those received under it keep it. Raises Refused."""
    if version.status != "published":
        raise Refused(N_("Only a published version can be retired."))
    version.status = "retired"
    db.session.flush()
    record(version, "retire", actor=actor, now=now, from_state="published", to_state="retired")


def switch_on(version: PackVersion, *, actor: Any | None, now: datetime) -> None:
    """Lay an overlay over what is received from now on. Another version of it is switched off. Raises Refused."""
    if not version.overlay or version.status != "retired":
        raise Refused(N_("Only an overlay that is switched off can be switched on."))
    others = (PackVersion.code == version.code, PackVersion.overlay, PackVersion.status == "published")
    for other in db.session.scalars(select(PackVersion).where(*others)).all():
        retire(other, actor=actor, now=now)
    version.status = "published"
    db.session.flush()
    record(version, "switch_on", actor=actor, now=now, from_state="retired", to_state="published")


def switch_off(version: PackVersion, *, actor: Any | None, now: datetime) -> None:
    """What is received from now on is without the overlay; what is under way keeps its clocks. Raises Refused."""
    if not version.overlay:
        raise Refused(N_("This is no overlay."))
    retire(version, actor=actor, now=now)


def add_day(
    day: date,
    kind: str,
    label: str,
    *,
    actor: Any | None,
    now: datetime,
    calendar: CalendarRow | None = None,
    source: str = "",
) -> CalendarDay:
    """Make a date depart from the weekly pattern, of one calendar or of all. Raises Invalid.

    Deadlines that run keep the calendar they were counted by.
    """
    if kind not in DAY_KINDS:
        raise Invalid.field("kind", N_("Choose what kind of day it is."))
    if not label.strip():
        raise Invalid.field("label", N_("Say which day it is."))
    one_at_a_time()
    calendar_id = calendar.id if calendar else None
    same = CalendarDay.calendar_id == calendar_id if calendar else CalendarDay.calendar_id.is_(None)
    if db.session.scalar(select(CalendarDay.id).where(CalendarDay.day == day, same)):
        raise Invalid.field("day", N_("%(day)s is entered already."), day=day.isoformat())
    row = CalendarDay(day=day, kind=kind, label=label.strip(), source=source, calendar_id=calendar_id)
    db.session.add(row)
    make_edition(now)
    record(row, "add_day", actor=actor, now=now, facts={"day": str(day), "kind": kind, "label": row.label})
    return row


def remove_day(row: CalendarDay, *, actor: Any | None, now: datetime) -> None:
    """Let the date follow the weekly pattern again."""
    one_at_a_time()
    record(row, "remove_day", actor=actor, now=now, facts={"day": str(row.day), "kind": row.kind, "label": row.label})
    db.session.delete(row)
    make_edition(now)


def change_calendar(row: CalendarRow, *, actor: Any | None, now: datetime, **facts: Any) -> CalendarRow:
    """Change or, for a row not stored yet, add a calendar. Facts: name, week (seven lists of ranges), day_end
    ("24:00" or None), heeds_holidays, note. Raises Invalid."""
    _check_hours(facts.get("week"), facts.get("day_end"))
    one_at_a_time()
    verb = "change_calendar" if row.id else "add_calendar"
    for name, value in facts.items():
        setattr(row, name, value)
    db.session.add(row)
    make_edition(now)
    record(row, verb, actor=actor, now=now, facts=facts)
    return row


def add_category(
    *, name_zh: str, kind: str, actor: Any | None, now: datetime, name_en: str = "", parent: Category | None = None
) -> Category:
    """Add a node to the tree, below `parent` or at the root. Raises Invalid."""
    _check_names(name_zh)
    if kind not in COMPLAINT_KINDS or (parent is not None and parent.kind != kind):
        raise Invalid.field("kind", N_("Choose the kind; it is the same as that of the category above."))
    number = (db.session.scalar(select(func.max(Category.id))) or 0) + 1
    row = Category(
        code=f"own_{number}",
        name_zh=name_zh.strip(),
        name_en=name_en.strip(),
        kind=kind,
        parent_id=parent.id if parent else None,
        sort=_place_below(parent),
    )
    db.session.add(row)
    db.session.flush()
    record(row, "add_category", actor=actor, now=now, facts={"name": row.name_zh})
    return row


def rename_category(row: Category, *, name_zh: str, name_en: str, actor: Any | None, now: datetime) -> Category:
    """Other words for the same thing; its code, which cases and rules name, stays. Raises Invalid."""
    _check_names(name_zh)
    facts = {"before": row.name_zh, "after": name_zh.strip()}
    row.name_zh, row.name_en = name_zh.strip(), name_en.strip()
    db.session.flush()
    record(row, "rename_category", actor=actor, now=now, facts=facts)
    return row


def retire_category(row: Category, *, actor: Any | None, now: datetime) -> None:
    """No longer offered, nor is anything below it; cases filed under it keep it. Raises Refused."""
    if not row.active:
        raise Refused(N_("The category is retired already."))
    row.active = False
    for child in db.session.scalars(select(Category).where(Category.parent_id == row.id, Category.active)).all():
        retire_category(child, actor=actor, now=now)
    db.session.flush()
    record(row, "retire_category", actor=actor, now=now)


def restore_category(row: Category, *, actor: Any | None, now: datetime) -> None:
    """Offered again. Raises Refused while the one above is retired."""
    parent = by_id(Category, row.parent_id) if row.parent_id else None
    if row.active or (parent is not None and not parent.active):
        raise Refused(N_("The category is in use already, or the one above it is retired."))
    row.active = True
    db.session.flush()
    record(row, "restore_category", actor=actor, now=now)


def one_at_a_time() -> None:
    """Two people who change days at once must not each make an edition without the other's day."""
    db.session.execute(select(CalendarRow.id).order_by(CalendarRow.id).with_for_update()).all()


def _check_hours(week: Sequence[Sequence[str]] | None, day_end: str | None) -> None:
    if week is not None and (len(week) != len(WEEKDAYS) or not any(week)):
        raise Invalid.field("week", N_("A calendar needs seven weekdays, one of them open."))
    for name, ranges in [("week", day) for day in week or []] + (
        [("day_end", [f"00:00-{day_end}"])] if day_end else []
    ):
        try:
            parse_hours(ranges)
        except Wrong as error:
            raise Invalid.field(name, error.text) from error


def _check_names(name_zh: str) -> None:
    if not name_zh.strip():
        raise Invalid.field("name_zh", N_("A category needs a name."))


def _place_below(parent: Category | None) -> int:
    """After everything that already lies below the parent."""
    last = parent.sort if parent else 0
    waiting: list[int | None] = [parent.id if parent else None]
    while waiting:
        above = waiting.pop()
        same = Category.parent_id == above if above is not None else Category.parent_id.is_(None)
        for child_id, sort in db.session.execute(select(Category.id, Category.sort).where(same)):
            last = max(last, sort)
            waiting.append(child_id)
    return last + 1
