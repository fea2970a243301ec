"""A list from the keyboard, a view saved and opened again, a search from anywhere."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Login
from tests.browser.site import Site


def test_a_list_is_worked_through_with_the_keyboard(site: Site, login: Login) -> None:
    page = login("supervisor")
    page.goto(f"{site.url}/complaint/list/")
    rows = page.locator("tbody > tr")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("x")
    expect(rows.nth(1).locator("[name=rowid]")).to_be_checked()
    expect(page.locator(".list-actions")).to_contain_text("已选 1 条")
    page.keyboard.press("?")
    expect(page.locator("#list-keys")).to_be_visible()
    page.keyboard.press("Escape")
    number = rows.nth(1).locator("a").first.inner_text()
    rows.nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/complaint/show/**")
    expect(page.locator("h1")).to_contain_text(number)


def test_a_step_for_several_rows_is_looked_at_before_it_is_taken(site: Site, login: Login) -> None:
    page = login("supervisor")
    page.goto(f"{site.url}/complaint/list/")
    for row in (0, 1):
        page.locator("tbody [name=rowid]").nth(row).check()
    page.get_by_role("button", name="添加备注").click()
    page.fill("[name=note]", "节前统一回访。")
    page.get_by_role("button", name="预览处理范围").click()
    expect(page.locator(".bulk-rows li")).to_have_count(2)
    page.get_by_role("button", name=re.compile("添加备注（")).click()
    expect(page.locator(".note-good, [role=status]").first).to_contain_text("已处理")


def test_a_view_is_filtered_saved_and_opened_from_the_menu(site: Site, login: Login) -> None:
    page = login("supervisor")
    page.goto(f"{site.url}/complaint/list/")
    filtered(page, "投诉程度", "重大")
    expect(page.locator(".chip").first).to_contain_text("重大")
    page.locator(".chooser summary", has_text="视图").click()
    page.get_by_role("link", name="存为视图").click()
    page.fill("[name=name]", "重大投诉")
    page.click(".form-actions [type=submit]")
    expect(page.locator("h1")).to_contain_text("重大投诉")
    page.goto(f"{site.url}/")
    page.locator(".saved-views a", has_text="重大投诉").click()
    expect(page.locator(".chip").first).to_contain_text("重大")
    expect(page.locator(".saved-views a[aria-current]")).to_have_text("重大投诉")
    page.locator(".chip-off").click()
    expect(page.locator(".chip:not(.chip-add)")).to_have_count(0)


def test_columns_and_order_are_there_again_the_next_time(site: Site, login: Login) -> None:
    page = login("agent")
    page.goto(f"{site.url}/customer/list/")
    page.locator(".chooser summary", has_text="列设置").click()
    page.locator(".column-list li", has_text="客户名称").or_(
        page.locator(".column-list li", has_text="名称")
    ).first.locator("[data-up]").click()
    page.get_by_role("button", name="按此显示").click()
    first = page.locator("thead th[scope=col]").first.inner_text().strip()
    with page.expect_response(lambda answer: answer.url.endswith("/customer/left")):
        page.locator("thead a[data-left-column=no]").click()
    page.goto(f"{site.url}/customer/list/")
    expect(page.locator("thead th[aria-sort]")).to_have_count(1)
    assert page.locator("thead th[scope=col]").first.inner_text().strip() == first


def test_search_from_anywhere_with_the_keyboard(site: Site, login: Login) -> None:
    page = login("operator")
    page.goto(f"{site.url}/complaint/list/")
    number = page.locator("tbody > tr a").first.inner_text()
    page.keyboard.press("/")
    page.keyboard.type(number, delay=5)
    option = page.locator("#search-list [role=option]").first
    expect(option).to_contain_text(number)
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/complaint/show/**")
    page.keyboard.press("/")
    page.keyboard.type("公司")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=**")
    expect(page.locator(".search-group").first).to_contain_text("公司")


def filtered(page: Page, column: str, choice: str) -> None:
    """Filter a column by one of its choices."""
    page.locator(".chip-add > summary").click()
    field = page.locator(".filter-field").filter(has_text=column).first
    field.locator("> summary").click()
    field.get_by_label(choice).check()
    field.get_by_role("button", name="应用").click()
