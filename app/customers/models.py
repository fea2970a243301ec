"""客户档案: customers, contacts, addresses, tiers, waybills."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.money import Money
from app.customers.labels import in_language
from app.customfields import Customised, register_entity
from app.db import Fen, Model, Sealed, SealedPhone, Stamped, UTCDateTime
from app.extensions import db
from app.org.models import Carrier, Department
from app.security import Person, Scoped
from app.security.scope import register_owner, register_secrets


class Tier(Stamped, Model):
    """客户等级. A lower `rank` is served first; customers are asked how they are every `followup_days`, if at all."""

    __tablename__ = "tier"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name_zh: Mapped[str] = mapped_column(String(50))
    name_en: Mapped[str] = mapped_column(String(50), default="")
    rank: Mapped[int] = mapped_column(default=100)
    followup_days: Mapped[int | None] = mapped_column()
    greeting_zh: Mapped[str] = mapped_column(Text, default="", server_default="")
    greeting_en: Mapped[str] = mapped_column(Text, default="", server_default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    """Who looks after a customer that comes into this tier and is looked after by nobody."""
    tells: Mapped[list[str]] = mapped_column(db.JSON, default=list, server_default="[]")
    """What its customers are told of their waybills by themselves: codes of `words.TOLD_KINDS`."""
    visit_way: Mapped[str | None] = mapped_column(String(10))
    """How its customers are visited at its interval: a code of `visits.words.WAYS`; none: they get a follow-up."""
    active: Mapped[bool] = mapped_column(default=True)

    owner = relationship(Person, foreign_keys=[owner_id])

    @property
    def greeting(self) -> str:
        """What is said to such a customer first, in the reader's language; empty: nothing in particular."""
        return in_language(self.greeting_zh, self.greeting_en)

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_zh, self.name_en)

    def __str__(self) -> str:
        return self.label


@register_entity(_l("Customers"))
class Customer(Customised, Stamped, Scoped, Model):
    """客户. Belongs to the department (station) that serves it and to the person who looks after it.

    Codes as in `words`; `region` is where it is at home. A confidential file is seen by its owner and by those whose
    role opens such files (保密: text d, g, n). `name_key` is what lookalikes share (`duplicates`); a merged file
    (`merging`) leads to the one that took it in.
    """

    __tablename__ = "customer"
    __table_args__ = (Index("ix_customer_department", "department_id", "id"),)
    scope_departments = ("department_id",)
    scope_people = ("owner_id",)
    scope_confidential = "confidential"

    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(100), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="walk_in")
    status: Mapped[str] = mapped_column(String(20), default="active")
    tier_id: Mapped[int | None] = mapped_column(ForeignKey("tier.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    credit_code: Mapped[str | None] = mapped_column(String(18), index=True)
    industry: Mapped[str | None] = mapped_column(String(20))
    region: Mapped[str | None] = mapped_column(String(10))
    size: Mapped[str | None] = mapped_column(String(20))
    source: Mapped[str | None] = mapped_column(String(20))
    needs: Mapped[str] = mapped_column(Text, default="", server_default="")
    name_key: Mapped[str] = mapped_column(String(100), default="", server_default="", index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revenue: Mapped[Money | None] = mapped_column(Fen)
    confidential: Mapped[bool] = mapped_column(default=False, server_default=false(), index=True)

    tier = relationship(Tier)
    department = relationship(Department)
    owner = relationship(Person, foreign_keys=[owner_id])
    merged_into: Mapped["Customer | None"] = relationship(remote_side=[id])
    contacts: Mapped[list["Contact"]] = relationship(back_populates="customer", order_by="Contact.id")
    addresses: Mapped[list["Address"]] = relationship(back_populates="customer", order_by="Address.id")

    def __str__(self) -> str:
        return self.name


@register_entity(_l("Contacts"))
class Contact(Customised, Sealed, Stamped, Scoped, Model):
    """联系人: a person at a customer. The phone is sealed; it is found by the whole number or its last four digits.

    `channel` is how they like to be reached best. Between `quiet_from` and `quiet_until`, Shanghai wall-clock like
    "21:30", and where they want no contact at all, no message is sent: see `wishes`.
    """

    __tablename__ = "contact"
    scope_parent = ("customer_id", lambda: Customer)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    name: Mapped[str] = mapped_column(String(100), index=True)
    phone_sealed: Mapped[str | None] = mapped_column(String(255))
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    phone_tail: Mapped[str | None] = mapped_column(String(64), index=True)
    phone = SealedPhone()
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    language: Mapped[str] = mapped_column(String(5), default="zh")
    preferred: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[str | None] = mapped_column(String(10))
    quiet_from: Mapped[str | None] = mapped_column(String(5))
    quiet_until: Mapped[str | None] = mapped_column(String(5))
    do_not_contact: Mapped[bool] = mapped_column(default=False, server_default=false())

    customer: Mapped[Customer] = relationship(back_populates="contacts")

    def __str__(self) -> str:
        return self.name


class Address(Stamped, Scoped, Model):
    """地址: where a customer is picked up from, delivered to, at home. Retired rather than deleted."""

    __tablename__ = "customer_address"
    scope_parent = ("customer_id", lambda: Customer)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="office")
    region: Mapped[str | None] = mapped_column(String(10))
    line: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)

    customer: Mapped[Customer] = relationship(back_populates="addresses")

    def __str__(self) -> str:
        return self.line


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
    shipped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    fragile: Mapped[bool] = mapped_column(default=False, server_default=false())
    valuable: Mapped[bool] = mapped_column(default=False, server_default=false())
    appointment_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    appointment_note: Mapped[str] = mapped_column(String(200), default="", server_default="")

    customer = relationship(Customer)
    origin = relationship(Department, foreign_keys=[origin_id])
    destination = relationship(Department, foreign_keys=[destination_id])
    carrier = relationship(Carrier)
    track: Mapped[list["TrackingEvent"]] = relationship(order_by="TrackingEvent.at", back_populates="waybill")

    def __str__(self) -> str:
        return self.no


class TrackingEvent(Stamped, Scoped, Model):
    """轨迹节点: where a consignment was when, and what befell it. `source`: who told us."""

    __tablename__ = "tracking_event"
    __table_args__ = (UniqueConstraint("waybill_id", "at", "kind", name="uq_tracking_event"),)
    scope_parent = ("waybill_id", lambda: Waybill)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    waybill_id: Mapped[int] = mapped_column(ForeignKey("waybill.id"))
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    station_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    place: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    source: Mapped[str] = mapped_column(String(10), default="person")

    waybill: Mapped[Waybill] = relationship(back_populates="track")
    station = relationship(Department)


class CustomerMerge(Stamped, Scoped, Model):
    """客户合并: which rows went along, by table, so that they can be put back."""

    __tablename__ = "customer_merge"
    scope_parent = ("into_id", lambda: Customer)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    moved: Mapped[dict[str, list[int]]] = mapped_column(db.JSON, default=dict)
    merged_at: Mapped[datetime] = mapped_column(UTCDateTime)
    merged_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Counter(Model):
    """The last number given out in a series, such as `TS20261122`."""

    __tablename__ = "counter"

    series: Mapped[str] = mapped_column(String(30), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


register_owner("customer", Customer)
register_owner("waybill", Waybill)
register_secrets("can_confidential", "CustomerView")
