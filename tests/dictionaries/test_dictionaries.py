"""郑启明 edits what forms offer; 郭红 has it in her forms, filters and imports with the next click."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.admin.bootstrap import bootstrap
from app.core.errors import Invalid, Refused
from app.customers.lists import INDUSTRIES, SOURCES
from app.customers.models import Customer
from app.customers.verbs import change_customer, register_customer
from app.db import unit_of_work
from app.dictionaries import verbs
from app.dictionaries.models import DictionaryEntry
from app.extensions import db
from app.imports.columns import one_of
from tests.admin.conftest import Company, admin, company, sign_in
from tests.people import Browser

__all__ = ["admin", "company"]
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
WHO: dict[str, Any] = {"actor": None, "now": NOW}


def entry(code: str, dictionary: str = "industry") -> DictionaryEntry:
    db.session.expire_all()
    same = (DictionaryEntry.dictionary == dictionary, DictionaryEntry.code == code)
    return db.session.scalars(select(DictionaryEntry).where(*same)).one()


@pytest.fixture
def guo(app: Flask, company: Company) -> Browser:
    """An operator's browser."""
    company.person("guo", "operator", company.hq)
    return sign_in(app, "guo")


def test_what_the_product_comes_with_is_there_in_both_languages(company: Company) -> None:
    assert (entry("food").name_zh, entry("food").name_en) == ("食品饮料", "Food and drink")
    with unit_of_work():
        verbs.change_entry(entry("food"), name_zh="食品与酒水", **WHO)
    bootstrap(NOW)
    assert entry("food").name_zh == "食品与酒水", "an upgrade leaves what an administrator wrote"


def test_a_new_entry_is_offered_everywhere_at_once(admin: Browser, guo: Browser) -> None:
    sent = {"dictionary": "industry", "code": "cold", "name_zh": "冷链生鲜", "name_en": "Cold chain", "sort": "5"}
    assert admin.send("/dictionary/add", sent).status_code == 302
    assert '<option value="cold">冷链生鲜</option>' in guo.get("/customer/add").text
    assert guo.send("/customer/add", {"name": "鲜达", "kind": "contract", "industry": "cold"}).status_code == 302
    row = db.session.scalars(select(Customer)).one()
    assert row.industry == "cold"
    assert "冷链生鲜" in guo.get(f"/customer/show/{row.id}").text
    guo.get("/lang/en")
    assert "Cold chain" in guo.get("/customer/list/?_flt_0_industry=cold").text
    code, _corrected = one_of("industry", "", INDUSTRIES).read("冷链生鲜")
    assert code == "cold"


def test_what_is_retired_stays_where_it_stands_and_is_chosen_no_more(admin: Browser, guo: Browser) -> None:
    with unit_of_work():
        row = register_customer(name="江城食品", industry="food", **WHO)
    assert admin.send(f"/dictionary/{entry('food').id}/verb/retire").status_code == 302
    assert 'value="food"' not in guo.get("/customer/add").text
    assert '<option selected value="food">食品饮料</option>' in guo.get(f"/customer/edit/{row.id}").text
    assert "食品饮料" in guo.get(f"/customer/show/{row.id}").text
    with unit_of_work():
        change_customer(row, note="仍在合作", **WHO)
    with pytest.raises(Invalid) as refused, unit_of_work():
        register_customer(name="另一家", industry="food", **WHO)
    assert set(refused.value.fields) == {"industry"}
    assert admin.send(f"/dictionary/{entry('food').id}/verb/restore").status_code == 302
    assert "food" in list(INDUSTRIES)


def test_only_what_was_added_and_is_not_used_can_be_removed(company: Company) -> None:
    with unit_of_work():
        own = verbs.add_entry(dictionary="source", code="", name_zh="直播带货", name_en="", sort=5, **WHO)
        register_customer(name="主播", source=own.code, **WHO)
    assert next(iter(SOURCES)) == own.code
    assert SOURCES[own.code] == "直播带货"
    for each in (own, entry("food")):
        with pytest.raises(Refused), unit_of_work():
            verbs.remove_entry(each, **WHO)
    with unit_of_work():
        spare = verbs.add_entry(dictionary="source", code="spare", name_zh="备用", name_en="", sort=5, **WHO)
        verbs.remove_entry(spare, **WHO)
    assert "spare" not in SOURCES


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"dictionary": "magic"}, "dictionary"),
        ({"code": "food"}, "code"),
        ({"code": "Ｆ!"}, "code"),
        ({"name_zh": "食品饮料"}, "name_zh"),
        ({"name_zh": ""}, "name_zh"),
    ],
)
def test_what_can_not_be_meant_is_told_at_the_field(admin: Browser, wrong: dict[str, str], field: str) -> None:
    sent = {"dictionary": "industry", "code": "new", "name_zh": "新的", "name_en": "", "sort": "5"} | wrong
    answer = admin.send("/dictionary/add", sent)
    assert answer.status_code == 422
    assert f'id="{field}-hint"' in answer.text


def test_the_policys_lists_are_shown_and_lead_to_the_pack(admin: Browser, guo: Browser) -> None:
    page = admin.get("/dictionary/list/?only=industry").text
    assert "食品饮料" in page
    assert "河北" not in page
    assert "/pack/show/" in page or "/packversion/show/" in page
    assert guo.get("/dictionary/list/").status_code in (302, 403), "an operator has no business there"
