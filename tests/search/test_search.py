"""The search box: the right rows on both databases, within one's reach, nothing of what is sealed."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.complaints import workflow
from app.complaints.models import Complaint
from app.core import clock
from app.customers.models import Contact, Customer, Waybill
from app.customers.verbs import add_contact, register_customer
from app.db import by_id, unit_of_work
from app.extensions import db
from app.search import Finder, fill_where_empty, rebuild, register_finder
from app.search.models import SearchEntry
from tests.complaints.company import MONDAY, Company, found, told
from tests.complaints.desks import manager, operator
from tests.kept import kept
from tests.people import Browser, browser, login, make_person


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def company(app: Flask) -> Company:
    return kept(found)


@pytest.fixture
def desk(app: Flask, company: Company) -> Browser:
    return operator(app, company)


def complain(company: Company, description: str, **facts: Any) -> int:
    """李娜 registers one; its id."""
    with unit_of_work():
        row = workflow.register(
            **told(company, description=description, **facts), actor=company.person("li"), now=clock.now()
        )
        return row.id


def names(desk: Browser, asked: str) -> list[str]:
    """What is suggested."""
    answer = desk.get("/search/suggest", query_string={"q": asked}).json
    return [hit["name"] for group in answer["groups"] for hit in group["hits"]]


def number(complaint_id: int) -> str:
    return db.session.scalars(sa.select(Complaint.no).where(Complaint.id == complaint_id)).one()


@pytest.mark.parametrize(
    "asked", ["瓷碗", "碎了五只", "瓷碗碎", "碎了五只,司机", "ＡＢ１２", "ab12", "b12箱", "瓷碗 司机"]
)
def test_any_part_of_two_characters_or_more_is_found(company: Company, desk: Browser, asked: str) -> None:
    mine = complain(company, "箱里的瓷碗碎了五只,司机说AB12箱没有加固")
    complain(company, "包裹晚到三天,碗还好,瓷器也在,五只")
    assert names(desk, asked) == [number(mine)]


@pytest.mark.parametrize("asked", ["碗瓷", "五只碎了", "司机 晚到", "%", "_", "瓷%", "\0", "碗碎瓷", '"', "x" * 5000])
def test_what_is_not_there_is_not_found(company: Company, desk: Browser, asked: str) -> None:
    complain(company, "箱里的瓷碗碎了五只,司机说AB12箱没有加固")
    assert names(desk, asked) == []


def test_one_character_is_too_little_and_the_page_says_so(company: Company, desk: Browser) -> None:
    complain(company, "碗碎了")
    assert desk.get("/search/suggest?q=碗").json == {"groups": [], "enough": False}
    assert "请至少输入两个字。" in desk.get("/search/?q=碗").text


def test_the_same_rows_as_a_plain_like(company: Company, desk: Browser) -> None:
    texts = ["破损严重", "外箱破,损失大", "破 损", "有破损", "损破", "无", "破损破损", "A破损B"]
    for text in texts:
        complain(company, text, place=text[::-1])
    for asked in ("破损", "损破", "外箱", "箱外", "A破", "破损B", "损严"):
        like = sa.or_(Complaint.description.contains(asked), Complaint.place.contains(asked))
        wanted = set(db.session.scalars(sa.select(Complaint.no).where(like)))
        page = desk.get("/search/", query_string={"q": asked, "kind": "complaint"}).text
        assert {no for no in db.session.scalars(sa.select(Complaint.no)) if f">{no}<" in page} == wanted, asked


def test_a_number_is_found_whole_and_in_part(company: Company, desk: Browser) -> None:
    mine = number(complain(company, "外箱破损"))
    assert names(desk, mine) == [mine]
    assert names(desk, mine.lower()) == [mine]
    assert names(desk, mine[-6:]) == [mine]
    assert "XB2026112300017" in names(desk, "2300017")


def test_a_telephone_is_found_whole_and_by_its_last_four_digits_and_shown_masked(app: Flask, company: Company) -> None:
    mine = number(complain(company, "外箱破损", phone="13812345678", complainant="王芳"))
    with unit_of_work():
        customer = db.session.get_one(Customer, company.customer_id)
        add_contact(customer, name="何平", phone="13812345678", actor=None, now=clock.now())
    desk = operator(app, company)
    for asked in ("13812345678", "+86 138 1234 5678", "138-1234-5678", "5678", "１３８１２３４５６７８"):
        assert set(names(desk, asked)) == {mine, "何平"}, asked
    assert names(desk, "1381234") == [], "a part of a number is no number"
    assert "13812345678" not in desk.get("/search/suggest?q=5678").text
    assert "138****5678" in desk.get("/search/suggest?q=5678").text


def test_nothing_sealed_is_in_the_index(company: Company) -> None:
    complain(company, "外箱破损", phone="13812345678", email="wang@example.com")
    with unit_of_work():
        customer = db.session.get_one(Customer, company.customer_id)
        add_contact(customer, name="何平", phone="13812345678", actor=None, now=clock.now())
    for entry in db.session.scalars(sa.select(SearchEntry)):
        assert "1234567" not in entry.text
        assert "5678" not in entry.grams


@pytest.mark.parametrize("column", ["phone", "phone_sealed", "extra_nothing"])
def test_a_sealed_column_cannot_be_registered(column: str) -> None:
    with pytest.raises(TypeError, match="no column in clear"):
        register_finder(Finder(Contact, "ContactView", "", "", (column,), lambda: Contact.id, lambda row: ()))


def test_the_index_changes_with_the_row_in_the_same_transaction(company: Company, desk: Browser) -> None:
    mine = complain(company, "外箱破损")
    with unit_of_work():
        facts = {"title": "内物短少", "description": "内物短少"}
        workflow.amend(by_id(Complaint, mine), **facts, actor=company.person("li"), now=clock.now())
    assert names(desk, "破损") == []
    assert names(desk, "短少") == [number(mine)]

    with pytest.raises(ZeroDivisionError), unit_of_work():
        db.session.get_one(Complaint, mine).description = "时效延误"
        db.session.flush()
        raise ZeroDivisionError
    assert names(desk, "延误") == []
    assert names(desk, "短少") == [number(mine)]


def test_what_is_deleted_is_found_no_more(company: Company, desk: Browser) -> None:
    with unit_of_work():
        row = Waybill(no="XB2026112399999", goods="冷冻海鲜")
        db.session.add(row)
    assert names(desk, "海鲜") == ["XB2026112399999"]
    with unit_of_work():
        db.session.delete(db.session.get_one(Waybill, row.id))
    assert names(desk, "海鲜") == []
    assert db.session.scalar(sa.select(SearchEntry.id).where(SearchEntry.text.contains("海鲜"))) is None


def test_a_bulk_update_of_searched_columns_is_refused(company: Company) -> None:
    with pytest.raises(RuntimeError, match="set searched columns on the row"), unit_of_work():
        db.session.execute(sa.update(Complaint).values(title="x"))
    with unit_of_work():
        db.session.execute(sa.update(Complaint).values(urgent=True))


def test_another_stations_records_are_not_found(app: Flask, company: Company, desk: Browser) -> None:
    """A complaint that nobody has dispatched, and a customer of Hongshan: the manager of Jianghan finds neither."""
    complain(company, "瓷碗碎了")
    with unit_of_work():
        hongshan = company.departments["hongshan"]
        tea = register_customer(name="洪山瓷碗行", department_id=hongshan, actor=None, now=clock.now())
        add_contact(tea, name="何瓷碗", phone="13900139008", actor=None, now=clock.now())
    assert len(names(desk, "瓷碗")) == 3
    jianghan = manager(app, company, "jianghan")
    assert names(jianghan, "瓷碗") == []
    assert names(jianghan, "13900139008") == []
    assert names(jianghan, "9008") == []


def test_what_one_may_not_open_is_not_searched(app: Flask, company: Company) -> None:
    complain(company, "瓷碗碎了")
    make_person("clerk", permissions=[("can_show", "WaybillView"), ("can_list", "ComplaintView")])
    clerk = login(browser(app), "clerk")
    assert names(clerk, "瓷碗") == []
    assert names(clerk, "XB2026112300017") == ["XB2026112300017"]
    assert browser(app).get("/search/suggest?q=瓷碗").status_code == 302
    assert browser(app).get("/search/?q=瓷碗").status_code == 302


def test_the_page_shows_where_the_word_stands_and_markup_is_text(company: Company, desk: Browser) -> None:
    complain(company, "<script>alert(1)</script>外箱破损", place="<script>alert(2)</script>三号仓库")
    page = desk.get("/search/?q=仓库").text
    assert "<mark>仓库</mark>" in page
    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page
    assert "<script>alert" not in desk.get("/search/suggest?q=仓库").json["groups"][0]["hits"][0]["piece"]


def test_one_kind_is_read_page_by_page(company: Company, desk: Browser) -> None:
    with unit_of_work():
        db.session.add_all([Waybill(no=f"YD{n:04}", goods="瓷碗") for n in range(30)])
    first = desk.get("/search/?q=瓷碗&kind=waybill").text
    second = desk.get("/search/?q=瓷碗&kind=waybill&page=1").text
    shown = [sum(f">YD{n:04}<" in page for n in range(30)) for page in (first, second)]
    assert shown == [25, 5]
    assert "YD0029" in first
    for nonsense in ("page=-1", "page=x", "page=99999999", "kind=nothing", "kind=ab_user"):
        assert desk.get(f"/search/?q=瓷碗&{nonsense}").status_code == 200


def test_a_frequent_word_is_bounded_and_within_reach(
    app: Flask, company: Company, desk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More hits than are fetched at once: those of the reader's own station are found among all the others."""
    monkeypatch.setattr("app.search.finding.FEW", 5)
    jianghan, hongshan = (company.departments[code] for code in ("jianghan", "hongshan"))
    with unit_of_work():
        db.session.add(Waybill(no="YD-MINE", goods="瓷碗", origin_id=jianghan, destination_id=jianghan))
        db.session.flush()
        db.session.add_all([Waybill(no=f"YD{n:04}", goods="瓷碗", origin_id=hongshan) for n in range(20)])
    assert names(manager(app, company, "jianghan"), "瓷碗") == ["YD-MINE"]
    assert len(names(desk, "瓷碗")) == 5


def test_the_index_is_made_anew_by_a_command_and_after_an_upgrade(company: Company, desk: Browser) -> None:
    mine = complain(company, "瓷碗碎了")
    table: Any = SearchEntry.__table__
    with unit_of_work():
        db.session.execute(sa.delete(table))
        db.session.execute(sa.insert(table), [{"kind": "complaint", "owner_id": 999, "text": "瓷碗", "grams": []}])
    assert rebuild()["complaint"] == 1
    assert names(desk, "瓷碗") == [number(mine)]
    assert db.session.scalar(sa.select(SearchEntry.id).where(SearchEntry.owner_id == 999)) is None, "it is no record"
    with unit_of_work():
        db.session.execute(sa.delete(table))
    fill_where_empty()
    assert names(desk, "瓷碗") == [number(mine)]
