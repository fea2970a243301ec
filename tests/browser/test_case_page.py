"""Working on a complaint: canned replies and colleagues offered while one writes, files looked at, two at once."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Login
from tests.browser.steps import arrived, press, register, submit
from tests.files.samples import png
from tests.outbox.mailserver import MailServer


@pytest.fixture
def complaint(login: Login, tmp_path: Path) -> Page:
    """The operator's window, on the page of a complaint just registered."""
    page = login("operator")
    register(page, tmp_path)
    return page


def test_a_note_is_written_with_a_canned_reply_and_a_colleague_is_told(complaint: Page, mail: MailServer) -> None:
    number = found(complaint)
    press(complaint, "note")
    box, keys = complaint.locator("[name=note]"), complaint.keyboard
    box.click()
    keys.type("/结束", delay=20)
    offers = complaint.locator(".compose-list [role=option]")
    expect(offers).to_have_count(1)
    expect(offers.first).to_contain_text("感谢您的理解")
    keys.press("Enter")
    expect(box).to_have_value(re.compile("^感谢您的理解与支持"))
    keys.type(" @admin", delay=20)
    expect(offers.first).to_be_visible()
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    keys.press("Enter")
    expect(complaint.locator(".compose-list")).to_be_hidden()
    submit(complaint)
    expect(complaint.locator("#timeline")).to_contain_text("感谢您的理解与支持")
    assert arrived(mail, lambda letter: number in letter["Subject"] and "admin@" in letter["To"])


def test_a_photo_opens_over_the_page_and_closes_again(complaint: Page, tmp_path: Path) -> None:
    photo = tmp_path / "外箱.png"
    photo.write_bytes(png(40, 30))
    press(complaint, "attach")
    complaint.set_input_files("[name=files]", photo)
    submit(complaint)
    complaint.get_by_role("link", name="外箱.png").first.click()
    box = complaint.locator("dialog#lightbox")
    expect(box).to_be_visible()
    expect(box.locator("img")).to_have_js_property("naturalWidth", 40)
    complaint.keyboard.press("Escape")
    expect(box).to_be_hidden()
    assert "/complaint/show/" in complaint.url


def test_two_see_each_other_and_the_second_chooses_between_both_texts(complaint: Page, login: Login) -> None:
    other = login("supervisor")
    other.goto(complaint.url)
    expect(other.locator(".presence")).to_contain_text("也在查看此页")
    press(complaint, "amend")
    press(other, "amend")
    expect(other.locator(".presence")).to_contain_text("正在办理", timeout=45_000)  # the next sign of life
    opened(complaint, "[name=place]").fill("汉口站台")
    submit(complaint)
    opened(other, "[name=place]").fill("汉阳站台")
    other.click(".form-actions [type=submit]")
    row = other.locator("#conflicts tbody tr").first
    expect(row).to_contain_text("汉口站台")
    place = other.locator("[name=place]")
    expect(place).to_have_value("汉阳站台")
    row.locator("[data-take]").click()
    expect(place).to_have_value("汉口站台")
    row.locator("[data-keep]").click()
    expect(place).to_have_value("汉阳站台")
    submit(other)
    expect(other.locator("main")).to_contain_text("汉阳站台")


def found(page: Page) -> str:
    """The number of the complaint that the window shows."""
    number = re.search(r"TS\d{8}-\d{4}", page.locator("h1").inner_text())
    assert number
    return number.group()


def opened(page: Page, selector: str) -> Locator:
    """A field that may be in a folded part of the form."""
    field = page.locator(selector)
    if not field.is_visible():
        page.locator("details", has=field).locator("summary").first.click()
    return field
