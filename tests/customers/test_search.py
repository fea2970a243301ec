"""Who is calling? Found by what the caller says first."""

import pytest

from app.customers.models import Customer
from app.customers.search import Caller, caller_of, find_callers
from app.customers.verbs import add_contact, register_customer
from app.db import unit_of_work
from app.db.base import by_id
from app.org.tree import subtree_ids
from app.security import Scope, use_scope
from tests.complaints.company import MONDAY, Company


def names(callers: list[Caller]) -> list[str]:
    return [str(caller.contact or caller.waybill or caller.customer) for caller in callers]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("13800138000", ["王芳"]),
        ("138 0013 8000", ["王芳"]),
        ("+86 138-0013-8000", ["王芳"]),
        ("8000", ["王芳"]),
        ("１３８００１３８０００", ["王芳"]),
        ("8001", []),
        ("1380013", []),
        ("王", ["王芳"]),
        ("鑫源", ["王芳"]),
        ("kh000001", ["王芳"]),
        ("XB20261123", ["XB2026112300017"]),
        ("", []),
        ("  ", []),
        ("%", []),
        ("\0", []),
        ("😀", []),
        ("x" * 100_000, []),
    ],
)
def test_a_caller_is_found_by(company: Company, said: str, found: list[str]) -> None:
    assert names(find_callers(said)) == found


def test_at_most_twenty_are_offered(company: Company) -> None:
    with unit_of_work():
        for number in range(30):
            register_customer(name=f"王记商行{number}", actor=None, now=MONDAY)
    assert len(find_callers("王")) == 20


def test_other_departments_customers_are_not_offered_nor_taken(company: Company) -> None:
    key = find_callers("8000")[0].key
    assert caller_of(key) is not None
    with use_scope(Scope("tree", company.people["sun"], subtree_ids(company.departments["hongshan"]))):
        assert find_callers("13800138000") == []
        assert find_callers("王") == []
        assert caller_of(key) is None


@pytest.mark.parametrize("key", ["", "1", "a-b-c", "1-2-3-4", "999-0-0", "99999999999999999999-0-0", "１-0-0"])
def test_a_malformed_caller_is_nobody(company: Company, key: str) -> None:
    assert caller_of(key) is None


def test_a_contact_of_another_customer_is_nobody(company: Company) -> None:
    with unit_of_work():
        other = register_customer(name="别家公司", actor=None, now=MONDAY)
        contact = add_contact(other, name="张伟", actor=None, now=MONDAY)
    assert caller_of(f"{company.customer_id}-{contact.id}-0") is None
    assert by_id(Customer, other.id) is not None
