"""The administrator changes the company's policy in Chromium, without a line of YAML."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from app.core import clock
from tests.browser.conftest import Login


def test_fifty_yuan_become_sixty_and_a_row_is_added_and_the_draft_is_published_for_tomorrow(login: Login) -> None:
    admin = login("admin")
    admin.goto(f"{_site(admin)}/pack/list/")
    admin.get_by_role("link", name="新建制度包草稿").click()
    admin.select_option("[name=source]", value="version:1")
    admin.fill("[name=version]", "2027")
    admin.get_by_role("button", name="复制为草稿").click()
    expect(admin.locator("main")).to_contain_text("检查通过")

    admin.get_by_role("link", name="400 投诉成立的负激励", exact=True).click()
    expect(admin.locator('[name="f.amount"]')).to_have_value("50")
    admin.fill('[name="f.amount"]', "六十")
    admin.get_by_role("button", name="添加条件", exact=True).click()
    field = admin.locator('[name="f.when.3.field"]')
    expect(field).to_be_focused()
    field.select_option(label="投诉渠道")
    admin.locator('[name="f.when.3.operator"]').select_option(label="属于")
    admin.locator('.ticks[id="f.when.3.value"]').get_by_label("400 服务热线", exact=True).check()
    _save(admin)
    expect(admin.locator('.field:has([name="f.amount"]) .error')).to_contain_text("六十")
    expect(admin.locator('[name="f.amount"]')).to_have_value("六十")

    admin.fill('[name="f.amount"]', "60")
    _save(admin)
    expect(admin.locator("main")).to_contain_text("检查通过")
    expect(admin.locator("#rule-penalties-0")).to_contain_text("60")

    admin.get_by_role("link", name="对比", exact=True).click()
    expect(admin.locator(".pair-changed").filter(has_text="负激励")).to_contain_text("400 服务热线")
    admin.go_back()
    admin.get_by_role("link", name="发布…").click()
    expect(admin.locator(".change-list ins", has_text="60").first).to_be_visible()
    tomorrow = clock.local(clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT00:00")
    admin.fill("[name=effective_from]", tomorrow)
    admin.get_by_role("button", name="发布", exact=True).click()
    expect(admin.locator("main")).to_contain_text("已发布")
    expect(admin.locator("dl.facts")).to_contain_text(tomorrow[:10])


def _save(page: Page) -> None:
    page.locator(".form-actions [value=save]").click()
    page.wait_for_load_state()


def _site(page: Page) -> str:
    return page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2]
