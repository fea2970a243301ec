"""客户档案: customers, contacts, tiers, waybills."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.i18n import N_
from app.core.money import Money
from app.customers.labels import in_language
from app.customfields import Customised, register_entity
from app.db import Fen, Model, Sealed, SealedPhone, Stamped, UTCDateTime
from app.org.models import Carrier, Department
from app.security import Person, Scoped
from app.security.scope import register_owner

CUSTOMER_KINDS = {
    "contract": N_("Contract logistics"),
    "express": N_("Express freight"),
    "walk_in": N_("Walk-in"),
    "partner": N_("Partner"),
}
CUSTOMER_STATUSES = {"active": N_("Active customer"), "dormant": N_("Dormant customer"), "closed": N_("Closed account")}
WAYBILL_STATUSES = {
    "picked_up": N_("Picked up"),
    "in_transit": N_("In transit"),
    "out_for_delivery": N_("Out for delivery"),
    "signed": N_("Signed for"),
    "returned": N_("Returned"),
    "lost": N_("Lost"),
}


class Tier(Stamped, Model):
    """客户等级. A lower `rank` is served first; customers are asked how they are every `followup_days`, if at all."""

    __tablename__ = "tier"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name_zh: Mapped[str] = mapped_column(String(50))
    name_en: Mapped[str] = mapped_column(String(50), default="")
    rank: Mapped[int] = mapped_column(default=100)
    followup_days: Mapped[int | None] = mapped_column()
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_zh, self.name_en)

    def __str__(self) -> str:
        return self.label


@register_entity(_l("Customers"))
class Customer(Customised, Stamped, Scoped, Model):
    """客户. Belongs to the department (station) that serves it and to the person who looks after it."""

    __tablename__ = "customer"
    __table_args__ = (Index("ix_customer_department", "department_id", "id"),)
    scope_departments = ("department_id",)
    scope_people = ("owner_id",)

    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(100), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="walk_in")
    status: Mapped[str] = mapped_column(String(20), default="active")
    tier_id: Mapped[int | None] = mapped_column(ForeignKey("tier.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")

    tier = relationship(Tier)
    department = relationship(Department)
    owner = relationship(Person, foreign_keys=[owner_id])
    contacts: Mapped[list["Contact"]] = relationship(back_populates="customer", order_by="Contact.id")

    def __str__(self) -> str:
        return self.name


@register_entity(_l("Contacts"))
class Contact(Customised, Sealed, Stamped, Scoped, Model):
    """联系人: a person at a customer. The phone is sealed; it is found by the whole number or its last four digits."""

    __tablename__ = "contact"
    scope_parent = ("customer_id", lambda: Customer)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    name: Mapped[str] = mapped_column(String(100), index=True)
    phone_sealed: Mapped[str | None] = mapped_column(String(255))
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    phone_tail: Mapped[str | None] = mapped_column(String(64), index=True)
    phone = SealedPhone()
    email: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(5), default="zh")
    preferred: Mapped[bool] = mapped_column(default=False)

    customer: Mapped[Customer] = relationship(back_populates="contacts")

    def __str__(self) -> str:
        return self.name


@register_entity(_l("Waybills"))
class Waybill(Customised, Stamped, Scoped, Model):
    """运单. The stations at both ends see it."""

    __tablename__ = "waybill"
    scope_departments = ("origin_id", "destination_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str] = mapped_column(String(40), unique=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    destination_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    carrier_id: Mapped[int | None] = mapped_column(ForeignKey("carrier.id"))
    goods: Mapped[str] = mapped_column(String(200), default="")
    declared_value: Mapped[Money | None] = mapped_column(Fen)
    status: Mapped[str] = mapped_column(String(20), default="in_transit")
    promised_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    customer = relationship(Customer)
    origin = relationship(Department, foreign_keys=[origin_id])
    destination = relationship(Department, foreign_keys=[destination_id])
    carrier = relationship(Carrier)

    def __str__(self) -> str:
        return self.no


class Counter(Model):
    """The last number given out in a series, such as `TS20261122`."""

    __tablename__ = "counter"

    series: Mapped[str] = mapped_column(String(30), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


register_owner("customer", Customer)
