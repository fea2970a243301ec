"""The rulebook's rows: policy packs by version, the category tree, working calendars by edition.

Reference data of the whole company, so outside the row scope; what may be changed at all goes through `verbs`.
"""

from datetime import date, datetime
from typing import Any

from flask_babel import get_locale, gettext
from sqlalchemy import ForeignKey, Index, String, Text, event, false, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import i18n
from app.core.i18n import N_
from app.db import Model, Stamped, UTCDateTime
from app.extensions import db
from app.policy.load import PackFaults
from app.rulebook.parsed import parsed

PACK_STATUSES = {"draft": N_("Draft"), "published": N_("Published"), "retired": N_("Retired")}
COMPLAINT_KINDS = {"business": N_("Business"), "attitude": N_("Service attitude")}
DAY_KINDS = {
    "holiday": N_("Public holiday"),
    "makeup": N_("Make-up working day"),
    "off": N_("Company day off"),
    "work": N_("Company working day"),
}


class PackVersion(Stamped, Model):
    """制度包: a version of a written policy. Once published its text never changes: cases are judged by it."""

    __tablename__ = "pack_version"
    __table_args__ = (Index("ix_pack_version_in_force", "status", "effective_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), index=True)
    version: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    status: Mapped[str] = mapped_column(String(20), default="draft")
    overlay: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Laid over the company's own pack; while it is published its clocks run on what is received."""
    effective_from: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))

    published_by = relationship("Person", foreign_keys=[published_by_id])
    changed_by = relationship(
        "Person", primaryjoin="foreign(PackVersion.changed_by_id) == Person.id", viewonly=True, uselist=False
    )

    @property
    def shown_title(self) -> str:
        """The title in the reader's language: Chinese, or English where the pack's text has it."""
        locale = get_locale()
        if locale is None or locale.language == "zh":
            return self.title
        try:
            return parsed(self.text).title.en or self.title
        except PackFaults:  # a draft with faults
            return self.title

    def __str__(self) -> str:
        return f"{self.shown_title} {self.version}"

    @property
    def standing(self) -> str:
        """A msgid: its status as people read it; an overlay that was never switched on isn't retired."""
        if self.overlay and self.status != "draft":
            return N_("Laid over: on") if self.status == "published" else N_("Laid over: off")
        return PACK_STATUSES[self.status]


class Category(Stamped, Model):
    """投诉类型: a node of the tree. Seeded from a pack, then the administrators' own: renamed, added to, retired."""

    __tablename__ = "category"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name_zh: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100), default="")
    kind: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    clause: Mapped[str] = mapped_column(String(60), default="")
    active: Mapped[bool] = mapped_column(default=True)
    sort: Mapped[int] = mapped_column(default=0, index=True)

    parent: Mapped["Category | None"] = relationship(remote_side="Category.id")

    @property
    def label(self) -> str:
        """The name in the reader's language; Chinese where there is no other, or no reader."""
        locale = get_locale()
        return self.name_en if self.name_en and locale is not None and locale.language != "zh" else self.name_zh

    @property
    def depth(self) -> int:
        """How many categories lie above."""
        return 0 if self.parent is None else self.parent.depth + 1

    @property
    def path_label(self) -> str:
        """The labels from the root down."""
        return self.label if self.parent is None else f"{self.parent.path_label} / {self.label}"

    def __str__(self) -> str:
        return self.label


class CalendarRow(Stamped, Model):
    """工作日历: a weekly pattern. `week` holds seven lists of ranges such as "09:00-12:00", Monday first."""

    __tablename__ = "work_calendar"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    week: Mapped[list[list[str]]] = mapped_column(db.JSON)
    day_end: Mapped[str | None] = mapped_column(String(5))
    heeds_holidays: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(String(255), default="")

    def __str__(self) -> str:
        return self.name


class CalendarDay(Stamped, Model):
    """A date that departs from the weekly pattern, for one calendar or (no calendar) for all that heed holidays."""

    __tablename__ = "calendar_day"
    # NULLs are distinct in a plain unique constraint, hence one index for each case.
    __table_args__ = (
        Index(
            "uq_calendar_day_for_all",
            "day",
            unique=True,
            sqlite_where=db.text("calendar_id IS NULL"),
            postgresql_where=db.text("calendar_id IS NULL"),
        ),
        Index(
            "uq_calendar_day_for_one",
            "calendar_id",
            "day",
            unique=True,
            sqlite_where=db.text("calendar_id IS NOT NULL"),
            postgresql_where=db.text("calendar_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(String(100), default="")
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey("work_calendar.id"))

    calendar = relationship(CalendarRow)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.label and gettext(self.label)}"

    @property
    def heading(self) -> i18n.Text:
        """What day it is, and when."""
        name = i18n.Text(self.label) if self.label else ""
        return i18n.Text(N_("%(name)s, %(day)s"), {"name": name, "day": self.day.isoformat()})


class CalendarEdition(Model):
    """All calendars and days as they were at one time; never changed. A deadline keeps the edition it was counted by,
    so that editing a calendar moves nothing that runs, and reading one is independent of who edits it where."""

    __tablename__ = "calendar_edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    content: Mapped[str] = mapped_column(Text)
    """JSON; see `calendars.Edition`."""


_FROZEN = ("code", "version", "title", "text", "sha256", "effective_from", "published_at", "published_by_id")


@event.listens_for(PackVersion, "before_update")
def _keep_published(_mapper: Any, _connection: Any, row: PackVersion) -> None:
    state = inspect(row)
    was = state.attrs.status.history.deleted or [row.status]
    changed = [name for name in _FROZEN if state.attrs[name].history.has_changes()]
    if was[0] != "draft" and (changed or row.status == "draft"):
        raise RuntimeError(f"pack version {row.id} is published: {', '.join(changed) or 'status'} can't change")


@event.listens_for(PackVersion, "before_delete")
def _keep_what_cases_cite(_mapper: Any, _connection: Any, row: PackVersion) -> None:
    if row.status != "draft":
        raise RuntimeError(f"pack version {row.id} is published and stays")


@event.listens_for(CalendarEdition, "before_update")
@event.listens_for(CalendarEdition, "before_delete")
def _keep_edition(_mapper: Any, _connection: Any, row: CalendarEdition) -> None:
    raise RuntimeError(f"calendar edition {row.id} is what deadlines were counted by and stays")
