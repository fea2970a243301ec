"""The public page: a customer without a login, and a stranger who tries what the page gives away."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.core import clock
from app.core.errors import TooMany
from app.followups.models import FollowUp
from app.portal import limits
from tests.complaints.company import Company
from tests.followups.cases import after, closed, followups, token
from tests.people import Browser, browser

LATER = after(days=2)


@pytest.fixture
def link(company: Company) -> str:
    """The address in the customer's mail."""
    closed(company)
    return f"/s/{token()}"


def csrf(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found.group(1)


def send(customer: Browser, link: str, **facts: Any) -> Any:
    return customer.post(link, data={"csrf_token": csrf(customer.get(link).text)} | facts)


def answered() -> FollowUp:
    return followups()[-1]


@time_machine.travel(LATER, tick=False)
def test_a_customer_answers_without_a_login(app: Flask, link: str) -> None:
    customer = browser(app)
    assert "您对我们的处理" in customer.get(link).text or "How satisfied" in customer.get(link).text
    answer = send(customer, link, score="5", good=["fast", "friendly"], note="谢谢😀")
    assert (answer.status_code, answer.location) == (302, "/s/thanks?lang=zh")
    assert customer.get(answer.location).status_code == 200
    followup = answered()
    assert (followup.state, followup.score, followup.good, followup.note) == (
        "answered",
        5,
        ["fast", "friendly"],
        "谢谢😀",
    )


@time_machine.travel(LATER, tick=False)
def test_the_page_reveals_nothing_and_may_load_nothing(app: Flask, company: Company, link: str) -> None:
    answer = browser(app).get(link)
    for secret in ("TS2026", "王芳", "138", "wang.fang", "破损", "鑫源", "江汉"):
        assert secret not in answer.text, secret
    assert "<script" not in answer.text
    assert "sidebar" not in answer.text
    assert len(answer.text) < 8_000
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert "script-src" not in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_wrong_used_and_expired_links_get_the_same_page(app: Flask, link: str) -> None:
    with time_machine.travel(LATER, tick=False):
        wrong = browser(app).get("/s/" + "x" * 24)
        used = browser(app)
        assert send(used, link, score="4").status_code == 302
        pages = [
            wrong,
            used.get(link),
            browser(app).get("/s/" + "长" * 30),
            browser(app).post(link, data={"csrf_token": csrf(used.get("/login/").text), "score": "1"}),
        ]
    assert [page.status_code for page in pages[:3]] == [404] * 3
    assert len({page.text for page in pages[:3]}) == 1
    assert answered().score == 4


def test_an_expired_link_gets_it_too(app: Flask, link: str) -> None:
    with time_machine.travel(LATER + timedelta(days=7), tick=False):
        expired, wrong = browser(app).get(link), browser(app).get("/s/" + "x" * 24)
    assert (expired.status_code, expired.text) == (404, wrong.text)


@time_machine.travel(LATER, tick=False)
def test_the_language_is_switched_and_kept(app: Flask, link: str) -> None:
    customer = browser(app)
    assert 'lang="zh-CN"' in customer.get(link).text
    english = customer.get(f"{link}?lang=en").text
    assert "How satisfied are you" in english
    refused = customer.post(f"{link}?lang=en", data={"csrf_token": csrf(english), "note": "ok"})
    assert refused.status_code == 422
    assert "Please choose one of the five scores." in refused.text
    done = customer.post(f"{link}?lang=en", data={"csrf_token": csrf(english), "score": "3"})
    assert done.location == "/s/thanks?lang=en"
    assert "Thank you" in customer.get(done.location).text
    assert customer.get(f"{link}?lang=xx").status_code == 404


@time_machine.travel(LATER, tick=False)
@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"score": "6"},
        {"score": "0"},
        {"score": "5", "good": ["slow"]},
        {"score": "5", "note": "长" * 1001},
        {"score": "5", "note": "a\0b"},
    ],
)
def test_what_can_not_be_meant_is_told_and_nothing_is_lost(app: Flask, link: str, wrong: dict[str, Any]) -> None:
    answer = send(browser(app), link, **wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert answered().state == "sent"


@time_machine.travel(LATER, tick=False)
def test_a_form_of_another_site_is_refused(app: Flask, link: str) -> None:
    assert browser(app).post(link, data={"score": "1"}).status_code == 400
    assert answered().state == "sent"


def test_who_tries_many_links_waits_while_right_ones_cost_nothing(
    app: Flask, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WRONG_LINKS", 5)
    with time_machine.travel(LATER, tick=False) as travel:
        customer = browser(app)
        assert [customer.get(link).status_code for _ in range(20)] == [200] * 20
        assert [customer.get(f"/s/{'x' * 24}").status_code for _ in range(8)] == [404] * 5 + [429] * 3
        assert customer.get(link).status_code == 429
        other = {"REMOTE_ADDR": "10.0.0.9"}
        assert customer.get(link, environ_overrides=other).status_code == 200
        travel.shift(timedelta(minutes=16))
        assert customer.get(link).status_code == 200


def test_the_counter_itself_refuses(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WRONG_LINKS", 1)
    limits.count_lookup("10.1.1.1", clock.now())
    with pytest.raises(TooMany):
        limits.count_lookup("10.1.1.1", clock.now())
