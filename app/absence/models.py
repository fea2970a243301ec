"""不在岗 and 值班: who is away from when to when, who acts for them, how they are reached; who is on duty."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock, i18n
from app.core.i18n import N_
from app.db import Model, Sealed, SealedText, Stamped, UTCDateTime
from app.security import Scoped
from app.security.scope import register_owner

KINDS = {"leave": N_("Leave"), "trip": N_("Business trip"), "sick": N_("Sick"), "other": N_("Another reason")}
STATES = {
    "planned": N_("To come"),
    "away": N_("Away now"),
    "over": N_("Over"),
    "cancelled": N_("Cancelled"),
}
STATE_TONES = {"planned": "info", "away": "warn", "over": "plain", "cancelled": "plain"}
NOTE_LENGTH = 500


class Absence(Sealed, Stamped, Scoped, Model):
    """快运集团 (i): whoever is away has named a person and a contact beforehand.

    Nothing is moved to the delegate: what the absent person holds stays theirs, so it is theirs again afterwards.
    Seen by the person, the delegate, who registered it, and the person's department.
    """

    __tablename__ = "absence"
    __table_args__ = (
        Index("ix_absence_person", "person_id", "ends_at"),
        Index("ix_absence_time", "ends_at", "starts_at"),
    )
    scope_departments = ("department_id",)
    scope_people = ("person_id", "delegate_id", "created_by_id")
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="leave")
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    delegate_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    contact_sealed: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str] = mapped_column(String(NOTE_LENGTH), default="")
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    contact = SealedText()

    person = relationship("Person", foreign_keys=[person_id])
    delegate = relationship("Person", foreign_keys=[delegate_id])
    department = relationship("Department")

    def state_at(self, now: datetime) -> str:
        """A code of `STATES`."""
        if self.cancelled_at is not None:
            return "cancelled"
        if now < self.starts_at:
            return "planned"
        return "away" if now < self.ends_at else "over"

    @property
    def state(self) -> str:
        """As of now."""
        return self.state_at(clock.now())

    @property
    def heading(self) -> i18n.Text:
        """Who, and from when."""
        return i18n.Text(N_("%(who)s, from %(start)s"), {"who": self.person.full_name, "start": self._start})

    @property
    def _start(self) -> str:
        return f"{clock.local(self.starts_at):%Y-%m-%d %H:%M}"

    def __str__(self) -> str:
        return f"{self.person.full_name} {self._start}"


class Shift(Stamped, Scoped, Model):
    """班次: a person is on duty for a department from when to when."""

    __tablename__ = "duty_shift"
    __table_args__ = (
        Index("ix_duty_shift_department", "department_id", "starts_at"),
        Index("ix_duty_shift_person", "person_id", "starts_at"),
    )
    scope_departments = ("department_id",)
    scope_people = ("person_id",)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)

    person = relationship("Person", foreign_keys=[person_id])
    department = relationship("Department")

    def __str__(self) -> str:
        return f"{clock.local(self.starts_at):%H:%M}–{clock.local(self.ends_at):%H:%M}"


register_owner("absence", Absence)
