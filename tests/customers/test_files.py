"""Customer files: what is written, who may, and what is remembered of it."""

import pytest

from app.core.errors import Invalid, NotFound
from app.customers.models import Contact, Customer
from app.customers.verbs import add_contact, change_contact, change_customer, register_customer
from app.db import by_id, unit_of_work
from app.events import history_of
from app.extensions import db
from app.org.tree import subtree_ids
from app.security import Scope, use_scope
from tests.complaints.company import MONDAY, Company


def customer(company: Company) -> Customer:
    return db.session.get_one(Customer, company.customer_id)


def test_customers_are_numbered_in_turn(company: Company) -> None:
    with unit_of_work():
        second = register_customer(name="宏达制衣厂", kind="express", actor=company.person("li"), now=MONDAY)
    assert (customer(company).no, second.no) == ("KH000001", "KH000002")
    assert second.department_id == company.departments["calls"]


def test_a_change_is_recorded_without_the_number_itself(company: Company) -> None:
    contact = db.session.get_one(Contact, company.contact_id)
    with unit_of_work():
        change_contact(contact, phone="13700137000", actor=company.person("li"), now=MONDAY)
    event = history_of(customer(company))[-1]
    assert (event.verb, event.facts) == ("change_contact", {"changed": ["phone"]})
    assert contact.phone == "+8613700137000"


def test_nothing_changed_records_nothing(company: Company) -> None:
    before = len(history_of(customer(company)))
    with unit_of_work():
        change_customer(customer(company), name=customer(company).name, actor=None, now=MONDAY)
    assert len(history_of(customer(company))) == before


def test_one_contact_is_the_preferred_one(company: Company) -> None:
    with unit_of_work():
        add_contact(customer(company), name="赵会计", preferred=True, actor=None, now=MONDAY)
    assert [row.name for row in customer(company).contacts if row.preferred] == ["赵会计"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 101), ("name", "a\0b"), ("kind", "alien"), ("tier_id", 4711), ("owner_id", "１２ab")],
)
def test_what_is_wrong_is_told_at_the_field(company: Company, field: str, value: object) -> None:
    with pytest.raises(Invalid) as refusal, unit_of_work():
        register_customer(**{"name": "宏达", field: value}, actor=None, now=MONDAY)
    assert set(refusal.value.fields) == {field}


def test_a_manager_moves_no_customer_out_of_reach_and_touches_no_other(company: Company) -> None:
    hongshan = Scope("tree", company.people["sun"], subtree_ids(company.departments["hongshan"]))
    jianghan = Scope("tree", company.people["zhao"], subtree_ids(company.departments["jianghan"]))
    with use_scope(jianghan), pytest.raises(Invalid) as refusal, unit_of_work():
        change_customer(
            customer(company), department_id=company.departments["hongshan"], actor=company.person("zhao"), now=MONDAY
        )
    assert set(refusal.value.fields) == {"department_id"}
    theirs = customer(company)
    with use_scope(hongshan), pytest.raises(NotFound), unit_of_work():
        change_customer(theirs, note="x", actor=company.person("sun"), now=MONDAY)
    assert by_id(Customer, company.customer_id) is not None
