"""A complaint's whole life in a browser, by everybody who has a part in it, on two days of November 2026: once with
everybody at a desk, once on telephones.

Operator, department manager, quality manager, province manager, payroll; and the customer, always on one. Registered
through the 400 line, judged, penalised, put right on a rectification report, closed, asked about, opened again.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Login, windows
from tests.browser.site import TimedSite, timed_site
from tests.browser.steps import CUSTOMER, arrived, confirm, dispatch, press, register, step, submit
from tests.files.samples import JPEG
from tests.outbox.mailserver import MailServer, running

WEDNESDAY, THURSDAY = "2026-11-18T10:20:00+08:00", "2026-11-19T14:00:00+08:00"
STATION, PROVINCE = "manager.zj01", "manager.zj"
SECTIONS = {
    "problem": "外箱破损，十二只瓷碗碎了五只。",
    "verified_facts": "监控显示卸车时箱体跌落。",
    "root_cause": "操作不规范。",
    "immediate_correction": "当日赔付客户并致歉。",
}
BETTER = "新到岗装卸工未培训即上岗，班组长当日没有巡查。"


@pytest.fixture
def post() -> Iterator[MailServer]:
    """A mail server of this test's own."""
    with running(MailServer()) as server:
        yield server


@pytest.fixture
def company(post: MailServer, tmp_path: Path) -> TimedSite:
    """The demo company on that Wednesday morning."""
    return timed_site(tmp_path, post.port, WEDNESDAY)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("width", [1440, 390])
def test_the_whole_life(chrome: Browser, company: TimedSite, post: MailServer, tmp_path: Path, width: int) -> None:
    with company.at(WEDNESDAY), windows(chrome, company.url, width) as login:
        operator, station, quality = login("operator"), login(STATION), login("quality")
        number, address = told_and_judged(operator, station, quality, tmp_path)
        penalised_and_paid(quality, login("payroll"), number, post)
        put_right(station, login(PROVINCE), address, post, tmp_path)
        settled(station, operator, address, post)
    with company.at(THURSDAY), windows(chrome, company.url, width) as login:
        asked(login, post)
        opened_again(login, address, number, post)


def told_and_judged(operator: Page, station: Page, quality: Page, folder: Path) -> tuple[str, str]:
    """The operator registers and dispatches, the station looks into it, quality finds it true; number and address."""
    number = register(operator, folder, occurred_at="2026-11-18T09:30")
    dispatch(operator, "杭州萧山网点")
    station.goto(operator.url)
    step(station, "investigate", findings="监控显示卸车时箱体跌落，外包装没有加固。", cause="装卸不规范")
    quality.reload()
    quality.get_by_text("待判定投诉").locator("xpath=ancestor::section").locator(".figure a").click()
    quality.get_by_role("link", name=number).click()
    press(quality, "verdict")
    expect(quality.locator("main")).to_contain_text("外包装没有加固")
    quality.select_option("[name=verdict]", "sustained")
    quality.select_option("[name=party]", "department")
    quality.fill("[name=reason]", "监控证实货损由卸车造成。")
    submit(quality)
    page = quality.locator("main").inner_text()
    assert "¥50.00" in page
    assert "投诉整改表" in page
    assert re.search(r"ZG20261118-\d{4}", page)
    return number, quality.url


