"""A complaint registered with the keyboard alone, the customer on the phone; a reload in the middle loses nothing."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Login


def test_the_keyboard_alone_registers_a_complaint(login: Login) -> None:
    page = login("operator")
    page.goto(re.sub(r"(https?://[^/]+)/.*", r"\1/complaint/add", page.url))
    keys = page.keyboard
    keys.type("HY26", delay=20)
    expect(page.locator("#panel [data-take-caller]").first).to_be_visible()
    keys.press("Alt+1")
    expect(page.locator("#panel")).to_contain_text("最近运单")
    keys.type("nwps", delay=20)
    keys.press("Enter")
    expect(page.locator("#category_id")).to_have_value("货损 / 内物破损")
    if page.locator("[name=channel]").input_value() == "":
        keys.press("Shift+Tab")  # telephone, name, channel
        keys.press("Shift+Tab")
        keys.press("Shift+Tab")
        keys.press("4")
        for _back in range(3):
            keys.press("Tab")
    for _step in range(3):  # waybill, station, what happened
        keys.press("Tab")
    keys.type("外箱破损，碎了五只碗。")
    keys.press("Tab")
    keys.press("Tab")
    with page.expect_response("**/complaint/draft", timeout=45_000):
        keys.type("1500")
    expect(page.locator("#preview")).to_contain_text("中度")
    expect(page.locator("#preview")).to_contain_text("四(四)1B")
    expect(page.locator("#draft-state")).to_contain_text("草稿已保存")
    page.wait_for_url("**/complaint/add?draft=*")
    expect(page.locator("[name=draft_revision]")).not_to_have_value("")
    page.reload()
    expect(page.locator("[name=description]")).to_have_value("外箱破损，碎了五只碗。")
    expect(page.locator("#category_id")).to_have_value("货损 / 内物破损")
    keys.press("Control+Enter")
    dialog = page.locator("dialog#readback")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("您要求赔偿 ¥1,500.00")
    keys.press("Enter")
    page.wait_for_url("**/complaint/show/**")
    expect(page.locator("h1")).to_contain_text(re.compile(r"TS\d{8}-\d{4}"))


def test_what_is_wrong_is_told_at_its_field_and_the_page_stays(login: Login) -> None:
    page = login("operator", width=390)
    page.goto(re.sub(r"(https?://[^/]+)/.*", r"\1/complaint/add", page.url))
    page.fill("[name=description]", "态度恶劣")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".field:has(#category_id) .live-error")).to_have_text("此项必填。")
    expect(page.locator("[name=description]")).to_have_value("态度恶劣")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
