"""Filters above a list: chips, small forms, an address that says everything."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from app.core import clock
from app.db import unit_of_work
from app.extensions import db
from app.web.spans import SPANS, bounds
from tests.web.shop import Book


def sent(client, **entries):
    """Where the form of a filter leads."""
    answer = client.get("/book/list/", query_string=entries)
    assert answer.status_code == 302, answer.text
    return answer.location


def test_a_filter_that_is_entered_becomes_part_of_the_address(scene):
    address = sent(scene.as_boss, f_col="title", f_op="ct", f_val="甲")
    assert parse_qs(urlsplit(address).query) == {"_flt_0_title": ["甲"]}
    page = scene.as_boss.get(address).text
    assert "甲书" in page
    assert "乙书" not in page
    assert "<strong>包含 “甲”</strong>" in page


def test_one_filter_leaves_the_others_as_they_are_and_goes_back_to_the_first_page(scene):
    address = sent(
        scene.as_boss,
        f_col="genre",
        f_val="law",
        _flt_0_title="书",
        _flt_0_price="5",
        page_BookView="3",
        psize_BookView="50",
    )
    asked = parse_qs(urlsplit(address).query)
    assert asked == {"_flt_0_title": ["书"], "_flt_0_price": ["5"], "psize_BookView": ["50"], "_flt_1_genre": ["law"]}


def test_several_choices_are_one_filter(scene):
    with unit_of_work():
        db.session.add(Book(code="B-3", title="丙书", shelf_id=scene.mine.id))
    address = sent(scene.as_boss, f_col="genre", f_val=["novel", "law", "nothing"])
    assert parse_qs(urlsplit(address).query) == {"_flt_3_genre": ["novel,law"]}
    page = scene.as_boss.get(address).text
    assert "甲书" in page
    assert "乙书" in page
    assert "丙书" not in page
    assert "Novel、Law" in page


def test_a_filter_is_taken_away_by_its_cross(scene):
    page = scene.as_boss.get("/book/list/?_flt_0_title=甲&_flt_1_genre=novel").text
    assert 'class="chip-off" href="/book/list/?_flt_1_genre=novel"' in page
    assert 'class="chip-off" href="/book/list/?_flt_0_title=' in page


def _today(monkeypatch, instant):
    """For filters alone: a session of half a year ago would have ended."""
    monkeypatch.setattr("app.web.filters.clock", SimpleNamespace(now=lambda: instant, local_day=clock.local_day))


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("today", "2026-03-02", "2026-03-02"),
        ("yesterday", "2026-03-01", "2026-03-01"),
        ("last7", "2026-02-24", "2026-03-02"),
        ("last30", "2026-02-01", "2026-03-02"),
        ("week", "2026-03-02", "2026-03-08"),
        ("month", "2026-03-01", "2026-03-31"),
        ("last_month", "2026-02-01", "2026-02-28"),
        ("year", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_span_of_days_is_counted_from_today(span, first, last):
    assert bounds(span, date(2026, 3, 2)) == (date.fromisoformat(first), date.fromisoformat(last))


def test_every_span_has_a_name_and_an_extent():
    assert all(bounds(span, date(2024, 12, 31))[0] <= date(2024, 12, 31) for span in SPANS)


def test_a_span_moves_with_the_calendar_and_ends_at_midnight_in_shanghai(scene, monkeypatch):
    with unit_of_work():
        scene.book.bought_at = datetime(2026, 2, 28, 16, 0, tzinfo=UTC)
        scene.foreign.bought_at = datetime(2026, 2, 28, 15, 59, tzinfo=UTC)
    address = sent(scene.as_boss, f_col="bought_at", f_span="month")
    assert parse_qs(urlsplit(address).query) == {"_flt_2_bought_at": ["month"]}
    _today(monkeypatch, datetime(2026, 3, 10, 4, tzinfo=UTC))
    march = scene.as_boss.get(address).text
    assert "甲书" in march
    assert "乙书" not in march
    _today(monkeypatch, datetime(2026, 2, 10, 4, tzinfo=UTC))
    february = scene.as_boss.get(address).text
    assert "乙书" in february
    assert "甲书" not in february


def test_from_and_until_are_one_chip(scene):
    address = sent(scene.as_boss, f_col="bought_at", f_from="2026-11-01", f_until="2026-11-30")
    assert "<strong>2026-11-01 至 2026-11-30</strong>" in scene.as_boss.get(address).text


@pytest.mark.parametrize(
    "query",
    [
        "f_col=nothing&f_val=x",
        "f_col=shelf&f_val=1",
        "f_col=title&f_op=nothing&f_val=x",
        "f_col=title&f_op=in&f_val=%00",
        "f_col=genre&f_val=nothing",
        "f_col=bought_at&f_span=forever",
        "f_col=price&f_from=abc",
        "f_col=lent&f_val=maybe",
        "_flt_2_bought_at=forever",
        "_flt_3_genre=,,,",
        "_flt_3_pages=1,x",
    ],
)
def test_nonsense_in_a_filter_is_no_server_error(scene, query):
    assert scene.as_boss.get(f"/book/list/?{query}", follow_redirects=True).status_code == 200


def test_an_empty_list_says_what_can_be_done(scene):
    assert "/book/list/?view=0" in scene.as_boss.get("/book/list/?_flt_0_title=none").text.split('class="empty"')[1]
    with unit_of_work():
        for book in (scene.book, scene.foreign):
            db.session.delete(book)
    assert 'href="/book/add"' in scene.as_boss.get("/book/list/").text.split('class="empty"')[1]
