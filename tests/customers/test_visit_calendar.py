"""Visits on the wall: a month, a week, one's own or everybody's; on the first page; in parts of the list."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.clock import SHANGHAI
from app.customers.models import Customer, Tier
from app.customers.verbs import register_customer
from app.customers.visits import verbs
from app.customers.visits.calendar import days_of, step
from app.customers.visits.models import Visit
from app.db import unit_of_work
from app.extensions import db
from app.security import Person
from tests.complaints.company import MONDAY, Company
from tests.complaints.desks import every_right, manager
from tests.people import Browser, browser, login, make_person

NOON = datetime(2099, 6, 17, 12, 0, tzinfo=SHANGHAI)
"""A Wednesday far ahead."""
PAGE = "/visit-calendar/?day=2099-06-17"


@pytest.fixture
def boss(app: Flask, company: Company) -> Browser:
    make_person("boss", department=company.department("jianghan"), permissions=every_right())
    return login(browser(app), "boss")


@pytest.fixture
def plan(company: Company) -> Callable[..., Visit]:
    """Plan a visit of a customer of that name, by 赵强 unless another is named."""

    def planned(name: str, at: datetime = NOON, by: str = "zhao") -> Visit:
        with unit_of_work():
            person = db.session.scalars(select(Person).where(Person.username == by)).one()
            customer = register_customer(name=name, actor=company.person("zhao"), now=MONDAY)
            return verbs.plan(customer_id=customer.id, planned_at=at, way="phone", actor=person, now=MONDAY)

    return planned


def boxes(page: str) -> list[str]:
    return re.findall(r'<li class="plan-day.*?</li>', page, re.DOTALL)


def test_a_month_is_drawn_in_whole_weeks(boss: Browser, plan: Callable[..., Visit]) -> None:
    plan("宜昌长江食品厂")
    page = boss.get(f"{PAGE}&whose=all").text
    assert len(boxes(page)) == 35
    (box,) = [each for each in boxes(page) if "宜昌长江食品厂" in each]
    assert 'datetime="2099-06-17"' in box
    assert "12:00" in box


def test_a_week_has_seven_days(boss: Browser, plan: Callable[..., Visit]) -> None:
    plan("宜昌长江食品厂", NOON + timedelta(days=7))
    here, next_one = (
        boss.get(f"/visit-calendar/?span=week&whose=all&day={day}").text for day in ("2099-06-17", "2099-06-24")
    )
    assert len(boxes(here)) == 7
    assert ["宜昌长江食品厂" in page for page in (here, next_one)] == [False, True]


def test_ones_own_and_everybodys(boss: Browser, plan: Callable[..., Visit]) -> None:
    plan("宜昌长江食品厂")
    plan("襄阳汉水汽配", by="boss")
    shown = {whose: boss.get(f"{PAGE}&whose={whose}").text for whose in ("mine", "all", "")}
    assert ["宜昌长江食品厂" in shown[whose] for whose in ("mine", "all", "")] == [False, True, False]
    assert all("襄阳汉水汽配" in page for page in shown.values())


def test_what_does_not_fit_into_a_day_is_a_week_away(boss: Browser, plan: Callable[..., Visit]) -> None:
    for number in range(6):
        plan(f"客户{number}", NOON + timedelta(minutes=number))
    (box,) = [each for each in boxes(boss.get(f"{PAGE}&whose=all").text) if "客户0" in each]
    assert "另有 2 项" in box
    assert "客户5" in boss.get(f"{PAGE}&whose=all&span=week").text


def test_cancelled_visits_and_those_of_other_stations_are_not_drawn(
    app: Flask, company: Company, boss: Browser, plan: Callable[..., Visit]
) -> None:
    visit = plan("宜昌长江食品厂")
    sun = manager(app, company, "hongshan", everywhere=True)
    assert "宜昌长江食品厂" not in sun.get(f"{PAGE}&whose=all").text
    with unit_of_work():
        verbs.cancel(visit, note="停产", actor=None, now=MONDAY)
    assert "宜昌长江食品厂" not in boss.get(f"{PAGE}&whose=all").text


@pytest.mark.parametrize("day", ["", "soon", "2026-02-30", "0001-01-01", "9999-12-31", "２０２６－１１－１１", "\0"])
def test_a_day_that_is_none_is_no_error(boss: Browser, day: str) -> None:
    assert boss.get("/visit-calendar/", query_string={"day": day, "span": "year", "whose": "x"}).status_code == 200


def test_the_days_of_a_span_and_the_span_beside() -> None:
    week = days_of("week", date(2026, 11, 25))
    assert (week[0], week[-1]) == (date(2026, 11, 23), date(2026, 11, 29))
    assert (days_of("month", date(2026, 11, 25))[0], step("month", date(2026, 12, 31), 1)) == (
        date(2026, 10, 26), date(2027, 1, 1),
    )  # fmt: skip
    assert step("week", date(2026, 1, 2), -1) == date(2025, 12, 26)


def test_ones_own_visits_stand_on_the_first_page(boss: Browser, plan: Callable[..., Visit]) -> None:
    assert "我的拜访" not in boss.get("/").text
    plan("宜昌长江食品厂")
    plan("襄阳汉水汽配", by="boss")
    page = boss.get("/").text
    assert "我的拜访" in page
    assert ["宜昌长江食品厂" in page, "襄阳汉水汽配" in page] == [False, True]


def test_parts_of_the_list(boss: Browser, plan: Callable[..., Visit]) -> None:
    missed, mine = plan("宜昌长江食品厂"), plan("襄阳汉水汽配", by="boss")
    with unit_of_work():
        verbs.miss(missed, now=missed.due_at)
    names = ("宜昌长江食品厂", "襄阳汉水汽配")
    parts = {
        part: boss.get(f"/visit/list/?only={part}").text for part in ("mine", "week", "missed", "open", "my_missed")
    }
    found = {part: [name in page for name in names] for part, page in parts.items()}
    assert found["mine"] == [False, True]
    assert found["missed"] == [True, False]
    assert found["open"] == [True, True]
    assert found["week"] == found["my_missed"] == [False, False]
    assert mine.no in boss.get("/visit/export/csv").text


def test_a_tier_says_how_its_customers_are_visited(boss: Browser, company: Company) -> None:
    tier = db.session.get_one(Customer, company.customer_id).tier
    token = {"X-CSRFToken": boss.token("/")}
    page = boss.get(f"/tier/edit/{tier.id}").text
    assert "上门拜访" in page
    seen = re.search(r'name="seen_version"[^>]*value="([^"]*)"', page)
    assert seen is not None
    facts = {
        "code": "gold",
        "name_zh": "金牌",
        "rank": "10",
        "followup_days": "30",
        "visit_way": "onsite",
        "active": "y",
    }
    answer = boss.post(f"/tier/edit/{tier.id}", data=facts | {"seen_version": seen[1]}, headers=token)
    assert answer.status_code == 302, answer.text
    db.session.expire_all()
    assert db.session.get_one(Tier, tier.id).visit_way == "onsite"
