"""Messages as lines of a timeline."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from app.outbox.models import CHANNELS, STATES, Message
from app.web.case import Entry
from app.web.show import said

_TONES = {"failed": "bad", "unknown": "bad", "delivered": "good"}


def messages_told(messages: Iterable[Message]) -> Iterator[Entry]:
    """Each message, masked as on its own page."""
    for message in messages:
        state = message.state
        shown = CHANNELS["console"] if state == "sent" and message.channel == "console" else STATES[state]
        yield Entry(
            message.sent_at or message.created_at,
            _("Message to %(who)s: %(subject)s", who=message.masked_recipient, subject=message.shown_subject),
            more=(said(message.reason),) if message.reason else (),
            kind="message",
            mark=(_(shown), _TONES.get(state, "plain")),
        )
