"""@: who is named in a note, and whether they may see the complaint that it is about."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import case, or_, select

from app.complaints.models import Complaint
from app.core.errors import Invalid
from app.core.i18n import N_
from app.extensions import db
from app.security import Person, scope_for, use_scope
from app.security.held import pairs_of

_NAMED = re.compile(r"(?<![A-Za-z0-9_.])@([^\s@]{1,64})")
"""What follows an @ that is no part of an address; in Chinese no blank ends a name, so the longest name counts."""
_LOOKED_AT, _OFFERED = 40, 8


def mentioned(complaint: Complaint, text: str, actor: Any | None) -> list[Person]:
    """Whom the note names, each once. Raises Invalid at `note` for a name that several have, and for somebody who may
    not see the complaint: they would get a message about what isn't theirs to know."""
    found = {person.id: person for person in (_longest(token) for token in _NAMED.findall(text)) if person}
    for person in found.values():
        if not may_see(person, complaint):
            raise Invalid.field(
                "note",
                N_("%(person)s may not see this complaint and can't be mentioned here. Please take the mention out."),
                person=person.full_name,
            )
    return [person for person in found.values() if actor is None or person.id != actor.id]


def may_see(person: Person, complaint: Complaint) -> bool:
    """Whether the complaint's page opens for them: their permission, and their reach."""
    if ("can_show", "ComplaintView") not in {tuple(pair) for pair in db.session.execute(pairs_of(person.id))}:
        return False
    with use_scope(scope_for(person)):
        return db.session.scalar(select(Complaint.id).where(Complaint.id == complaint.id)) is not None


def to_mention(complaint: Complaint, typed: str) -> list[tuple[str, Person]]:
    """(what to write after the @, person) of those who may see the complaint; those of its department first."""
    like = f"%{typed}%"
    names = (Person.last_name + Person.first_name, Person.first_name, Person.last_name, Person.username)
    nearest = case((Person.department_id == complaint.department_id, 0), else_=1)
    wanted = select(Person).where(Person.active.is_(True), or_(*(name.ilike(like, escape="\\") for name in names)))
    people = db.session.scalars(wanted.order_by(nearest, Person.id).limit(_LOOKED_AT)).all()
    seen = [person for person in people if may_see(person, complaint)][:_OFFERED]
    return list(zip(_words_for(seen), seen, strict=True))


def _longest(token: str) -> Person | None:
    """The person whose name or login is the longest beginning of what was typed."""
    beginnings = {token[:length] for length in range(1, len(token) + 1)}
    whole = Person.last_name + Person.first_name
    named = select(Person).where(Person.active.is_(True), or_(whole.in_(beginnings), Person.username.in_(beginnings)))
    by_word: dict[str, list[Person]] = {}
    for person in db.session.scalars(named):
        for word in {person.username, person.last_name + person.first_name} & beginnings:
            by_word.setdefault(word, []).append(person)
    if not by_word:
        return None
    word = max(by_word, key=len)
    if len(by_word[word]) > 1:
        logins = ", ".join(f"@{person.username}" for person in by_word[word])
        raise Invalid.field("note", N_("Several people are called %(person)s: %(logins)s"), person=word, logins=logins)
    return by_word[word][0]


def _words_for(people: Iterable[Person]) -> Iterator[str]:
    """The name without a blank; the login where somebody else has the same name."""
    for person in people:
        name = person.last_name + person.first_name
        same = select(Person.id).where(Person.active.is_(True), Person.last_name + Person.first_name == name)
        several = len(db.session.scalars(same.limit(2)).all()) > 1 or " " in name
        yield person.username if several else name
