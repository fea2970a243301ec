"""The administrator makes a role and gives it to a new person, who then sees exactly that; and sets up the company."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Login

PASSWORD = "杭州西湖的荷花又开了"
BELOW_ZHEJIANG = ("浙江省区", "杭州萧山网点", "宁波鄞州网点", "义乌稠江网点", "温州瓯海网点")


def test_a_new_role_opens_exactly_what_it_was_given(login: Login) -> None:
    admin = login("admin")
    open_page(admin, "/role/add")
    admin.fill("[name=name]", "投诉查阅员")
    admin.get_by_label("本部门及下级部门").check()
    for box in ("can_list|ComplaintView", "can_show|ComplaintView", "can_note|ComplaintView", "can_list|DeadlineView"):
        admin.check(f'[value="{box}"]')
    save(admin, "**/role/show/**")

    open_page(admin, "/person/add")
    admin.fill("[name=username]", "reader.zj")
    admin.fill("[name=last_name]", "柳")
    admin.fill("[name=first_name]", "如烟")
    admin.fill("[name=email]", "reader.zj@example.com")
    department = admin.get_by_role("combobox", name="部门")
    department.press_sequentially("浙江", delay=20)
    admin.locator("[role=option]").first.click()
    admin.get_by_label("投诉查阅员").check()
    admin.fill("[name=password]", PASSWORD)
    admin.fill("[name=repeated]", PASSWORD)
    save(admin, "**/person/show/**")

    reader = login("reader.zj", PASSWORD)
    links = reader.locator("nav a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert {link for link in links if link.count("/") > 1} == {"/complaint/list/", "/deadline/list/"}
    open_page(reader, "/complaint/list/")
    shown = reader.locator("tbody tr").all_inner_texts()
    assert shown
    assert all(any(station in row for station in BELOW_ZHEJIANG) for row in shown), "no other province's complaints"
    reader.locator('tbody tr:not(:has-text("已归档")) a').first.click()
    reader.wait_for_url("**/complaint/show/**")
    steps = reader.locator('a[href*="/verb/"]').evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert {step.rsplit("/", 1)[1].split("?")[0] for step in steps} == {"note"}
    assert open_page(reader, "/customer/list/") == 403
    expect(reader.locator("main")).to_contain_text("权限")


def test_a_department_without_a_head_is_answered_for_by_the_level_above(login: Login) -> None:
    admin = login("admin")
    open_page(admin, "/department/add")
    admin.fill("[name=code]", "zj05")
    admin.fill("[name=name]", "嘉兴南湖网点")
    admin.select_option("[name=kind]", "station")
    admin.get_by_role("combobox", name="上级部门").press_sequentially("浙江", delay=20)
    admin.locator("[role=option]").first.click()
    save(admin, "**/department/show/**")
    open_page(admin, "/department/list/")
    expect(admin.get_by_role("row", name="嘉兴南湖网点")).to_contain_text("空缺，由上级章亦凡（浙江省区）代理")


def test_a_category_a_day_off_and_a_template_are_changed_in_the_browser(login: Login) -> None:
    admin = login("admin")
    open_page(admin, "/category/list/")
    admin.get_by_role("row", name="外包装破损").get_by_role("link", name="修改").click()
    admin.fill("[name=name_zh]", "外包装破损或变形")
    save(admin, "**/category/**")
    open_page(admin, "/category/list/")
    expect(admin.get_by_role("row", name="外包装破损或变形")).to_be_visible()

    open_page(admin, "/calendar-day/add")
    admin.fill("[name=day]", "2027-01-01")
    admin.select_option("[name=kind]", "holiday")
    admin.fill("[name=label]", "元旦")
    save(admin, "**/calendar-day/**")

    open_page(admin, "/message-template/list/")
    admin.locator("tbody tr").first.get_by_role("link", name="修改").click()
    subject = admin.locator("[name=subject]")
    subject.fill("{{ 不存在的内容 }}")
    admin.click(".form-actions [type=submit]")
    expect(subject).to_have_value("{{ 不存在的内容 }}")
    expect(admin.locator("[role=alert]").first).to_be_visible()


def open_page(page: Page, path: str) -> int:
    """The page under this path of the site that the window is at; gives the status."""
    site = "/".join(page.url.split("/")[:3])
    answer = page.goto(site + path)
    assert answer
    return answer.status


def save(page: Page, led_to: str) -> None:
    page.click(".form-actions [type=submit]")
    page.wait_for_url(led_to)
