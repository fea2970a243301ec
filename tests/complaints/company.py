"""A small company for the tests: a call centre, a province with two stations, and the people in them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.clock import SHANGHAI
from app.customers.models import Contact, Customer, Tier, Waybill
from app.customers.verbs import add_contact, register_customer
from app.db import unit_of_work
from app.extensions import db
from app.org.models import Department
from app.org.tree import place
from app.outbox import seed_templates
from app.rulebook import Category, seed_rulebook
from app.rulebook.verbs import publish
from app.security import Person

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
"""A working day, nine in the morning."""


@dataclass
class Company:
    """Ids, since objects don't outlive a unit of work; ask for the rows with `person`, `department`."""

    departments: dict[str, int]
    people: dict[str, int]
    customer_id: int
    contact_id: int
    waybill_id: int
    damage_id: int
    attitude_id: int

    def person(self, name: str) -> Person:
        return db.session.get_one(Person, self.people[name])

    def department(self, code: str) -> Department:
        return db.session.get_one(Department, self.departments[code])


def found() -> Company:
    """Make the company; call inside an app context and the system's scope."""
    with unit_of_work():
        seed_rulebook(MONDAY.replace(year=2026, month=1, day=1))
        seed_templates()
        departments = _departments()
        people = _people(departments)
        for code, head in (("hubei", "zhou"), ("jianghan", "zhao"), ("hongshan", "sun"), ("calls", "wu")):
            departments[code].head_id = people[head].id
        tier = Tier(code="gold", name_zh="金牌", name_en="Gold", rank=10)
        db.session.add(tier)
        db.session.flush()
        customer, contact = _customer(departments["jianghan"], tier)
        waybill = Waybill(
            no="XB2026112300017",
            customer_id=customer.id,
            origin_id=departments["hongshan"].id,
            destination_id=departments["jianghan"].id,
        )
        db.session.add(waybill)
        db.session.flush()
        return Company(
            departments={code: row.id for code, row in departments.items()},
            people={name: row.id for name, row in people.items()},
            customer_id=customer.id,
            contact_id=contact.id,
            waybill_id=waybill.id,
            damage_id=_category("damage_packaging"),
            attitude_id=_category("attitude"),
        )


def told(company: Company, **facts: Any) -> dict[str, Any]:
    """The facts of an ordinary complaint, changed as the test needs it."""
    usual = {
        "channel": "hotline_400",
        "category_id": company.damage_id,
        "customer_id": company.customer_id,
        "contact_id": company.contact_id,
        "description": "外包装破损,内有两瓶酒已碎。",
        "loss": "800",
    }
    return usual | facts


def _departments() -> dict[str, Department]:
    rows: dict[str, Department] = {}
    for code, name, kind, parent in (
        ("hq", "总部", "headquarters", None),
        ("calls", "呼叫中心", "call_centre", "hq"),
        ("hubei", "湖北大区", "province", "hq"),
        ("jianghan", "武汉江汉网点", "station", "hubei"),
        ("hongshan", "武汉洪山网点", "station", "hubei"),
    ):
        rows[code] = Department(code=code, name=name, kind=kind, parent_id=rows[parent].id if parent else None)
        db.session.add(rows[code])
        place(rows[code])
    return rows


def _people(departments: dict[str, Department]) -> dict[str, Person]:
    """李娜 and 陈静 answer calls; 赵强 heads Jianghan, 孙丽 Hongshan, 周明 the province, 吴敏 the call centre."""
    rows = {}
    for name, last, first, department in (
        ("li", "李", "娜", "calls"),
        ("chen", "陈", "静", "calls"),
        ("wu", "吴", "敏", "calls"),
        ("zhou", "周", "明", "hubei"),
        ("zhao", "赵", "强", "jianghan"),
        ("sun", "孙", "丽", "hongshan"),
    ):
        rows[name] = Person(
            username=name,
            last_name=last,
            first_name=first,
            email=f"{name}@example.com",
            active=True,
            password="-",
            department_id=departments[department].id,
        )
    db.session.add_all(rows.values())
    db.session.flush()
    return rows


def _customer(department: Department, tier: Tier) -> tuple[Customer, Contact]:
    customer = register_customer(
        name="武汉鑫源商贸有限公司",
        kind="contract",
        tier_id=tier.id,
        department_id=department.id,
        actor=None,
        now=MONDAY,
    )
    contact = add_contact(
        customer,
        name="王芳",
        phone="13800138000",
        email="wang.fang@example.com",
        preferred=True,
        actor=None,
        now=MONDAY,
    )
    return customer, contact


def _category(code: str) -> int:
    return db.session.scalars(select(Category.id).where(Category.code == code)).one()


def in_force(text: str) -> None:
    """Publish this pack: what is registered from Monday on falls under it."""
    with unit_of_work():
        publish(text, actor=None, now=MONDAY, effective_from=MONDAY)
