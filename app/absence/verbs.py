"""An absence is registered, changed, ended earlier, cancelled. A verb checks, changes and records; it never commits."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.absence.acting import goes_round
from app.absence.models import KINDS, NOTE_LENGTH, Absence
from app.core.clock import local
from app.core.errors import Invalid, NotAllowed, Refused
from app.core.i18n import N_
from app.db.journal import record
from app.extensions import db
from app.security import Person, elevated, verb
from app.security.rights import is_administrator

CONTACT_LENGTH = 60


def register_absence(
    *,
    person: Person | None = None,
    kind: str = "leave",
    starts_at: datetime | None,
    ends_at: datetime | None,
    delegate: Person | None = None,
    contact: str = "",
    note: str = "",
    actor: Any | None,
    now: datetime,
) -> Absence:
    """The actor's own, or that of somebody whom the actor leads. Raises Invalid, NotAllowed."""
    person = person or actor
    if person is None:
        raise Invalid.field("person", N_("This field is required."))
    with elevated():
        require_lead(person, actor)
        absence = Absence(person_id=person.id, department_id=person.department_id, kind=kind, note=note)
        absence.created_by_id = actor.id if actor else None
        absence.delegate_id, absence.contact = delegate.id if delegate else None, contact or None
        _set_times(absence, starts_at, ends_at)
        if ends_at is not None and ends_at <= now:
            raise Invalid.field("ends_at", N_("That time has passed."))
        if actor is not None and actor.id == person.id:
            _check_registered(delegate, contact)
        _check(absence, delegate)
        db.session.add(absence)
        db.session.flush()
        record(absence, "register", actor=actor, now=now, facts=_told(absence))
    return absence


@verb
def change_absence(
    absence: Absence,
    *,
    kind: str,
    starts_at: datetime | None,
    ends_at: datetime | None,
    delegate: Person | None,
    contact: str,
    note: str,
    actor: Any | None,
    now: datetime,
) -> None:
    """Anything but the person, while it isn't over. Raises Invalid, NotAllowed, Refused."""
    require_lead(absence.person, actor)
    _require_open(absence, now)
    before = _told(absence)
    absence.kind, absence.note, absence.contact = kind, note, contact or None
    absence.delegate_id = delegate.id if delegate else None
    _set_times(absence, starts_at, ends_at)
    _check(absence, delegate)
    db.session.flush()
    db.session.refresh(absence, ["delegate"])
    after = _told(absence)
    changes = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
    if changes:
        record(absence, "change", actor=actor, now=now, facts={"changes": changes})


@verb
def shorten(absence: Absence, *, ends_at: datetime | None = None, actor: Any | None, now: datetime) -> None:
    """Back earlier: now, or at `ends_at`. Raises Invalid, NotAllowed, Refused."""
    require_lead(absence.person, actor)
    _require_open(absence, now)
    if now < absence.starts_at:
        raise Refused(N_("It has not begun yet: change or cancel it."))
    ends_at = ends_at or now
    if not now <= ends_at < absence.ends_at:
        raise Invalid.field("ends_at", N_("The end lies between now and the end so far."))
    before, absence.ends_at = absence.ends_at, ends_at
    record(absence, "shorten", actor=actor, now=now, facts={"from": before, "to": ends_at})


@verb
def cancel(absence: Absence, *, note: str = "", actor: Any | None, now: datetime) -> None:
    """It doesn't take place. Raises NotAllowed; Refused once it has begun."""
    require_lead(absence.person, actor)
    _require_open(absence, now)
    if now >= absence.starts_at:
        raise Refused(N_("It has begun: end it earlier instead."))
    absence.cancelled_at = now
    record(absence, "cancel", actor=actor, now=now, note=note)


def may_lead(person: Any, actor: Any | None) -> bool:
    """Whether the actor may say that the person is away: the person, whoever leads them, an administrator."""
    if actor is None or actor.id == person.id:
        return True
    department = person.department
    while department is not None:
        if actor.id in (department.head_id, department.deputy_id):
            return True
        department = department.parent
    return is_administrator(actor)


