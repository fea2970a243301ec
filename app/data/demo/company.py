"""The demo company: departments, people, carriers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from werkzeug.security import generate_password_hash

from app.data.demo.sources import mobile, source
from app.extensions import db
from app.org.models import Carrier, Department
from app.org.tree import place
from app.security import Person
from app.security.models import RoleReach

VACANT = "vacant"


@dataclass
class Company:
    """Rows by their codes and user names."""

    departments: dict[str, Department] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    carriers: dict[str, Carrier] = field(default_factory=dict)


def build_company(password: str, now: datetime) -> Company:
    """Store departments, people and carriers. The roles must be there. Flushes."""
    company = Company()
    _add_departments(company)
    _add_people(company, password, now)
    _appoint(company)
    for entry in source("company")["carriers"]:
        company.carriers[entry["code"]] = Carrier(**entry)
    db.session.add_all(company.carriers.values())
    db.session.flush()
    return company


def _add_departments(company: Company) -> None:
    for number, entry in enumerate(source("company")["departments"]):
        above = company.departments.get(entry.get("parent", ""))
        row = Department(code=entry["code"], name=entry["name"], kind=entry["kind"], phone=f"400-000-{8000 + number}",
                         parent_id=above.id if above else None)
        db.session.add(row)
        place(row)
        company.departments[row.code] = row


def _add_people(company: Company, password: str, now: datetime) -> None:
    # One hash for all: each costs a tenth of a second, and they share the password anyway.
    hashed = generate_password_hash(password)
    roles = _roles()
    local = now.replace(tzinfo=None)
    for number, (username, family, given, codes, department) in enumerate(source("company")["people"]):
        person = Person(
            username=username, last_name=family, first_name=given, email=f"{username}@example.com", active=True,
            password=hashed, roles=[roles[code] for code in codes], department_id=company.departments[department].id,
            phone=mobile(number), created_on=local, changed_on=local,
        )
        db.session.add(person)
        company.people[username] = person
    db.session.flush()


def _roles() -> Mapping[str, object]:
    """The seeded roles by their codes; administrators may have renamed them."""
    return {row.code: row.role for row in db.session.scalars(select(RoleReach).where(RoleReach.code.is_not(None)))}


def _appoint(company: Company) -> None:
    for entry in source("company")["departments"]:
        row = company.departments[entry["code"]]
        head = entry.get("head", f"manager.{row.code}")
        row.head_id = company.people[head].id if head != VACANT else None
        row.deputy_id = company.people[entry["deputy"]].id if "deputy" in entry else None
    db.session.flush()
