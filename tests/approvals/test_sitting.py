"""A manager clears ten approvals in one sitting: by keyboard at a desk, by thumb on a telephone; in a real browser."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from app.db import unit_of_work
from app.extensions import db
from app.rectifications import verbs
from app.rectifications.models import RectificationReport
from tests.approvals.desks import at_desk
from tests.complaints.company import MONDAY, Company
from tests.people import PASSWORD
from tests.rectifications.reports import submitted, the

pytestmark = pytest.mark.browser
TEN = 10


@pytest.fixture
def window(app: Flask, company: Company, chrome: Browser) -> Iterator[Page]:
    """周明's successor at the province, ten reports waiting; no script fails, nothing is asked of other hosts."""
    at_desk(app, company, "province", "hubei", heads="head")
    for _ in range(TEN):
        submitted(company)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    faults: list[str] = []
    page = chrome.new_context(base_url=f"http://127.0.0.1:{server.port}", locale="zh-CN").new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    page.on("request", lambda asked: None if "127.0.0.1" in asked.url else faults.append(asked.url))
    page.goto("/login/")
    page.fill("#username", "province")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".sidebar")
    yield page
    page.context.close()
    server.shutdown()
    assert not faults


def opened(page: Page, width: int) -> list[str]:
    """The list of reports alone; what is loaded as a page from then on."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/approvals/?kind=rectification")
    expect(page.locator("#approvals-left")).to_contain_text(str(TEN))
    loads: list[str] = []
    page.on("request", lambda asked: loads.append(asked.url) if asked.is_navigation_request() else None)
    return loads


def states() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(RectificationReport.state).order_by(RectificationReport.id)))


def left(page: Page, count: int) -> None:
    expect(page.locator("#approvals-left")).to_contain_text(f"还剩 {count} 项")


def test_ten_in_one_sitting_from_the_keyboard(window: Page) -> None:
    loads = opened(window, 1440)
    window.keyboard.press("j")
    expect(window.locator(".approval-list li.here")).to_have_attribute("data-key", "rectification-2")
    window.keyboard.press("k")
    expect(window.locator(".approval-list li.here")).to_have_attribute("data-key", "rectification-1")
    for number in range(1, TEN + 1):
        expect(window.locator(f'.approval[data-key="rectification-{number}"]')).to_be_visible()
        if number == 4:
            window.keyboard.press("r")
            window.keyboard.type("写明j环节a")
            window.keyboard.press("Enter")
        else:
            window.keyboard.press("a")
        left(window, TEN - number)
    expect(window.locator("#approvals-done")).to_be_visible()
    assert loads == [], "no page was loaded for any decision"
    assert states() == ["approved"] * 3 + ["returned"] + ["approved"] * 6
    assert the(4).returns[0].text == "写明j环节a", "keys typed into a field are text"


def test_ten_by_thumb_on_a_telephone(window: Page) -> None:
    loads = opened(window, 390)
    assert window.evaluate("document.documentElement.scrollWidth") == 390
    for number in range(1, TEN + 1):
        expect(window.locator(f'.approval[data-key="rectification-{number}"]')).to_be_visible()
        button = window.locator('[data-decide="agree"] > button')
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["y"] + box["height"] <= 800, "within reach of the thumb without scrolling"
        button.click()
        left(window, TEN - number)
    expect(window.locator("#approvals-done")).to_be_visible()
    assert loads == []
    assert states() == ["approved"] * TEN


def test_what_another_has_decided_says_so_and_the_next_one_goes_on(window: Page, company: Company) -> None:
    opened(window, 1440)
    with unit_of_work():
        verbs.approve(the(1), submission=1, actor=company.person("province"), now=MONDAY)
    window.keyboard.press("a")
    expect(window.locator(".approval-refused")).to_contain_text("当前状态为")
    expect(window.locator('[data-key="rectification-1"].settled-gone')).to_be_visible()
    left(window, TEN - 1)
    window.keyboard.press("j")
    expect(window.locator('.approval[data-key="rectification-2"]')).to_be_visible()


def test_a_return_without_a_reason_stays_with_what_is_asked(window: Page) -> None:
    opened(window, 1440)
    window.keyboard.press("r")
    window.locator('[data-decide="other"] .approval-fields > button').click()
    expect(window.locator(".approval-refused")).to_be_visible()
    expect(window.locator('[data-decide="other"] .has-error')).to_have_count(1)
    window.keyboard.press("Escape")
    assert states() == ["submitted"] * TEN
