"""What only a browser shows: the scripts run under the policy, the keyboard suffices, the menu opens on a phone."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from werkzeug.serving import make_server

from tests.people import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def page(app, scene, chrome) -> Iterator[Page]:
    """A window in which Anna is logged in; at the end nothing was asked of other hosts and no script failed."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    faults: list[str] = []
    window = chrome.new_context(base_url=f"http://127.0.0.1:{server.port}", locale="zh-CN").new_page()
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    window.on("request", lambda asked: None if "127.0.0.1" in asked.url else faults.append(asked.url))
    window.goto("/login/")
    window.fill("#username", "anna")
    window.fill("#password", PASSWORD)
    window.keyboard.press("Enter")
    window.wait_for_selector(".sidebar")
    yield window
    window.context.close()
    server.shutdown()
    assert not faults


def test_a_row_is_chosen_with_the_keyboard_and_a_wrong_date_stays(page: Page):
    page.goto("/book/add")
    page.fill("#code", "K-1")
    page.fill("#title", "键盘")
    page.fill("#shelf", "甲")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#shelf") == "甲架"
    page.fill("#bought_at", "2026-11-22T19:05")
    page.fill("#price", "很多")
    page.click(".form-actions button")
    assert page.input_value("#price") == "很多"
    assert page.input_value("#shelf") == "甲架"
    assert page.input_value("#bought_at") == "2026-11-22T19:05"
    page.fill("#price", "１２.5")
    page.click(".form-actions button")
    page.wait_for_url("**/book/show/*")
    assert "¥12.50" in page.text_content(".facts")
    assert "2026-11-22 19:05" in page.text_content(".facts")


def test_what_was_typed_but_not_chosen_is_not_sent_as_a_choice(page: Page):
    page.goto("/book/add")
    page.fill("#shelf", "甲")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("Escape")
    page.click(".form-actions button")
    assert page.input_value("#shelf") == "甲"
    assert page.is_visible("#shelf-hint .error")


def test_removing_asks_first(page: Page, scene):
    page.goto(f"/book/show/{scene.book.id}")
    page.click("button[data-confirm*='甲书']")
    page.click("#confirm button[value=no]")
    assert page.url.endswith(f"/book/show/{scene.book.id}")
    page.click("button[data-confirm*='甲书']")
    page.click("#confirm button[value=yes]")
    page.wait_for_url("**/book/list/")
    assert "B-1" not in page.text_content(".list-card")


def test_on_a_phone_the_menu_opens_and_nothing_is_wider_than_the_screen(page: Page):
    page.set_viewport_size({"width": 390, "height": 800})
    for path in ("/", "/book/list/", "/book/add", "/shelf/show/1"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.click("[data-toggle-menu]")
    page.click(".sidebar >> text=Books")
    page.wait_for_url("**/book/list/")
