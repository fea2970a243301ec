"""What happened: an append-only record of every change."""

from app.events.models import Event
from app.events.record import history_of, record

__all__ = ["Event", "history_of", "record"]
