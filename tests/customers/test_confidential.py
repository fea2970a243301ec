"""保密: a confidential file is seen by who looks after it and by roles that open such files; by nobody else."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.errors import Invalid, NotFound
from app.customers.models import Contact, Customer
from app.customers.search import find_callers
from app.customers.verbs import add_contact, change_customer
from app.db import by_id, unit_of_work
from app.events import Event
from app.extensions import db
from app.followups.models import FollowUp
from app.org.tree import subtree_ids
from app.security import Scope, elevated, use_scope
from tests.complaints.company import MONDAY, Company
from tests.people import browser, login, make_person

CALLS = [("can_list", "CustomerView"), ("can_show", "CustomerView"), ("can_list", "ContactView")]


@pytest.fixture
def secret(company: Company) -> Company:
    """鑫源's file is 李娜's, and confidential."""
    with unit_of_work():
        change_customer(
            db.session.get_one(Customer, company.customer_id),
            owner_id=company.people["li"],
            confidential=True,
            actor=company.person("li"),
            now=MONDAY,
        )
    db.session.expire_all()
    return company


def seen(scope: Scope) -> tuple[int, int, int]:
    """How many customers, contacts and events of customers show."""
    asked = (select(Customer), select(Contact), select(Event).where(Event.owner_kind == "customer"))
    with use_scope(scope):
        return tuple(len(db.session.scalars(each).all()) for each in asked)  # type: ignore[return-value]


def test_the_owner_and_who_may_open_such_files_see_it(secret: Company) -> None:
    assert seen(Scope("all", secret.people["li"]))[:2] == (1, 1)
    assert seen(Scope("all", secret.people["chen"], secrets=True))[:2] == (1, 1)


def test_nobody_else_does_however_far_they_reach(secret: Company) -> None:
    jianghan = subtree_ids(secret.departments["jianghan"])
    for scope in (Scope("all", secret.people["chen"]), Scope("tree", secret.people["zhao"], jianghan), Scope("all")):
        assert seen(scope) == (0, 0, 0)
        with use_scope(scope):
            assert find_callers("13800138000") == []
            assert db.session.scalars(select(Customer).join(Contact)).all() == []


def test_an_open_file_is_seen_as_ever(company: Company) -> None:
    assert seen(Scope("all", company.people["chen"]))[:2] == (1, 1)


def test_a_periodic_follow_up_is_as_confidential_as_the_file(secret: Company) -> None:
    with unit_of_work():
        db.session.add(
            FollowUp(
                customer_id=secret.customer_id, reason="periodic", means="phone", state="due", due_at=MONDAY,
                clause="brief", pack_version_id=1, unique_key="x",
            )
        )  # fmt: skip
    with use_scope(Scope("all", secret.people["chen"])):
        assert db.session.scalars(select(FollowUp)).all() == []
    with use_scope(Scope("all", secret.people["li"])):
        assert len(db.session.scalars(select(FollowUp)).all()) == 1


def test_nobody_hides_a_file_from_themselves(company: Company) -> None:
    customer = db.session.get_one(Customer, company.customer_id)
    with use_scope(Scope("all", company.people["chen"])), pytest.raises(Invalid) as refusal, unit_of_work():
        change_customer(customer, confidential=True, actor=company.person("chen"), now=MONDAY)
    assert set(refusal.value.fields) == {"confidential"}


def test_a_file_out_of_sight_is_not_written_to_either(secret: Company) -> None:
    customer = db.session.get_one(Customer, secret.customer_id)
    with use_scope(Scope("all", secret.people["chen"])):
        with pytest.raises(NotFound), unit_of_work():
            add_contact(customer, name="张伟", actor=None, now=MONDAY)
        with pytest.raises(NotFound), unit_of_work():
            db.session.add(Contact(customer_id=secret.customer_id, name="张伟", created_at=MONDAY))
            db.session.flush()
        db.session.rollback()
        with elevated():
            assert by_id(Customer, secret.customer_id) is not None


def test_the_permission_opens_it_on_screen_and_over_rest(app: Flask, secret: Company) -> None:
    for name, more in (("outsider", []), ("opener", [("can_confidential", "CustomerView")])):
        make_person(name, permissions=[*CALLS, ("can_get", "CustomerApi"), *more])
    answers = {}
    for name in ("outsider", "opener"):
        who = login(browser(app), name)
        answers[name] = (
            who.get(f"/customer/show/{secret.customer_id}").status_code,
            "鑫源" in who.get("/customer/list/").text,
            who.get(f"/api/v1/customer/{secret.customer_id}").status_code,
        )
    assert answers == {"outsider": (404, False, 404), "opener": (200, True, 200)}
