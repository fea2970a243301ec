"""What a channel is given and what it answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Kind = Literal["sent", "later", "refused", "unreachable", "unknown"]


@dataclass(frozen=True)
class Letter:
    """A message detached from the database: while it is sent, no lock and no transaction is held."""

    out_id: str
    to_name: str
    address: str
    subject: str
    body: str
    template: str = ""
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How a try ended.

    `sent` — taken over; `later` — refused for now; `refused` — refused for good; `unreachable` — there was no
    connection or no login, so nothing was sent and nothing else would be; `unknown` — the connection broke after the
    text had been handed over. `reply` is what the other side said; `provider_id` what it calls the message in receipts.
    """

    kind: Kind
    reply: str = ""
    provider_id: str = ""


class Channel(Protocol):
    """Opened once per sweep and closed after it."""

    name: str

    def send(self, letter: Letter) -> Outcome:
        """Try once. Raises nothing that the network can cause."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class SmsChannel(Channel, Protocol):
    """A way for text messages: these can't be recognised when they come twice, so a provider is asked instead."""

    def find(self, letter: Letter, *, since: datetime, now: datetime) -> Outcome | None:
        """What became of a letter that may have been taken over; None where the provider can't tell."""
        ...
