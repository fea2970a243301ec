"""Text fields of one's own in the search box: found at once, by who may see them, as long as they are in use."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.customers.models import Customer
from app.customfields import CustomField, fill
from app.customfields.verbs import redefine, restore, retire
from app.db import by_id, unit_of_work
from app.extensions import db
from app.search import fill_where_empty, rebuild
from app.search.models import SearchEntry
from tests.complaints.company import MONDAY, Company, found
from tests.complaints.desks import operator
from tests.customfields.conftest import field
from tests.kept import kept
from tests.people import Browser, make_person

WORD = "鹭岛专线"


@pytest.fixture
def company(app: Flask) -> Company:
    return kept(found)


@pytest.fixture
def line(company: Company) -> CustomField:
    """专线, which stands in the customer's file."""
    made = field("text", "专线", code="line")
    put(company, WORD)
    return made


@pytest.fixture
def desk(app: Flask, company: Company, line: CustomField) -> Browser:
    return operator(app, company)


def put(company: Company, text: str | None) -> None:
    with unit_of_work():
        fill(by_id(Customer, company.customer_id), {"x_line": text}, actor=None, now=MONDAY)


def hits(desk: Browser, asked: str) -> int:
    answer = desk.get("/search/suggest", query_string={"q": asked}).json
    return sum(len(group["hits"]) for group in answer["groups"])


def test_it_is_found_by_any_part_and_shown_where_it_stands(desk: Browser, company: Company) -> None:
    assert [hits(desk, asked) for asked in (WORD, "鹭岛", "岛专", "专线鹭")] == [1, 1, 1, 0]
    assert f"<mark>{WORD}</mark>" in desk.get(f"/search/?q={WORD}").text
    put(company, "厦门快线")
    assert [hits(desk, asked) for asked in ("鹭岛", "厦门快")] == [0, 1]
    put(company, None)
    assert hits(desk, "厦门快") == 0


def test_a_field_that_is_retired_or_for_others_is_not_searched(desk: Browser, line: CustomField) -> None:
    few, line_id = make_person("few").roles[0].id, line.id
    with unit_of_work():
        redefine(db.session.get_one(CustomField, line_id), see_roles=[few], actor=None, now=MONDAY)
    assert hits(desk, "鹭岛") == 0
    with unit_of_work():
        redefine(db.session.get_one(CustomField, line_id), see_roles=[], actor=None, now=MONDAY)
        retire(db.session.get_one(CustomField, line_id), actor=None, now=MONDAY)
    assert hits(desk, "鹭岛") == 0
    with unit_of_work():
        restore(db.session.get_one(CustomField, line_id), actor=None, now=MONDAY)
    assert hits(desk, "鹭岛") == 1


def test_the_index_made_anew_has_it_and_an_upgrade_makes_it(desk: Browser, line: CustomField) -> None:
    mine = select(SearchEntry.text).where(SearchEntry.kind == f"x{line.id}")
    rebuild()
    assert db.session.scalars(mine).all() == [WORD]
    with unit_of_work():
        for entry in db.session.scalars(select(SearchEntry).where(SearchEntry.kind == f"x{line.id}")):
            db.session.delete(entry)
    assert hits(desk, "鹭岛") == 0
    fill_where_empty()
    assert hits(desk, "鹭岛") == 1
