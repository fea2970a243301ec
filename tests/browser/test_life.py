"""A complaint from the first call to the written notice, by the three people who handle it, in a browser."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Login
from tests.files.samples import JPEG
from tests.outbox.mailserver import MailServer

CUSTOMER = "wang.fang@example.com"
STORY = "收到的快递外箱破损,里面12只瓷碗碎了5只,司机让我先签字。"


def test_from_the_first_call_to_the_notice(login: Login, mail: MailServer, tmp_path: Path) -> None:
    operator = login("operator")
    number = register(operator, tmp_path)
    head = operator.locator(".complaint-head").inner_text()
    assert "中度" in head, "a claim of ¥1,500 is moderate"
    assert "四(四)1B" in head
    dispatch(operator, "杭州萧山网点")
    told = arrived(mail, lambda letter: number in letter["Subject"] and "manager.zj01@" in letter["To"])

    manager = login("manager.zj01")
    manager.goto(link_in(told.get_content()))
    expect(manager.locator("h1")).to_contain_text(number)
    step(manager, "investigate", findings="监控显示卸车时箱体跌落,外包装没有加固。", cause="野蛮装卸")
    step(manager, "propose", remedy="compensation", text="按声明价值赔付300元,三日内到账。", amount="300")
    assert not steps_open(manager) & {"agree", "decline", "close", "dispatch"}

    operator.reload()
    step(operator, "decline", answer="300元不够,五只碗要500元。")
    manager.reload()
    step(manager, "propose", remedy="compensation", text="赔付500元并上门致歉。", amount="500")
    operator.reload()
    step(operator, "agree", answer="可以接受。")
    manager.reload()
    step(manager, "carry_out")
    operator.reload()
    step(operator, "close")

    expect(operator.locator(".complaint-head")).to_contain_text("已结案")
    notice = arrived(mail, lambda letter: CUSTOMER in letter["To"])
    assert number in notice["Subject"] + notice.get_content()
    page = operator.locator("main").inner_text()
    for said in ("300元不够", "可以接受", "野蛮装卸", "杭州萧山网点"):
        assert said in page


def test_a_clear_refusal_when_somebody_was_faster(login: Login, tmp_path: Path) -> None:
    """Two operators have the same page open; the second to press reads why it can't be done."""
    first, second = login("operator"), login("agent")
    register(first, tmp_path)
    second.goto(first.url)
    press(second, "withdraw")
    dispatch(first, "杭州萧山网点")
    step(first, "withdraw", note="客户来电撤诉。")
    second.fill("[name=note]", "客户要求撤销。")
    second.click(".form-actions [type=submit]")
    expect(second.locator("[role=alert]")).to_contain_text("目前的状态是“已撤诉”")
    expect(second.locator("[name=note]")).to_have_value("客户要求撤销。")


def register(page: Page, folder: Path) -> str:
    """The operator's form, filled in as the customer talks; gives the number."""
    page.goto(re.sub(r"(https?://[^/]+)/.*", r"\1/complaint/add", page.url))
    caller = page.get_by_role("combobox", name="来电人")
    caller.press_sequentially("HY26", delay=20)
    expect(page.locator("[role=listbox] [role=option]").first).to_be_visible()
    caller.press("ArrowDown")
    caller.press("Enter")
    page.fill("[name=complainant]", "王芳")
    page.fill("[name=phone]", "13900001234")
    page.fill("[name=email]", CUSTOMER)
    page.select_option("[name=channel]", "hotline_400")
    page.select_option("[name=category_id]", label="货损 / 内物破损")
    page.fill("[name=occurred_at]", "2026-11-20T15:30")
    page.fill("[name=place]", "杭州市萧山区")
    page.fill("[name=description]", STORY)
    page.fill("[name=claim]", "¥1,500.00")
    photo = folder / "碎碗.jpg"
    photo.write_bytes(JPEG)
    page.set_input_files("[name=files]", photo)
    page.click(".form-actions [type=submit]")
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


def submit(page: Page) -> None:
    page.click(".form-actions [type=submit]")
    page.wait_for_url("**/complaint/show/**")


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
