"""The demo company: departments, people, carriers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.data.demo.sources import mobile, source
from app.extensions import db
from app.org.models import Carrier, Department
from app.org.tree import place
from app.security import Person
from app.security.models import RoleReach
from app.security.passwords import hashed

VACANT = "vacant"


@dataclass(frozen=True)
class Unit:
    """What the cases need of a department or a carrier, without asking the database again."""

    id: int
    name: str


@dataclass(frozen=True)
class Company:
    """Departments and carriers by code, stations among them, people by user name."""

    departments: Mapping[str, Unit]
    stations: Sequence[str]
    carriers: Mapping[str, Unit]
    people: Mapping[str, Person]


def build_company(password: str, now: datetime) -> Company:
    """Store departments, people and carriers. The roles must be there. Flushes."""
    departments = _add_departments()
    people = _add_people(departments, password, now)
    _appoint(departments, people)
    carriers = [Carrier(**entry) for entry in source("company")["carriers"]]
    db.session.add_all(carriers)
    db.session.flush()
    return Company(
        departments={code: Unit(row.id, row.name) for code, row in departments.items()},
        stations=[code for code, row in departments.items() if row.kind == "station"],
        carriers={row.code: Unit(row.id, row.name) for row in carriers},
        people=people,
    )


def _add_departments() -> dict[str, Department]:
    rows: dict[str, Department] = {}
    for number, entry in enumerate(source("company")["departments"]):
        above = rows.get(entry.get("parent", ""))
        row = Department(
            code=entry["code"],
            name=entry["name"],
            kind=entry["kind"],
            phone=f"400-000-{8000 + number}",
            parent_id=above.id if above else None,
        )
        db.session.add(row)
        place(row)
        rows[row.code] = row
    return rows


def _add_people(departments: Mapping[str, Department], password: str, now: datetime) -> dict[str, Person]:
    # One hash for all: each costs a tenth of a second, and they share the password anyway.
    kept, roles, local = hashed(password), _roles(), now.replace(tzinfo=None)
    people: dict[str, Person] = {}
    for number, (username, family, given, codes, department) in enumerate(source("company")["people"]):
        people[username] = Person(
            username=username,
            last_name=family,
            first_name=given,
            email=f"{username}@example.com",
            active=True,
            password=kept,
            roles=[roles[code] for code in codes],
            department_id=departments[department].id,
            phone=mobile(number),
            created_on=local,
            changed_on=local,
            changed_at=now,
        )
        # One by one: together, their rows in the table between people and roles would come in any order.
        db.session.add(people[username])
        db.session.flush()
    return people


def _roles() -> dict[str | None, Any]:
    """The seeded roles by their codes; administrators may have renamed them."""
    return {row.code: row.role for row in db.session.scalars(select(RoleReach).where(RoleReach.code.is_not(None)))}


def _appoint(departments: Mapping[str, Department], people: Mapping[str, Person]) -> None:
    for entry in source("company")["departments"]:
        row = departments[entry["code"]]
        head = entry.get("head", f"manager.{row.code}")
        row.head_id = people[head].id if head != VACANT else None
        row.deputy_id = people[entry["deputy"]].id if "deputy" in entry else None
    db.session.flush()


def logins() -> list[tuple[str, str]]:
    """User names of the demo company, each with department and roles; empty where the database holds another one."""
    listed = source("company")
    head = listed["departments"][0]
    if (
        db.session.scalar(select(Department.id).where(Department.code == head["code"], Department.name == head["name"]))
        is None
    ):
        return []
    names = [username for username, *_ in listed["people"]]
    people = db.session.scalars(select(Person).where(Person.username.in_(names)).order_by(Person.id))
    return [
        (person.username, f"{person.department}, {', '.join(role.name for role in person.roles)}") for person in people
    ]
