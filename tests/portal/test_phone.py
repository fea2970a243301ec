"""The customer's own telephone: a narrow screen, fingers, no script, and a mail with a link in it."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.complaints.company import Company
from tests.followups.cases import closed, followups, token
from tests.parts import chromium

pytestmark = pytest.mark.browser
FINGER = 44
"""Pixels; what is lower than that is missed by a thumb."""


@pytest.fixture
def phone(app: Flask, chrome: Browser) -> Iterator[Page]:
    """390 pixels wide. At the end nothing was asked of other hosts, and the policy had nothing to forbid."""
    chromium()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    faults: list[str] = []
    window = chrome.new_context(
        base_url=f"http://127.0.0.1:{server.port}",
        locale="zh-CN",
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    ).new_page()
    window.set_default_timeout(15_000)
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    window.on("request", lambda asked: None if "127.0.0.1" in asked.url else faults.append(asked.url))
    yield window
    window.context.close()
    server.shutdown()
    assert not faults


def test_a_customer_answers_with_a_thumb(company: Company, phone: Page) -> None:
    closed(company)
    link = f"/s/{token()}"
    phone.goto(link)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert lowest(phone, "fieldset label, button, header a") >= FINGER
    phone.click("header a[lang=en]")
    expect(phone.locator("legend").first).to_contain_text("How satisfied are you")
    phone.click("button[type=submit]")
    expect(phone.locator("[role=alert]")).to_contain_text("Please choose one of the five scores.")
    phone.locator(".scores label").nth(3).tap()
    phone.locator(".reasons").nth(1).locator("label").nth(4).tap()
    phone.fill("[name=note]", "两只碗还是碎的😢")
    phone.locator("button[type=submit]").tap()
    phone.wait_for_url("**/s/thanks**")
    expect(phone.locator("h1")).to_contain_text("Thank you")
    followup = followups()[-1]
    assert (followup.state, followup.score, followup.bad) == ("answered", 2, ["not_solved"])
    assert followup.note == "两只碗还是碎的😢"
    assert followup.complaint.state == "accepted", "dissatisfied: opened again"

    phone.goto(link)
    expect(phone.locator("form")).to_have_count(0)


def lowest(page: Page, selector: str) -> float:
    """Height of the lowest of these elements."""
    heights = page.locator(selector).evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    return min(heights)
