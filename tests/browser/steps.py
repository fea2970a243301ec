"""What people do in the browser tests: register, press a step's button and fill in its form, wait for a letter."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.files.samples import JPEG
from tests.outbox.mailserver import MailServer

CUSTOMER = "wang.fang@example.com"
STORY = "收到的快递外箱破损,里面12只瓷碗碎了5只,司机让我先签字。"


def register(page: Page, folder: Path, occurred_at: str = "2026-11-20T15:30") -> str:
    """The operator's form, filled in as the customer talks; gives the number."""
    page.goto(re.sub(r"(https?://[^/]+)/.*", r"\1/complaint/add", page.url))
    caller = page.get_by_role("combobox", name="来电人")
    caller.press_sequentially("HY26", delay=20)
    expect(page.locator("[role=listbox] [role=option]").first).to_be_visible()
    caller.press("ArrowDown")
    caller.press("Enter")
    page.fill("[name=complainant]", "王芳")
    page.fill("[name=phone]", "13900001234")
    page.select_option("[name=channel]", "hotline_400")
    category = page.get_by_role("combobox", name="投诉类型")
    category.press_sequentially("nwps", delay=20)
    category.press("Enter")
    expect(category).to_have_value("货损 / 内物破损")
    page.fill("[name=description]", STORY)
    page.fill("[name=claim]", "¥1,500.00")
    page.click("#more-facts summary")
    page.fill("[name=email]", CUSTOMER)
    page.fill("[name=occurred_at]", occurred_at)
    page.fill("[name=place]", "杭州市萧山区")
    photo = folder / "碎碗.jpg"
    photo.write_bytes(JPEG)
    page.set_input_files("[name=files]", photo)
    expect(page.locator("#picked img")).to_be_visible()
    page.click(".form-actions [type=submit]")
    page.locator("dialog#readback [value=yes]").click()
    page.wait_for_url("**/complaint/show/**")
    assert page.locator("#deadlines tbody tr").count() >= 3
    assert page.locator("#deadlines").get_by_text("四(六)").count() > 0
    assert page.get_by_role("link", name="碎碗.jpg").is_visible()
    found = re.search(r"TS\d{8}-\d{4}", page.locator("h1").inner_text())
    assert found
    return found.group()


def dispatch(page: Page, department: str) -> None:
    if "accept" in steps_open(page):
        step(page, "accept")
    page.click('a[href*="/verb/dispatch"]')
    options = page.locator("[name=department_id] option")
    label = next(text for text in options.all_inner_texts() if department in text)
    page.select_option("[name=department_id]", label=label)
    submit(page)


def step(page: Page, verb: str, **fields: str) -> None:
    """Press a step's button, fill in its own small form, send it; back on the complaint's page."""
    press(page, verb)
    for name, value in fields.items():
        field = page.locator(f"[name={name}]")
        field.select_option(value) if field.evaluate("f => f.tagName") == "SELECT" else field.fill(value)
    submit(page)


def press(page: Page, verb: str) -> None:
    """The step's button; the rarer ones are under “更多”."""
    button = page.locator(f'a[href*="/verb/{verb}"], form[action*="/verb/{verb}"] button').first
    if not button.is_visible():
        page.click(".more summary")
    button.click()


def confirm(page: Page) -> None:
    """Yes to the question that is asked before a step."""
    page.locator("dialog#confirm [value=yes]").click()
    page.wait_for_load_state()


def submit(page: Page) -> None:
    """Send the form; back on the page of what it is about. Neither is wider than the window."""
    assert fits(page)
    page.click(".form-actions [type=submit]")
    page.wait_for_url("**/show/**")
    assert fits(page)


def fits(page: Page) -> bool:
    """Nobody has to scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def steps_open(page: Page) -> set[str]:
    """Names of the steps that this person may take now."""
    links = page.locator('a[href*="/verb/"]').evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return {re.findall(r"/verb/(\w+)", link)[0] for link in links}


def arrived(mail: MailServer, wanted: Callable[[EmailMessage], bool]) -> EmailMessage:
    """The letter, as soon as the worker has sent it."""
    with mail.arrived:
        found = mail.arrived.wait_for(lambda: any(map(wanted, mail.received)), 30)
        assert found, [(letter["To"], letter["Subject"]) for letter in mail.received]
        return next(filter(wanted, mail.received))


def link_in(text: str) -> str:
    found = re.search(r"https?://\S+/complaint/show/\d+", text)
    assert found, text
    return found.group()
