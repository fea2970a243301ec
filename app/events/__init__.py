"""What happened: an append-only record of every change."""

from app.db.journal import register_recorder
from app.events.models import Event
from app.events.record import hands_in, history_of, record

__all__ = ["Event", "hands_in", "history_of", "record"]

register_recorder(record)
