"""What a channel is given and what it answers."""

from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True)
class Letter:
    """A message detached from the database: while it is sent, no lock and no transaction is held."""

    out_id: str
    to_name: str
    address: str
    subject: str
    body: str


@dataclass(frozen=True)
class Outcome:
    """How a try ended.

    `sent` — taken over; `later` — refused for now; `refused` — refused for good; `unreachable` — there was no
    connection, so nothing was sent; `unknown` — the connection broke after the text had been handed over.
    """

    kind: Literal["sent", "later", "refused", "unreachable", "unknown"]
    reply: str = ""


class Channel(Protocol):
    """Opened once per sweep and closed after it."""

    name: str

    def send(self, letter: Letter) -> Outcome:
        """Try once. Raises nothing that the network can cause."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...
