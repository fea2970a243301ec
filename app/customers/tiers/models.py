"""Rules that put customers into tiers, and the proposals that come of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.customers.models import Customer, Tier
from app.db import Model, Stamped, UTCDateTime
from app.extensions import db
from app.security import Person, Scoped
from app.security.scope import register_owner

MOST_ROWS = 4


class TierRule(Stamped, Model):
    """等级规则: customers for whom the rows hold belong into the tier. The first tier by rank with such a rule wins.

    `rows`: {"field", "operator", "value"}, money in fen, several values as a list; joined by `joined`: all or any.
    """

    __tablename__ = "tier_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    tier_id: Mapped[int] = mapped_column(ForeignKey("tier.id"), index=True)
    joined: Mapped[str] = mapped_column(String(3), default="all")
    rows: Mapped[list[dict[str, Any]]] = mapped_column(db.JSON, default=list)
    active: Mapped[bool] = mapped_column(default=True)

    tier = relationship(Tier)

    def __str__(self) -> str:
        return f"{self.tier} {self.id}"


class TierProposal(Stamped, Scoped, Model):
    """等级调整建议. `state`: open, confirmed, declined, or overtaken by another one; `working` are Texts in JSON."""

    __tablename__ = "tier_proposal"
    __table_args__ = (Index("ix_tier_proposal_state", "state", "id"),)
    scope_parent = ("customer_id", lambda: Customer)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    from_tier_id: Mapped[int | None] = mapped_column(ForeignKey("tier.id"))
    to_tier_id: Mapped[int] = mapped_column(ForeignKey("tier.id"))
    working: Mapped[list[dict[str, Any]]] = mapped_column(db.JSON, default=list)
    state: Mapped[str] = mapped_column(String(10), default="open")
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))

    customer = relationship(Customer)
    from_tier = relationship(Tier, foreign_keys=[from_tier_id])
    to_tier = relationship(Tier, foreign_keys=[to_tier_id])
    decided_by = relationship(Person, foreign_keys=[decided_by_id])

    def __str__(self) -> str:
        return f"{self.customer} → {self.to_tier}"


register_owner("tier_proposal", TierProposal)
