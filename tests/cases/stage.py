"""The company in which cases are played: somebody in every role, the case's pack in force."""

import re
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from app.customers.models import Waybill
from app.db import unit_of_work
from app.extensions import db
from app.org.models import Department
from app.org.tree import place
from app.policy.cases import Case
from app.policy.cases.naming import called
from app.policy.extending import pinned
from app.policy.load import PACKS, load
from app.policy.pack import Pack
from app.rulebook import PackVersion, publish
from app.security import Person
from tests.complaints.company import MONDAY, Company, found
from tests.kept import kept

LONG_AGO = MONDAY.replace(year=2026, month=1, day=2)
PEOPLE = {
    "李娜": "li", "陈静": "chen", "吴敏": "wu", "周明": "zhou", "赵强": "zhao", "孙丽": "sun", "钱进": "qian",
    "林岚": "lin", "何静": "he", "唐总": "tang",
}  # fmt: skip
CAST = {
    "handler": ("李娜",),
    "department_head": ("赵强",),
    "delegate": ("钱进",),
    "department": ("赵强", "钱进"),
    "superior": ("周明",),
    "own_manager": ("吴敏",),
    "call_centre": ("吴敏",),
    "quality": ("林岚",),
    "administration": ("何静",),
}
BEFORE_DISPATCH = {**CAST, "department_head": ("吴敏",), "delegate": (), "department": ("吴敏",), "superior": ("唐总",)}
"""Until a department is responsible the handler's own stands for it."""


def founded(pack: Pack, case: Case, overlays: Sequence[Pack] = ()) -> Company:
    """The company, with the pack of the case in force and its switches turned."""
    company = kept(found)
    with unit_of_work():
        _offices(company)
        for overlay in overlays:
            publish((PACKS / f"{overlay.id}.yaml").read_text(encoding="utf-8"), actor=None, now=LONG_AGO)
        text = _text(pack, case)
        if not db.session.scalar(select(PackVersion.id).where(PackVersion.text == pinned(text))):
            publish(text, actor=None, now=LONG_AGO + timedelta(minutes=1), effective_from=LONG_AGO)
    return company


def _text(pack: Pack, case: Case) -> str:
    text = (PACKS / f"{pack.id}.yaml").read_text(encoding="utf-8")
    for name, on in case.switches.items():
        code = called(pack.switches, name).code
        turned = re.compile(rf"(code: {code}\b.*?\bon: )(?:true|false)", re.S)
        text = turned.sub(rf"\g<1>{str(on).lower()}", text, count=1)
        assert {each.code: each.on for each in load(text).switches}[code] is on
    return text


def _offices(company: Company) -> None:
    for code, name, kind, person, last, first in (
        ("qc", "品质管理中心", "quality_centre", "lin", "林", "岚"),
        ("admin", "总部行政部", "administration", "he", "何", "静"),
    ):
        office = Department(code=code, name=name, kind=kind, parent_id=company.departments["hq"])
        db.session.add(office)
        place(office)
        company.departments[code] = office.id
        office.head_id = _person(company, person, last, first, office.id)
    hq, jianghan = company.department("hq"), company.department("jianghan")
    hq.head_id = _person(company, "tang", "唐", "总", hq.id)
    jianghan.deputy_id = _person(company, "qian", "钱", "进", jianghan.id)


def _person(company: Company, name: str, last: str, first: str, department_id: int) -> int:
    person = Person(
        username=name,
        last_name=last,
        first_name=first,
        email=f"{name}@example.com",
        active=True,
        password="-",
        department_id=department_id,
    )
    db.session.add(person)
    db.session.flush()
    company.people[name] = person.id
    return person.id


def waybill(company: Company, no: str) -> int:
    """A waybill by its number, made where there is none yet: from Hongshan to Jianghan."""
    known = db.session.scalars(select(Waybill.id).where(Waybill.no == no)).one_or_none()
    if known is not None:
        return known
    row = Waybill(
        no=no,
        customer_id=company.customer_id,
        origin_id=company.departments["hongshan"],
        destination_id=company.departments["jianghan"],
    )
    db.session.add(row)
    db.session.flush()
    return row.id
