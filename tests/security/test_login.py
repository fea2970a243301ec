"""Logging in: what is refused and told, when an account locks and opens, when sessions and tokens end."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.core.errors import Invalid
from app.db import by_id, unit_of_work
from app.events import history_of
from app.extensions import db
from app.security import Person
from app.security.login import authenticate, end_sessions
from app.security.models import LoginAttempt
from app.security.passwords import DEMO_PASSWORD, check_quality, hashed
from app.security.people import activate, change_own_password, deactivate, set_password
from app.security.throttle import ACCOUNT_LIMIT, ADDRESS_LIMIT, LOCK, WINDOW, sweep_attempts
from tests.people import PASSWORD, Browser, browser, login, make_person

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
NEW = "three-little-parcels"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def li(app: Flask) -> Person:
    return make_person("li")


def try_login(client: Browser, username: str, password: str) -> Any:
    return client.post("/login/", data={"username": username, "password": password, "csrf_token": client.token()})


def token_of(client: Browser, username: str = "li", password: str = PASSWORD) -> Any:
    body = {"username": username, "password": password, "provider": "db"}
    return client.post("/api/v1/security/login", json=body)


def is_in(client: Browser) -> bool:
    return client.get("/").status_code == 200


def test_by_user_name_or_e_mail(app: Flask, li: Person) -> None:
    for name in ("li", " li ", "li@example.com"):
        assert authenticate(name, PASSWORD, address="::1", now=NOW) is not None


@pytest.mark.parametrize("name", ["wang", "", "li\0", "x" * 100_000, "😀"])
def test_unknown_names_are_refused(app: Flask, li: Person, name: str) -> None:
    assert authenticate(name, PASSWORD, address="::1", now=NOW) is None


@pytest.mark.parametrize("password", ["wrong", "", PASSWORD + "\0", "x" * 100_000])
def test_wrong_passwords_are_refused(app: Flask, li: Person, password: str) -> None:
    assert authenticate("li", password, address="::1", now=NOW) is None


def test_a_wrong_name_and_a_wrong_password_look_the_same(app: Flask, li: Person) -> None:
    answers = [try_login(browser(app), name, "wrong") for name in ("li", "nobody")]
    assert [answer.status_code for answer in answers] == [401, 401]
    texts = [answer.text.replace("nobody", "li") for answer in answers]
    assert len(texts[0]) == len(texts[1])


def test_an_account_locks_after_some_failures_and_opens_by_itself(app: Flask, li: Person, clock: Any) -> None:
    client = browser(app)
    for _ in range(ACCOUNT_LIMIT):
        assert try_login(client, "li", "wrong").status_code == 401
    answer = try_login(client, "li", PASSWORD)
    assert answer.status_code == 401
    assert "09:16" in answer.text
    assert not is_in(client)
    clock.shift(LOCK)
    assert try_login(client, "li", PASSWORD).status_code == 302


def test_an_unknown_account_locks_alike(app: Flask, clock: Any) -> None:
    client = browser(app)
    answers = [try_login(client, "nobody", "wrong").text for _ in range(ACCOUNT_LIMIT + 1)]
    assert "09:16" in answers[-1]


def test_name_and_e_mail_share_one_counter(app: Flask, li: Person) -> None:
    for name in ("li", "li@example.com", "LI@example.com".lower(), "li", "li@example.com"):
        assert authenticate(name, "wrong", address="::1", now=NOW) is None
    with pytest.raises(Exception, match="Too many"):
        authenticate("li", PASSWORD, address="::2", now=NOW)


def test_the_api_counts_with_the_form(app: Flask, li: Person, clock: Any) -> None:
    client = browser(app)
    for _ in range(ACCOUNT_LIMIT):
        assert token_of(client, password="wrong").status_code == 401
    answer = token_of(client)
    assert answer.status_code == 429
    assert answer.json["error"]["code"] == "too_many"
    assert "09:16" in try_login(client, "li", PASSWORD).text


def test_an_address_that_tries_many_names_is_locked(app: Flask, li: Person) -> None:
    for number in range(ADDRESS_LIMIT):
        assert authenticate(f"guess{number}", "wrong", address="203.0.113.9", now=NOW) is None
    with pytest.raises(Exception, match="Too many"):
        authenticate("li", PASSWORD, address="203.0.113.9", now=NOW)
    assert authenticate("li", PASSWORD, address="203.0.113.10", now=NOW) is not None


def test_a_whole_call_centre_behind_one_address_may_log_in(app: Flask, li: Person) -> None:
    for _ in range(ADDRESS_LIMIT + 5):
        assert authenticate("li", PASSWORD, address="203.0.113.9", now=NOW) is not None


def test_failures_long_ago_dont_count(app: Flask, li: Person) -> None:
    for _ in range(ACCOUNT_LIMIT - 1):
        authenticate("li", "wrong", address="::1", now=NOW)
    later = NOW + WINDOW
    assert authenticate("li", "wrong", address="::1", now=later) is None
    assert authenticate("li", PASSWORD, address="::1", now=later) is not None


def test_old_counters_are_swept_away(app: Flask, li: Person) -> None:
    authenticate("nobody", "wrong", address="::1", now=NOW)
    sweep_attempts(NOW + WINDOW + LOCK + timedelta(seconds=1))
    assert db.session.scalar(select(func.count()).select_from(LoginAttempt)) == 0


def test_four_logins_at_once_of_one_person_all_succeed(app: Flask, li: Person) -> None:
    """They count on the same two rows: neither a wait in a ring nor a row that vanished meanwhile."""

    def log_in(_number: int) -> bool:
        with app.app_context():
            return authenticate("li", PASSWORD, address="::1", now=NOW) is not None

    db.session.rollback()
    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(log_in, range(24)))


def test_the_last_login_is_shown(app: Flask, li: Person, clock: Any) -> None:
    login(browser(app), "li")
    clock.shift(timedelta(minutes=30))
    client = browser(app)
    try_login(client, "li", "wrong")
    login(client, "li")
    assert "2026-11-20 09:00" in client.get("/").text


def test_the_demo_password_doesnt_work_in_production(app: Flask, li: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    with unit_of_work():
        li.password = hashed(DEMO_PASSWORD)
    assert authenticate("li", DEMO_PASSWORD, address="::1", now=NOW) is not None
    monkeypatch.setattr(app.config["SETTINGS"], "env", "production")
    assert authenticate("li", DEMO_PASSWORD, address="::1", now=NOW) is None


def test_a_stolen_cookie_is_worthless_after_the_logout(app: Flask, li: Person) -> None:
    client, thief = login(browser(app), "li"), browser(app)
    cookie = client.get_cookie("kesu")
    assert cookie is not None
    thief.set_cookie("kesu", cookie.value)
    assert is_in(thief)
    assert client.send("/logout/").status_code == 302
    assert not is_in(client)
    assert not is_in(thief)
    assert is_in(login(client, "li"))


def test_a_cookie_ends_after_a_shift(app: Flask, li: Person, clock: Any) -> None:
    client = login(browser(app), "li")
    clock.shift(timedelta(hours=11))
    assert is_in(client)
    clock.shift(timedelta(hours=13))
    assert not is_in(client)


def test_a_new_password_ends_sessions_and_tokens(app: Flask, li: Person) -> None:
    client, program = login(browser(app), "li"), browser(app)
    bearer = {"Authorization": f"Bearer {token_of(program).json['access_token']}"}
    assert program.get("/api/v1/complaint/", headers=bearer).status_code == 403
    with unit_of_work():
        set_password(li, password=NEW, actor=None, now=NOW)
    assert not is_in(client)
    assert program.get("/api/v1/complaint/", headers=bearer).status_code == 401
    assert login(client, "li", NEW)
    assert history_of(li)[-1].verb == "set_password"
    assert NEW not in str(history_of(li)[-1].facts)


def test_a_new_password_opens_a_locked_account(app: Flask, li: Person) -> None:
    for _ in range(ACCOUNT_LIMIT):
        authenticate("li", "wrong", address="::1", now=NOW)
    with unit_of_work():
        set_password(li, password=NEW, actor=None, now=NOW)
    assert authenticate("li", NEW, address="::1", now=NOW) is not None


def test_a_deactivated_person_is_out_at_once_and_an_activated_one_back(app: Flask, li: Person) -> None:
    client = login(browser(app), "li")
    with unit_of_work():
        deactivate(li, actor=None, now=NOW)
    assert not is_in(client)
    assert try_login(client, "li", PASSWORD).status_code == 401
    with unit_of_work():
        activate(li, actor=None, now=NOW)
    assert not is_in(client)
    assert is_in(login(client, "li"))


def test_ones_own_password_needs_the_present_one(app: Flask, li: Person) -> None:
    refused = (("wrong", NEW, "present"), (PASSWORD, PASSWORD, "password"), (PASSWORD, "x", "password"))
    for present, new, field in refused:
        with pytest.raises(Invalid) as error, unit_of_work():
            change_own_password(li, present=present, password=new, now=NOW)
        assert set(error.value.fields) == {field}
    with unit_of_work():
        change_own_password(li, present=PASSWORD, password=NEW, now=NOW)
    assert authenticate("li", NEW, address="::1", now=NOW) is not None


def test_sessions_end_for_one_person_only(app: Flask, li: Person) -> None:
    make_person("wang")
    mine, other = login(browser(app), "li"), login(browser(app), "wang")
    with unit_of_work():
        end_sessions(by_id(Person, li.id))  # type: ignore[arg-type]
    assert not is_in(mine)
    assert is_in(other)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "123456789",
        "1234567890",
        "0987654321",
        "abcdefghijkl",
        "qwertyuiop",
        "aaaaaaaaaaaa",
        "abababababab",
        "Password123",
        "woaini1314520",
        DEMO_PASSWORD,
        "my name is li.ming",
        "call 13800138000",
        "x" * 201,
    ],
)
def test_easy_passwords_are_refused_at_the_field(password: str) -> None:
    with pytest.raises(Invalid) as error:
        check_quality(password, ("li.ming", "13800138000"))
    assert set(error.value.fields) == {"password"}


@pytest.mark.parametrize("password", [NEW, "快递员今天很准时到达", "x9!Kd02_pQ"])
def test_good_passwords_are_accepted(password: str) -> None:
    assert check_quality(password, ("li.ming", "13800138000", "")) is None
