"""轨迹: one row for each thing that was done."""

from datetime import datetime
from typing import Any

from flask_babel import gettext
from sqlalchemy import ForeignKey, Index, String, Text, event
from sqlalchemy.orm import Mapped, ORMExecuteState, mapped_column, relationship

from app.db import Model, UTCDateTime
from app.extensions import db
from app.security import Scoped


class Event(Scoped, Model):
    """Append-only: the session refuses to change or delete one."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_owner", "owner_kind", "owner_id", "at"),)
    scope_owner = ("owner_kind", "owner_id")
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_kind: Mapped[str] = mapped_column(String(30))
    owner_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    verb: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[str | None] = mapped_column(String(20))
    facts: Mapped[dict[str, Any]] = mapped_column(db.JSON, default=dict)
    note: Mapped[str] = mapped_column(Text, default="")

    actor = relationship("Person")

    @property
    def who(self) -> str:
        """Who did it, in the reader's language; with the person whose delegate they were."""
        if self.actor is None:
            return gettext("The system")
        absent = self.facts.get("acting_for")
        name = self.actor.full_name
        return gettext("%(who)s (as delegate of %(absent)s)", who=name, absent=absent) if absent else name


@event.listens_for(Event, "before_update")
@event.listens_for(Event, "before_delete")
def _refuse_row(_mapper: Any, _connection: Any, row: Event) -> None:
    raise RuntimeError(f"events are append-only (event {row.id})")


@event.listens_for(db.session, "do_orm_execute")
def _refuse_statement(state: ORMExecuteState) -> None:
    changes = state.is_update or state.is_delete
    if changes and any(mapper.class_ is Event for mapper in state.all_mappers):
        raise RuntimeError("events are append-only")
