"""What has deadlines. Higher packages say, for each kind of owner, what this one can't know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from app.policy.clocks import Step
from app.policy.timing import Clock

if TYPE_CHECKING:
    from app.deadlines.models import Deadline


@dataclass(frozen=True)
class Responsible:
    """Who has to keep a deadline: a person, or those in charge of a department."""

    department_id: int | None = None
    person_id: int | None = None


class DeadlineOwner(Protocol):
    """What deadlines ask about their owner (a row of the kind's table)."""

    def pack_version_id(self, owner: Any) -> int:
        """The version of the policy that the owner was received under."""
        ...

    def responsible(self, owner: Any, clock: Clock) -> Responsible:
        """Who has to keep this clock (`clock.owner` is the role), as things stand now."""
        ...

    def title(self, owner: Any) -> str:
        """What people call it: number and subject. Without personal data, for it goes into messages."""
        ...

    def url(self, owner: Any) -> str:
        """Its page, absolute."""
        ...


StepHandler = Callable[["Deadline", Any, Step, datetime], None]
"""Called by the sweep with deadline, owner, step and now, in the transaction that records the step. Sends nothing."""

_owners: dict[str, DeadlineOwner] = {}
_handlers: dict[str, StepHandler] = {}


def register_owner_kind(kind: str, protocol: DeadlineOwner) -> None:
    """Rows of the table `kind` have deadlines. Their row scope is registered with `security.scope.register_owner`."""
    _owners[kind] = protocol


def register_step_handler(kind: str, handler: StepHandler) -> None:
    """Called for each step of an owner kind's deadlines instead of `reminders.remind`, which it may call itself."""
    _handlers[kind] = handler


def owner_protocol(kind: str) -> DeadlineOwner:
    """What was registered for the kind. Raises KeyError."""
    return _owners[kind]


def step_handler(kind: str, default: StepHandler) -> StepHandler:
    """The kind's handler, or the default."""
    return _handlers.get(kind, default)
