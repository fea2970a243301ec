"""The company, and its departments as a tree; stations are its leaves."""

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.i18n import N_, Text
from app.db import Model, Stamped

DEPARTMENT_KINDS = {
    "headquarters": N_("Headquarters"),
    "call_centre": N_("Call centre"),
    "quality_centre": N_("Quality centre"),
    "finance": N_("Finance"),
    "administration": N_("Administration"),
    "province": N_("Province"),
    "station": N_("Station"),
    "department": N_("Department"),
}


class Company(Stamped, Model):
    """企业: how it is called and how its pages look; one row at most. Pictures are in the database, so that every web
    server has them and a backup too."""

    __tablename__ = "company"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), default="")
    accent: Mapped[str] = mapped_column(String(7), default="")
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    icon: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    has_logo: Mapped[bool] = mapped_column(default=False)

    def __str__(self) -> str:
        return self.name


class Department(Stamped, Model):
    """部门 / 网点. `path` holds the ids from the root down, `/1/4/9/`, so that a subtree is one prefix."""

    __tablename__ = "department"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    path: Mapped[str] = mapped_column(String(255), default="", index=True)
    head_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id", use_alter=True))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id", use_alter=True))
    phone: Mapped[str] = mapped_column(String(40), default="")
    active: Mapped[bool] = mapped_column(default=True)

    parent: Mapped["Department | None"] = relationship(remote_side=[id])
    head = relationship("Person", foreign_keys=[head_id])
    deputy = relationship("Person", foreign_keys=[deputy_id])

    @property
    def tree_name(self) -> str:
        """The name, moved in by its depth."""
        return "\u3000" * max(0, self.path.count("/") - 2) + self.name

    @property
    def in_charge(self) -> Text | str:
        """Who leads it, and where nobody does, who stands in."""
        if self.head is not None and self.head.active:
            return str(self.head)
        if self.deputy is not None and self.deputy.active:
            return Text(N_("Vacant; %(name)s stands in"), {"name": str(self.deputy)})
        above = self.parent
        while above is not None:
            for person in (above.head, above.deputy):
                if person is not None and person.active:
                    names = {"name": str(person), "department": above.name}
                    return Text(N_("Vacant; %(name)s (%(department)s) stands in"), names)
            above = above.parent
        return Text(N_("Vacant; nobody stands in"))

    def __str__(self) -> str:
        return self.name


class Carrier(Stamped, Model):
    """承运商: another company that carries part of the way and can be liable."""

    __tablename__ = "carrier"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    active: Mapped[bool] = mapped_column(default=True)

    def __str__(self) -> str:
        return self.name
