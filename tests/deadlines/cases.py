"""A small thing with deadlines, in a table of its own, and the people who have to keep them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import SHANGHAI
from app.db import Model
from app.deadlines import Deadline, Responsible, on_verb, running_of
from app.events import record
from app.extensions import db
from app.org.models import Department
from app.org.tree import place
from app.policy.load import PACKS
from app.policy.timing import Clock
from app.rulebook import current_pack_version, pack_of, publish, seed_rulebook
from app.security import Person, Scoped

METADATA = sa.MetaData()
KIND = "test_case"
ORDINARY = {"kind": "business", "origin": "external", "severity": "minor", "urgent": False}


class Case(Scoped, Model):
    """As little of a complaint as deadlines need."""

    metadata = METADATA
    __tablename__ = KIND
    scope_departments = ("department_id",)

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_version_id: Mapped[int]
    department_id: Mapped[int]
    handler_id: Mapped[int | None]


class CaseOwner:
    """What deadlines ask about a case."""

    along = ()

    def pack_version_id(self, owner: Any) -> int:
        return owner.pack_version_id

    def responsible(self, owner: Any, clock: Clock) -> Responsible:
        if clock.owner == "handler" and owner.handler_id:
            return Responsible(person_id=owner.handler_id)
        return Responsible(department_id=owner.department_id)

    def title(self, owner: Any) -> str:
        return f"TS-{owner.id:04}"

    def url(self, owner: Any) -> str:
        return f"http://kesu.example/case/{owner.id}"


@dataclass
class Desk:
    """王芳 handles cases; 李强 heads the Wuhan station, which Hubei's 周敏 is above."""

    wang: Person
    li: Person
    zhou: Person
    station: Department
    province: Department
    version_id: int

    def case(self, received: datetime | None = None, **facts: Any) -> Case:
        """A case; with `received`, registered at that instant."""
        row = Case(pack_version_id=self.version_id, department_id=self.station.id, handler_id=self.wang.id)
        db.session.add(row)
        db.session.flush()
        if received is not None:
            do(row, "register", received, **facts)
        return row


def open_desk(now: datetime) -> Desk:
    """The rulebook of the product and the people, in the present database."""
    seed_rulebook(now)
    province = _department("hubei", "湖北大区", "province", None)
    station = _department("wuhan", "武汉网点", "station", province)
    wang, li, zhou = _person("wang", "王", "芳"), _person("li", "李", "强"), _person("zhou", "周", "敏")
    station.head_id, province.head_id = li.id, zhou.id
    db.session.flush()
    return Desk(wang, li, zhou, station, province, current_pack_version(now).id)


def do(case: Case, verb: str, now: datetime, **facts: Any) -> list[Deadline]:
    """Do a verb to the case, as a higher package would."""
    record(case, verb, actor=None, now=now)
    return on_verb(case, verb, facts=ORDINARY | facts, now=now, actor=None)


def other_pack(desk: Desk, **changes: str) -> None:
    """From now on cases fall under a pack that differs from the product's: each text is put instead of its clock's
    `reminders` line, which leaves room for a pause limit, a calendar or other reminders."""
    text = (PACKS / "xinbang.yaml").read_text(encoding="utf-8").replace('version: "1.0"', 'version: "test"')
    for clock, lines in changes.items():
        at = text.index("    reminders:", text.index(f"  - code: {clock}\n"))
        text = text[:at] + lines + text[text.index("\n", at) :]
    desk.version_id = publish(text, actor=None, now=at_("2026-01-01 00:00")).id
    assert pack_of(desk.version_id)


def only(case: Case, clock: str) -> Deadline:
    """The case's open deadline of that clock."""
    (found,) = [deadline for deadline in running_of(case) if deadline.clock == clock]
    return found


def clocks(case: Case) -> set[str]:
    """What runs on the case."""
    return {deadline.clock for deadline in running_of(case)}


def at_(text: str) -> datetime:
    """A Shanghai wall-clock time: "2026-11-20 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _department(code: str, name: str, kind: str, parent: Department | None) -> Department:
    row = Department(code=code, name=name, kind=kind, parent_id=parent.id if parent else None)
    db.session.add(row)
    place(row)
    return row


def _person(username: str, last: str, first: str) -> Person:
    email = f"{username}@example.com"
    row = Person(username=username, last_name=last, first_name=first, email=email, active=True, password="-")
    db.session.add(row)
    db.session.flush()
    return row
