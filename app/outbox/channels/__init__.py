"""Ways out of the house. Only these open sockets."""

from app.outbox.channels.base import Channel, Letter, Outcome
from app.outbox.channels.console import ConsoleChannel
from app.outbox.channels.email import EmailChannel

__all__ = ["Channel", "ConsoleChannel", "EmailChannel", "Letter", "Outcome"]
