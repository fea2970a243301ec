"""The channel of an installation without a mail server or SMS provider: messages go to the log, and screens say so."""

import logging
from datetime import datetime

from app.outbox.channels.base import Letter, Outcome
from app.outbox.masking import masked_address, masked_text

log = logging.getLogger(__name__)


class ConsoleChannel:
    """Writes the message to the log with personal data masked: logs are kept and read by more people than mail is."""

    name = "console"

    def __init__(self, setting: str):
        self._setting = setting

    def send(self, letter: Letter) -> Outcome:
        """Always succeeds."""
        text = masked_text(f"{letter.subject}\n{letter.body}", letter.to_name)
        log.info("not sent outside (%s is empty): to %s: %s", self._setting, masked_address(letter.address), text)
        return Outcome("sent")

    def find(self, letter: Letter, *, since: datetime, now: datetime) -> Outcome | None:
        """The log isn't asked."""
        return None

    def close(self) -> None:
        """Nothing to let go of."""
