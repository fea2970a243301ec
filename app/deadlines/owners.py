"""What has deadlines. Higher packages say, for each kind of owner, what this one can't know."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from app.policy.clocks import Step
from app.policy.timing import Clock
from app.security import Person

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

    @property
    def along(self) -> Sequence[str]:
        """Relations that the title needs, such as `report.complaint`: a list loads them with its page of owners."""
        ...


StepHandler = Callable[["Deadline", Any, Step, datetime], None]
"""Called by the sweep with deadline, owner, step and now, in the transaction that records the step. Sends nothing."""

PeopleOf = Callable[[Any, str], Sequence[Person]]
"""Who has a role of the policy (`department_head`, `superior` …) for an owner, as things stand now."""


OverlaysOf = Callable[[Any], Sequence[int]]
"""The pack versions that are laid over the owner's own, in force when it was received."""


class BreachListener(Protocol):
    """Called once when a deadline is breached, in the transaction that records it: the sweep's, or that of the verb
    that ends or moves what the sweep hasn't seen yet. It sends nothing; what it raises undoes that transaction."""

    def __call__(self, deadline: "Deadline", *, now: datetime) -> None: ...


_owners: dict[str, DeadlineOwner] = {}
_handlers: dict[str, StepHandler] = {}
_people: dict[str, PeopleOf] = {}
_overlays: dict[str, OverlaysOf] = {}
_listeners: list[BreachListener] = []
_late_listeners: list[BreachListener] = []


def register_owner_kind(kind: str, protocol: DeadlineOwner) -> None:
    """Rows of the table `kind` have deadlines. Their row scope is registered with `security.scope.register_owner`."""
    _owners[kind] = protocol


def register_step_handler(kind: str, handler: StepHandler) -> None:
    """Called for each reminder of an owner kind's deadlines instead of `reminders.remind`, which it may call itself."""
    _handlers[kind] = handler


def register_ladder(kind: str, people_of: PeopleOf) -> None:
    """Deadlines of the kind climb their pack's ladder when they are late; without this they only remind."""
    _people[kind] = people_of


def register_overlays(kind: str, overlays_of: OverlaysOf) -> None:
    """Owners of the kind have clocks of further packs beside those of their own."""
    _overlays[kind] = overlays_of


def version_ids(owner: Any) -> tuple[int, ...]:
    """The pack versions whose clocks run on the owner: its own, then those laid over it."""
    kind = owner.__tablename__
    overlays = _overlays[kind](owner) if kind in _overlays else ()
    return (_owners[kind].pack_version_id(owner), *overlays)


def register_breach_listener(listener: BreachListener) -> None:
    """Have it told of every breach, of any kind of owner."""
    if listener not in _listeners:
        _listeners.append(listener)


def register_late_listener(listener: BreachListener) -> None:
    """Have it told when more is known of a missed deadline: it went up the ladder, or it ended."""
    if listener not in _late_listeners:
        _late_listeners.append(listener)


def people_on_ladder(kind: str) -> PeopleOf | None:
    """What was registered for the kind; None: its deadlines have no ladder."""
    return _people.get(kind)


def tell_of_breach(deadline: "Deadline", now: datetime) -> None:
    """Tell the listeners."""
    for listener in _listeners:
        listener(deadline, now=now)


def tell_of_lateness(deadline: "Deadline", now: datetime) -> None:
    """Tell those who follow missed deadlines."""
    for listener in _late_listeners:
        listener(deadline, now=now)


def owner_protocol(kind: str) -> DeadlineOwner:
    """What was registered for the kind. Raises KeyError."""
    return _owners[kind]


def step_handler(kind: str, default: StepHandler) -> StepHandler:
    """The kind's handler, or the default."""
    return _handlers.get(kind, default)
