"""A complaint from the first call to the written notice, by the three people who handle it, in a browser."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Login
from tests.browser.steps import CUSTOMER, arrived, dispatch, link_in, press, register, step, steps_open
from tests.outbox.mailserver import MailServer


def test_from_the_first_call_to_the_notice(login: Login, mail: MailServer, tmp_path: Path) -> None:
    operator = login("operator")
    number = register(operator, tmp_path)
    head = operator.locator(".case-head").inner_text()
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

    expect(operator.locator(".case-head")).to_contain_text("已结案")
    notice = arrived(mail, lambda letter: CUSTOMER in letter["To"] and number in letter["Subject"])
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
