"""What registering would decide, while the facts are being told: grade, deadlines, what follows, what looks alike.

The rules and the code are those of registration, on a complaint that is never stored.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app import deadlines
from app.complaints.admission import require_admission
from app.complaints.facts import facts_of
from app.complaints.intake import read_intake
from app.complaints.models import Complaint
from app.complaints.registration import drawn_up
from app.complaints.repeats import Suspect, suspects_of
from app.core.errors import Invalid, NotAllowed
from app.core.i18n import Text
from app.customfields.verbs import apart
from app.deadlines import Deadline
from app.extensions import db
from app.policy.pack import Pack
from app.rulebook import current_pack_version, pack_of
from app.security import elevated


@dataclass(frozen=True)
class Coming:
    """Something that will have to be done: in words, under which clause, by when if there is a time already."""

    words: Text
    cite: Text
    at: datetime | None = None


@dataclass(frozen=True)
class Preview:
    """`complaint` is drawn up and in no session; None while channel or category are missing.

    `refused`: what registration would refuse of what is there, by field; `closed`: why this person may not register.
    """

    complaint: Complaint | None = None
    deadlines: list[Deadline] = field(default_factory=list)
    coming: list[Coming] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    refused: Mapping[str, Text] = field(default_factory=dict)
    closed: Text | None = None


Foresight = Callable[[Complaint, Pack, Mapping[str, Any], list[Deadline]], Iterable[Coming]]
_foresights: list[Foresight] = []


def register_foresight(foresight: Foresight) -> None:
    """Have `foresight(complaint, pack, facts, deadlines)` say what else registering the complaint leads to."""
    if foresight not in _foresights:
        _foresights.append(foresight)


def preview(facts: Mapping[str, Any], *, actor: Any | None, now: datetime) -> Preview:
    """What these facts would lead to, complete or not; writes nothing. What is missing or wrong counts as not known."""
    version = current_pack_version(now)
    pack = pack_of(version.id)
    facts, own = apart(facts)
    values, checks = read_intake(facts, pack, now)
    if not values["kind"] or "channel" in checks.wrong:
        return Preview()
    behaviours = {behaviour.code for behaviour in pack.behaviours}
    values["behaviours"] = [code for code in values["behaviours"] if code in behaviours]
    if "phone" in checks.wrong:
        values["phone"] = ""
    with elevated(), db.session.no_autoflush:
        complaint = drawn_up(values, version_id=version.id, actor=actor, now=now, own=own)
        known = facts_of(complaint)
        running = deadlines.forecast(complaint, "register", facts=known, now=now)
        coming = [each for foresight in _foresights for each in foresight(complaint, pack, known, running)]
        refused, closed = _refusals(complaint, actor)
    return Preview(complaint, running, coming, suspects_of(complaint), refused, closed)


def _refusals(complaint: Complaint, actor: Any | None) -> tuple[Mapping[str, Text], Text | None]:
    """What the pack asks before a complaint is registered and isn't there yet."""
    try:
        require_admission(complaint, actor)
    except Invalid as error:
        return error.fields, None
    except NotAllowed as error:
        return {}, error.message
    return {}, None
