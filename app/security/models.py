"""The user model and what a role reaches."""

from flask_appbuilder.security.sqla.models import User as FabUser
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.i18n import N_
from app.db import Model, Sealed, SealedPhone, Stamped

REACHES = {
    "none": N_("Nothing"),
    "own": N_("Only what the person registered or handles"),
    "tree": N_("The person's department and those below it"),
    "all": N_("The whole company"),
}


class Person(Sealed, FabUser):
    """A person who logs in. `session_epoch` goes up with each password change: older sessions end."""

    __tablename__ = "ab_user"

    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id", use_alter=True), index=True)
    language: Mapped[str] = mapped_column(String(5), default="zh")
    session_epoch: Mapped[int] = mapped_column(default=0, server_default="0")
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
