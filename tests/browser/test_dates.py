"""Days and times as people pick and type them in a real browser: searching, promising, setting up the calendar."""

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect

from app.core import clock
from tests.browser.conftest import Login
from tests.browser.steps import press, register, submit


def test_every_kind_of_date_field_works_in_a_browser(login: Login, tmp_path: Path) -> None:
    operator = login("operator")
    number = register(operator, tmp_path)
    complaint = operator.url
    expect(operator.locator("#facts")).to_contain_text("2026-11-20 15:30")
    press(operator, "promise_callback")
    promised = clock.local(clock.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    operator.locator("[name=at]").click()
    operator.fill("[name=at]", promised.strftime("%Y-%m-%dT%H:%M"))
    submit(operator)
    expect(operator.locator("#deadlines")).to_contain_text(promised.strftime("%Y-%m-%d %H:%M"))

    site, today = complaint.partition("/complaint")[0], clock.local_day(clock.now())
    for since, found in ((today, True), (today + timedelta(days=1), False)):
        operator.goto(f"{site}/complaint/list/")
        operator.locator(".chip-add > summary").click()
        received = operator.locator(".filter-field").filter(has_text="受理时间")
        received.locator("> summary").click()
        received.locator("[name=f_from]").fill(since.isoformat())
        received.get_by_role("button", name="应用").click()
        expect(operator.get_by_role("link", name=number)).to_have_count(1 if found else 0)
