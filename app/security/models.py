"""The user model, what a role reaches, and attempts to log in."""

from datetime import datetime
from typing import Any

from flask_appbuilder.security.sqla.models import User as FabUser
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.i18n import N_
from app.db import Model, Sealed, SealedPhone, Stamped, UTCDateTime

REACHES = {
    "none": N_("Nothing"),
    "own": N_("Only what the person registered or handles"),
    "tree": N_("The person's department and those below it"),
    "all": N_("The whole company"),
}
LANGUAGES = {"zh": "中文", "en": "English"}


class Person(Sealed, FabUser):
    """A person who logs in.

    `session_epoch` goes up with each logout, new password and deactivation: cookies and tokens of before are worthless.
    FAB's `last_login` is naive local time; `last_login_at` is the instant.
    """

    __tablename__ = "ab_user"

    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id", use_alter=True), index=True)
    language: Mapped[str] = mapped_column(String(5), default="zh")
    theme: Mapped[str] = mapped_column(String(6), default="system", server_default="system")
    session_epoch: Mapped[int] = mapped_column(default=0, server_default="0")
    last_login_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    """Set by the verbs of `people`, not by a login: editing forms compare it."""
    phone_sealed: Mapped[str | None] = mapped_column(String(255))
    phone_index: Mapped[str | None] = mapped_column(String(64))
    phone_tail: Mapped[str | None] = mapped_column(String(64))
    phone = SealedPhone()

    department = relationship("Department", foreign_keys=[department_id])

    @property
    def full_name(self) -> str:
        """Family name first, without a space, as Chinese names are written; Latin names keep theirs."""
        if (self.last_name + self.first_name).isascii():
            return f"{self.first_name} {self.last_name}".strip()
        return self.last_name + self.first_name

    def __repr__(self) -> str:
        return self.full_name


class RoleReach(Stamped, Model):
    """How far a role's eyes reach, beside FAB's permissions; no row: nothing (deny by default).

    `code` is set for the roles that the product seeds, so that an upgrade finds them after they were renamed.
    """

    __tablename__ = "role_reach"

    id: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("ab_role.id", ondelete="CASCADE"), unique=True)
    reach: Mapped[str] = mapped_column(String(10), default="none")
    sees_personal_data: Mapped[bool] = mapped_column(default=False)
    code: Mapped[str | None] = mapped_column(String(40), unique=True)

    role = relationship("Role")

    @property
    def name(self) -> str:
        """The role's name."""
        return self.role.name

    @property
    def permissions(self) -> list[Any]:
        """FAB's permission rows of the role."""
        return self.role.permissions

    def __str__(self) -> str:
        return self.role.name


class RoleOffer(Model):
    """A permission that the product once offered to one of its own roles (`code`), so that it isn't offered again."""

    __tablename__ = "role_offer"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    screen: Mapped[str] = mapped_column(String(250), primary_key=True)
    permission: Mapped[str] = mapped_column(String(100), primary_key=True)


class LoginAttempt(Model):
    """Failed logins lately, counted per account and per address; `key` is a keyed hash of either."""

    __tablename__ = "login_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    failures: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    locked_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