def require_lead(person: Any, actor: Any | None) -> None:
    """Raises NotAllowed."""
    if not may_lead(person, actor):
        raise NotAllowed(N_("Only %(name)s or whoever leads them registers this."), name=person.full_name)


def _require_open(absence: Absence, now: datetime) -> None:
    if absence.state_at(now) in ("over", "cancelled"):
        raise Refused(N_("It is over or cancelled; register a new one."))


def _check_registered(delegate: Person | None, contact: str) -> None:
    """(i): person and contact. Whoever registers for somebody who has fallen ill may not know them yet."""
    faults = {}
    if delegate is None:
        faults["delegate"] = N_("Name who acts for you.")
    if not contact:
        faults["contact"] = N_("Say how you can be reached.")
    if faults:
        raise Invalid(N_("Please correct the marked fields."), fields=faults)


def _set_times(absence: Absence, starts_at: datetime | None, ends_at: datetime | None) -> None:
    faults = {
        name: N_("This field is required.") for name, at in (("starts_at", starts_at), ("ends_at", ends_at)) if not at
    }
    if starts_at and ends_at and ends_at <= starts_at:
        faults["ends_at"] = N_("The end lies after the beginning.")
    if faults:
        raise Invalid(N_("Please correct the marked fields."), fields=faults)
    if starts_at and ends_at:
        absence.starts_at, absence.ends_at = starts_at, ends_at


def _check(absence: Absence, delegate: Person | None) -> None:
    faults = {}
    if absence.kind not in KINDS:
        faults["kind"] = N_("Not a valid choice.")
    if len(absence.contact or "") > CONTACT_LENGTH:
        faults["contact"] = N_("This text is too long.")
    if len(absence.note) > NOTE_LENGTH:
        faults["note"] = N_("This text is too long.")
    if delegate is not None and delegate.id == absence.person_id:
        faults["delegate"] = N_("Nobody acts for themselves.")
    elif delegate is not None and not delegate.active:
        faults["delegate"] = N_("This person can't log in any more.")
    if faults:
        raise Invalid(N_("Please correct the marked fields."), fields=faults)
    with db.session.no_autoflush:
        _check_others(absence, delegate)


def _check_others(absence: Absence, delegate: Person | None) -> None:
    """Raises Invalid for a second absence of the same time, and for delegates who would act for each other."""
    overlapping = select(Absence).where(
        Absence.cancelled_at.is_(None), Absence.starts_at < absence.ends_at, Absence.ends_at > absence.starts_at
    )
    others = [each for each in db.session.scalars(overlapping) if each.id != absence.id]
    mine = next((each for each in others if each.person_id == absence.person_id), None)
    if mine is not None:
        times = [f"{local(at):%Y-%m-%d %H:%M}" for at in (mine.starts_at, mine.ends_at)]
        raise Invalid.field(
            "starts_at", N_("An absence is registered already: %(begin)s to %(end)s."), begin=times[0], end=times[1]
        )
    delegates = {each.person_id: each.delegate_id for each in others if each.delegate_id is not None}
    if delegate is not None and goes_round(absence.person_id, delegate.id, delegates):
        raise Invalid.field(
            "delegate",
            N_("%(person)s is away at that time too, and the work would come back in a circle."),
            person=delegate.full_name,
        )


def _told(absence: Absence) -> dict[str, Any]:
    """What the history keeps; neither the reason nor the number, which are nobody else's business."""
    delegate = db.session.get(Person, absence.delegate_id) if absence.delegate_id else None
    return {
        "person": absence.person.full_name,
        "starts_at": absence.starts_at.isoformat(),
        "ends_at": absence.ends_at.isoformat(),
        "delegate": delegate.full_name if delegate else None,
    }
