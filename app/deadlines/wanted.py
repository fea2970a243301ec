"""Is a message about a deadline still wanted? Asked again right before it is sent."""

from typing import Any

from sqlalchemy import select

from app.deadlines.escalation import people_at
from app.deadlines.models import Deadline
from app.deadlines.reminders import keepers
from app.extensions import db
from app.outbox import Message
from app.security.scope import owner_model


def still_wanted(dedup_key: str) -> bool:
    """Whether a message that waits in the outbox still has something to say to its recipient.

    True for keys of other messages; owner kinds ask this in what they register with `outbox.register_wanted`.
    """
    kind, _, rest = dedup_key.partition(":")
    if kind not in ("deadline", "escalation"):
        return True
    deadline_id, *middle, person_id = rest.split(":")
    # What a delegate gets is as wanted as it was by the absent person.
    person_id = db.session.scalar(select(Message.for_person_id).where(Message.dedup_key == dedup_key)) or person_id
    deadline = db.session.get(Deadline, int(deadline_id))
    if deadline is None or deadline.state != "running":
        return False
    check = _reminds if kind == "deadline" else _escalates
    return check(deadline, int(middle[0]), int(person_id))


def _reminds(deadline: Deadline, reckoning: int, person_id: int) -> bool:
    """The clock runs as it did when the reminder was queued, and is still this person's to keep."""
    return deadline.reckoning == reckoning and person_id in {person.id for person in keepers(deadline)}


def _escalates(deadline: Deadline, level: int, person_id: int) -> bool:
    """Still late (a breached clock that was moved has another due instant), and still this person's business."""
    model: Any = owner_model(deadline.owner_kind)
    owner = db.session.get(model, deadline.owner_id) if model else None
    late = owner is not None and deadline.due_at == deadline.breached_at
    return late and person_id in {person.id for person in people_at(deadline, owner, level)}
