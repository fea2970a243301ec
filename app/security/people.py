"""Verbs for the people who log in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.core.errors import Invalid, Refused
from app.core.i18n import N_
from app.db.journal import record
from app.extensions import db
from app.security.login import end_sessions
from app.security.models import LANGUAGES, Person
from app.security.passwords import check_quality, hashed, is_right
from app.security.rights import check_administrator_left, check_gift
from app.security.throttle import account_counter, forgive

Facts = dict[str, Any]


def add_person(
    *,
    username: str,
    last_name: str,
    email: str,
    roles: Sequence[Any],
    password: str,
    first_name: str = "",
    department: Any | None = None,
    language: str = "zh",
    phone: str | None = None,
    actor: Any | None,
    now: datetime,
) -> Person:
    """A new person who can log in at once. Raises Invalid, NotAllowed."""
    check_gift(actor, [role.id for role in roles])
    check_quality(password, (username, email.partition("@")[0], phone or ""))
    person = Person(
        username=username,
        first_name=first_name,
        last_name=last_name,
        email=email,
        active=True,
        language=language,
        password=hashed(password),
        roles=list(roles),
        changed_at=now,
        department_id=department.id if department else None,
    )
    person.phone = phone
    _check(person)
    db.session.add(person)
    db.session.flush()
    facts = {"username": username, "name": person.full_name, "department": department, "roles": list(roles)}
    record(person, "create", actor=actor, now=now, facts=facts)
    return person


def change_person(
    person: Person, *, actor: Any | None, now: datetime, roles: Sequence[Any] | None = None, **changes: Any
) -> None:
    """Change what is given: names, email, department, language, phone, roles. Raises Invalid, NotAllowed, Refused."""
    check_gift(actor, [role.id for role in person.roles])
    before = _facts(person)
    if roles is not None:
        check_gift(actor, [role.id for role in roles])
        person.roles = list(roles)
    if "department" in changes:
        department = changes.pop("department")
        person.department_id = department.id if department else None
    for name, value in changes.items():
        setattr(person, name, value)
    _check(person)
    check_administrator_left()
    db.session.refresh(person, ["department", "roles"])
    changed = _changes(before, _facts(person))
    if changed:
        person.changed_at = now
        record(person, "change", actor=actor, now=now, facts={"changes": changed})


def set_password(person: Person, *, password: str, actor: Any | None, now: datetime) -> None:
    """A password given by an administrator: ends the person's sessions and opens a locked account. Raises Invalid."""
    check_gift(actor, [role.id for role in person.roles])
    _renew_password(person, password, now)
    forgive(account_counter(person.id), now)
    record(person, "set_password", actor=actor, now=now)


def change_own_password(person: Person, *, present: str, password: str, now: datetime) -> None:
    """A password chosen by the person: ends all other sessions. Raises Invalid at `present` or `password`."""
    if not is_right(person, present):
        raise Invalid.field("present", N_("This is not your present password."))
    if present == password:
        raise Invalid.field("password", N_("Please choose a password other than the present one."))
    _renew_password(person, password, now)
    record(person, "change_password", actor=person, now=now)


def deactivate(person: Person, *, actor: Any | None, now: datetime) -> None:
    """The person can't log in any more; what they did stays under their name. Raises Refused."""
    check_gift(actor, [role.id for role in person.roles])
    if actor is not None and actor.id == person.id:
        raise Refused(N_("You can't deactivate yourself."))
    if not person.active:
        raise Refused(N_("This person is inactive already."))
    person.active, person.changed_at = False, now
    end_sessions(person)
    check_administrator_left()
    record(person, "deactivate", actor=actor, now=now)


def activate(person: Person, *, actor: Any | None, now: datetime) -> None:
    """The person can log in again, with the old password. Raises Refused."""
    check_gift(actor, [role.id for role in person.roles])
    if person.active:
        raise Refused(N_("This person is active already."))
    person.active, person.changed_at = True, now
    db.session.flush()
    record(person, "activate", actor=actor, now=now)


def _renew_password(person: Person, password: str, now: datetime) -> None:
    check_quality(password, (person.username, person.email.partition("@")[0], (person.phone or "").removeprefix("+86")))
    person.password, person.changed_at = hashed(password), now
    end_sessions(person)


def _check(person: Person) -> None:
    """Raises Invalid for names and addresses that are missing or somebody else's."""
    faults = {}
    for name, taken in (
        ("username", N_("Somebody has this user name already.")),
        ("email", N_("Somebody has this e-mail address already.")),
    ):
        same = func.lower(getattr(Person, name)) == getattr(person, name).lower()
        others = select(Person.id).where(same, Person.id != (person.id or 0))
        with db.session.no_autoflush:
            if db.session.execute(others).first() is not None:
                faults[name] = taken
    if "@" not in person.email.strip("@"):
        faults["email"] = N_("This is not an e-mail address.")
    if person.language not in LANGUAGES:
        faults["language"] = N_("Not a valid choice.")
    if faults:
        raise Invalid(N_("Please correct the marked fields."), fields=faults)


def _facts(person: Person) -> Facts:
    return {
        "last_name": person.last_name,
        "first_name": person.first_name,
        "email": person.email,
        "department": person.department.name if person.department else None,
        "language": person.language,
        "roles": sorted(role.name for role in person.roles),
        "phone": person.phone_index,
    }


def _changes(before: Facts, after: Facts) -> dict[str, Any]:
    """{field: [old, new]}; a phone number only as changed, since events aren't sealed."""
    found: dict[str, Any] = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if "phone" in found:
        found["phone"] = None
    return found