def penalised_and_paid(quality: Page, payroll: Page, number: str, post: MailServer) -> None:
    """Quality confirms what the verdict proposed; the head is told; payroll sees the month and takes it away."""
    quality.locator("#penalties a").first.click()
    quality.wait_for_url("**/penalty/show/**")
    expect(quality.locator("#why")).to_contain_text("五1")
    press(quality, "confirm")
    confirm(quality)
    expect(quality.locator("main .mark-good")).to_contain_text("已确认")
    assert arrived(post, lambda letter: "处罚" in letter["Subject"] and number in letter["Subject"])
    payroll.goto(f"{site_of(payroll)}/payroll/")
    row = payroll.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("¥50.00")
    with payroll.expect_download() as download:
        payroll.click('a[href*="/export/csv"]')
    lines = list(csv.reader(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    assert any(number in line and any("50" in cell for cell in line) for line in lines)


def put_right(station: Page, province: Page, address: str, post: MailServer, folder: Path) -> None:
    """The report is written, returned with reasons, written better, approved among those read, carried out, closed."""
    letter = arrived(post, lambda each: "整改表" in each["Subject"] and f"{STATION}@" in each["To"])
    report = re.search(r"https?://\S+/rectification/show/\d+", letter.get_content())
    assert report
    written_and_returned(station, province, report.group())
    arrived(post, lambda each: "已退回" in each["Subject"] and f"{STATION}@" in each["To"])
    written_better_and_approved(station, province, report.group())
    carried_out(station, province, report.group(), folder)
    station.goto(address)
    expect(station.locator("#rectification")).to_contain_text("已结案")


def written_and_returned(station: Page, province: Page, report: str) -> None:
    station.goto(report)
    station.click('a[href*="/rectification/edit/"]')
    for name, text in SECTIONS.items():
        station.fill(f"[name={name}]", text)
    station.fill("[name=measure_1_text]", "装卸前班前会讲解易碎件堆放")
    station.locator("[name=measure_1_owner]").select_option(index=1)
    station.fill("[name=measure_1_due]", "2026-11-27")
    station.click("[name=then][value=submit]")
    station.wait_for_url("**/rectification/show/**")
    province.goto(report)
    press(province, "return")
    province.fill("[name=root_cause]", "没有说明管理上为什么没有发现。")
    province.fill("[name=measures]", "请写明由谁检查。")
    submit(province)
    expect(province.locator("#report")).to_contain_text("没有说明管理上为什么没有发现")


def written_better_and_approved(station: Page, province: Page, report: str) -> None:
    station.reload()
    station.click('a[href*="/rectification/edit/"]')
    expect(station.locator(".field", has=station.locator("[name=root_cause]"))).to_contain_text("没有说明管理上")
    expect(station.locator("main")).to_contain_text("请写明由谁检查")
    station.fill("[name=root_cause]", BETTER)
    station.fill("[name=measure_1_text]", "装卸前班前会讲解易碎件堆放，网点经理每日抽查")
    station.click("[name=then][value=submit]")
    station.wait_for_url("**/rectification/show/**")
    province.goto(f"{site_of(province)}/rectification/waiting")
    mine = province.locator(".waiting-report", has_text=BETTER)
    tick = mine.locator("input[type=checkbox]")
    expect(tick).to_be_disabled()
    mine.locator("summary").click()
    expect(tick).to_be_enabled()
    mine.get_by_role("link", name="版本对比").click()
    expect(province.locator("mark").first).to_be_visible()
    province.go_back()
    tick.check()
    province.click("#approve-read button")
    confirm(province)
    expect(province.locator("main")).not_to_contain_text(BETTER)


def carried_out(station: Page, province: Page, report: str, folder: Path) -> None:
    station.goto(report)
    station.locator("#measures a[href*='/measure/show/']").click()
    press(station, "tick")
    photo = folder / "整改后.jpg"
    photo.write_bytes(JPEG)
    station.set_input_files("[name=files]", photo)
    station.fill("[name=note]", "已开班前会并张贴图示。")
    submit(station)
    province.goto(station.url)
    expect(province.get_by_role("link", name="整改后.jpg")).to_be_visible()
    step(province, "verify")
    province.goto(report)
    step(province, "close", note="整改有效。")


def settled(station: Page, operator: Page, address: str, post: MailServer) -> None:
    """Proposed, agreed, carried out, closed; the customer has it in writing."""
    step(station, "propose", remedy="compensation", text="赔付500元并上门致歉。", amount="500")
    operator.goto(address)
    step(operator, "agree", answer="可以接受。")
    station.reload()
    step(station, "carry_out")
    operator.reload()
    step(operator, "close")
    expect(operator.locator(".case-head")).to_contain_text("已结案")
    assert arrived(post, lambda letter: CUSTOMER in letter["To"] and "500" in letter.get_content())


def asked(login: Login, post: MailServer) -> None:
    """A day later the customer gets a link, and answers on a telephone: not content."""
    letter = arrived(post, lambda each: CUSTOMER in each["To"] and "/s/" in each.get_content())
    link = re.search(r"https?://\S+/s/\S+", letter.get_content())
    assert link
    phone = login(width=390)
    phone.goto(link.group())
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.locator("label", has_text="非常不满意").click()
    phone.locator("label", has_text="问题没有解决").click()
    phone.fill("[name=note]", "钱到现在没有到账。")
    phone.click("[type=submit]")
    phone.wait_for_url("**/s/thanks**")
    phone.goto(link.group())
    expect(phone.locator("form")).to_have_count(0)


def opened_again(login: Login, address: str, number: str, post: MailServer) -> None:
    """The handler is told, and the complaint is under way again, with what the customer said."""
    assert arrived(post, lambda letter: "客户不满意" in letter["Subject"] and number in letter["Subject"])
    operator = login("operator")
    operator.goto(address)
    expect(operator.locator(".case-head")).to_contain_text("已受理")
    expect(operator.locator("#followups")).to_contain_text("钱到现在没有到账")


def site_of(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])
