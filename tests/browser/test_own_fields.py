"""What an administrator adds in Chromium — a field for each kind of record, a form of its own — is in every place at
once, without a restart, on both databases: forms, pages, lists, filters, order, exports, imports, REST, search, message
templates, the conditions of policies; and a form in the menu, with its timeline and its decision."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import Login, windows
from tests.conftest import new_database
from tests.parts import chromium
from tests.processes import command, environment, free_port, serving

WORD = "鹭岛专线"
ENTITIES = {
    "customer": "/customer",
    "contact": "/contact",
    "waybill": "/waybill",
    "complaint": "/complaint",
    "visit": "/visit",
}
IMPORTED = SEARCHED = ("customer", "contact", "waybill", "complaint")
ASKED_BY_POLICIES = ("complaint", "customer", "waybill")


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The demo company, served as `make run` serves it."""
    chromium()
    with ExitStack() as stack:
        on_postgres = request.param == "postgresql"
        database = stack.enter_context(new_database()) if on_postgres else f"sqlite:///{tmp_path / 'kesu.db'}"
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        env = environment(tmp_path, database_url=database, port=port)
        command("db", "upgrade", env=env)
        command("demo", "--complaints", "12", env=env)
        stack.enter_context(serving(env=env, url=f"{url}/login/"))
        yield url


@pytest.mark.timeout(600)
def test_a_field_is_everywhere_with_the_next_click(chrome: Browser, site: str) -> None:
    with windows(chrome, site) as login:
        admin = login("admin")
        for entity in (*ENTITIES, "rectification_report"):
            add_field(admin, site, entity, f"{entity}字段")
        for entity, base in ENTITIES.items():
            label = f"{entity}字段"
            changed = fill_in(admin, site, entity, base)
            page_of(admin, site, changed, label)
            listed(admin, site, base, label, changed)
            read_by_programs(admin, site, base, changed)
            if entity in IMPORTED:
                heads = workbook(admin, f"{site}/import/template/{entity}.xlsx")[0]
                assert label in heads, (entity, heads)
            if entity in SEARCHED:
                found_in_the_box(admin, site, changed)
        of_reports(admin, site)
        in_messages(admin, site)
        in_policies(admin, site)
        retired_and_back(admin, site)


@pytest.mark.timeout(600)
def test_a_form_of_ones_own_is_everywhere_with_the_next_click(chrome: Browser, site: str) -> None:
    with windows(chrome, site) as login:
        admin = login("admin")
        make_form(admin, site)
        operator = login("operator")
        expect(operator.locator('nav a[href="/record/truck/list/"]')).to_have_text(re.compile("车辆检查"))
        operator.goto(f"{site}/record/truck/add")
        operator.fill("[name=subject]", "鄂A12345")
        operator.fill("[name=x_driver]", WORD)
        save(operator, "**/record/truck/show/**")
        address = re.sub(r"\?.*", "", operator.url)
        expect(operator.locator("main")).to_contain_text(WORD)
        expect(operator.locator("main")).to_contain_text("登记")
        listed(operator, site, "/record/truck", "司机", address, column="driver")
        read_by_programs(operator, site, "/record/truck", address, column="driver")
        heads = workbook(admin, f"{site}/import/template/record_truck.xlsx")[0]
        assert {"检查车辆*", "司机"} <= set(heads)
        decided(login, site)
        operator.goto(address)
        expect(operator.locator("main")).to_contain_text("已批准")


def add_field(admin: Page, site: str, entity: str, label: str, code: str = "line") -> None:
    """On the administrator's screen."""
    admin.goto(f"{site}/custom-field/add?entity={entity}")
    admin.select_option("[name=entity]", entity)
    admin.fill("[name=name_zh]", label)
    admin.select_option("[name=kind]", "text")
    admin.fill("[name=code]", code)
    admin.check("[name=in_list]")
    save(admin, "**/custom-field/**")


def fill_in(admin: Page, site: str, entity: str, base: str) -> str:
    """The field of the first record there is, through its own form; gives the address of its page."""
    admin.goto(f"{site}{base}/list/")
    changed = admin.locator(f'tbody a[href*="{base}/edit/"]')
    if entity == "complaint":
        number = open_complaint(admin, site)
    else:
        number = re.findall(r"/edit/(\d+)", changed.first.get_attribute("href") or "")[0]
    admin.goto(f"{site}{base}/add")
    expect(admin.locator("[name=x_line]")).to_have_count(1)
    admin.goto(f"{site}{base}/{'fields' if entity == 'complaint' else 'edit'}/{number}")
    admin.fill("[name=x_line]", f"{WORD}{entity}")
    save(admin, "**/show/**")
    return f"{site}{base}/show/{number}"


def open_complaint(admin: Page, site: str) -> str:
    """One whose facts can still be changed."""
    numbers = admin.request.get(f"{site}/api/v1/complaint/").json()["ids"]
    return next(str(each) for each in numbers if admin.request.get(f"{site}/complaint/fields/{each}").ok)


def page_of(admin: Page, site: str, address: str, label: str) -> None:
    admin.goto(address)
    expect(admin.locator("main")).to_contain_text(label)
    expect(admin.locator("main")).to_contain_text(WORD)


def listed(page: Page, site: str, base: str, label: str, address: str, column: str = "line") -> None:
    """As a column, by its filter, in its order, in the file that the list is taken away as."""
    key = address.rsplit("/", 1)[1]
    page.goto(f"{site}{base}/list/?_flt_0_x_{column}={WORD}")
    expect(page.locator("thead")).to_contain_text(label)
    expect(page.locator("tbody tr")).to_have_count(1)
    assert page.locator(f'tbody a[href*="/show/{key}"]').count() > 0
    page.goto(f"{site}{base}/list/?_flt_0_x_{column}=查无此线")
    expect(page.locator("tbody a[href*='/show/']")).to_have_count(0)
    page.goto(f"{site}{base}/list/")
    order = page.locator(f'thead a[href*="=x_{column}"]').first.get_attribute("href") or ""
    order = order.replace("=asc", "=desc")
    page.goto(f"{site}{order}" if order.startswith("/") else f"{site}{base}/list/{order}")
    expect(page.locator("tbody")).to_contain_text(WORD)
    rows = workbook(page, f"{site}{base}/export/xlsx?_flt_0_x_{column}={WORD}")
    where = rows[0].index(label)
    assert [WORD in str(row[where]) for row in rows[1:]] == [True]


def read_by_programs(page: Page, site: str, base: str, address: str, column: str = "line") -> None:
    """Read, found by, and described."""
    key = address.rsplit("/", 1)[1]
    read = page.request.get(f"{site}/api/v1{base}/{key}").json()["result"]
    assert WORD in read[f"x_{column}"]
    query = f"(filters:!((col:x_{column},opr:ct,value:'{WORD}')))"
    found = page.request.get(f"{site}/api/v1{base}/", params={"q": query}).json()
    assert found["ids"] == [int(key)]


def found_in_the_box(page: Page, site: str, address: str) -> None:
    page.goto(f"{site}/search/?q={WORD}")
    assert page.locator(f'main a[href*="{address.removeprefix(site)}"]').count() > 0, address


def of_reports(admin: Page, site: str) -> None:
    """The column of the list, and REST; its form is walked through in tests/customfields/test_reports.py."""
    admin.goto(f"{site}/rectification/list/")
    document = admin.request.get(f"{site}/api/v1/_openapi").json()
    if admin.locator("tbody a[href*='/rectification/show/']").count():
        expect(admin.locator("thead")).to_contain_text("rectification_report字段")
        admin.locator("tbody a[href*='/rectification/show/']").first.click()
        expect(admin.locator("main")).to_contain_text("rectification_report字段")
    assert "/api/v1/rectification/{pk}/save" in document["paths"]


def in_messages(admin: Page, site: str) -> None:
    """Offered beside the text; a wrong one is told."""
    page = admin.request.get(
        f"{site}/message-template/list/?_flt_0_code=complaint_received&_flt_0_channel=email"
    ).text()
    admin.goto(f"{site}/message-template/edit/{re.findall(r'/message-template/(?:edit|show)/([0-9]+)', page)[0]}")
    for name in ("x_line", "customer_x_line", "waybill_x_line"):
        expect(admin.locator("#variables")).to_contain_text("{{ " + name + " }}")
    body = admin.locator("[name=body]")
    body.fill("{{ no }} {{ x_lime }}")
    admin.click(".form-actions [type=submit]")
    expect(admin.locator("main")).to_contain_text("x_lime")
    admin.locator("[name=body]").fill("{{ no }} {{ customer_x_line }}")
    save(admin, "**/message-template/**")


def in_policies(admin: Page, site: str) -> None:
    """Among the facts that a rule of a draft may ask for."""
    admin.goto(f"{site}/pack-draft/new")
    admin.select_option("[name=source]", value="shipped:xinbang")
    admin.fill("[name=version]", "2031")
    admin.get_by_role("button", name="复制为草稿").click()
    expect(admin.locator("main")).to_contain_text("检查通过")
    draft = re.findall(r"/pack-draft/\w+/(\d+)", admin.url)[0]
    admin.goto(f"{site}/pack-draft/rule/{draft}?at=severity.business.0")
    offered = admin.locator('[name="f.when.0.field"] option').evaluate_all("all => all.map(each => each.value)")
    assert {f"{entity}.x_line" for entity in ASKED_BY_POLICIES} <= set(offered)


def retired_and_back(admin: Page, site: str) -> None:
    """A field that is retired is asked no more; restored, it still holds what it held."""
    admin.goto(f"{site}/custom-field/list/?_flt_0_entity=customer&_flt_0_name_zh=customer字段")
    admin.locator("tbody a[href*='/custom-field/show/']").first.click()
    field = admin.url
    press(admin, "retire", asked=True)
    admin.goto(f"{site}/customer/list/")
    expect(admin.locator("thead")).not_to_contain_text("customer字段")
    assert "x_line" not in admin.request.get(f"{site}/customer/add").text()
    admin.goto(field)
    press(admin, "restore")
    admin.goto(f"{site}/customer/list/?_flt_0_x_line={WORD}")
    expect(admin.locator("tbody")).to_contain_text(WORD)


def make_form(admin: Page, site: str) -> None:
    """车辆检查: kept by operators, approved by quality; with its driver."""
    admin.goto(f"{site}/record-type/add")
    admin.fill("[name=name_zh]", "车辆检查")
    admin.fill("[name=code]", "truck")
    admin.fill("[name=subject_zh]", "检查车辆")
    admin.fill("[name=pattern]", "CL-YYYYMM-###")
    admin.check("[name=approval]")
    boxes = admin.locator("table.rights tbody tr")
    for row in boxes.all():
        role = row.locator("th").inner_text()
        wanted = {
            "管理员": ("see", "add"),
            "话务员": ("see", "add", "change", "export"),
            "品质主管": ("see", "approve"),
        }
        for name, rights in wanted.items():
            if name in role:
                for right in rights:
                    row.locator(f'input[value^="{right}|"]').check()
    save(admin, "**/record-type/**")
    admin.goto(f"{site}/custom-field/add?entity=own:truck")
    add_field(admin, site, "own:truck", "司机", "driver")


def decided(login: Login, site: str) -> None:
    """By quality, in 待我审批."""
    quality = login("quality")
    quality.goto(f"{site}/approvals/?kind=record_truck")
    expect(quality.locator("#approval-pane")).to_contain_text(WORD)
    quality.locator('#approval-pane form[data-decide="agree"] button').last.click()
    expect(quality.locator("#approvals-done")).to_be_visible()


def workbook(page: Page, address: str) -> list[list[Any]]:
    answer = page.request.get(address)
    assert answer.ok, (address, answer.status)
    return CalamineWorkbook.from_filelike(BytesIO(answer.body())).get_sheet_by_index(0).to_python()


def press(page: Page, verb: str, *, asked: bool = False) -> None:
    """A step's button, and yes to its question where it has one."""
    button = page.locator(f'a[href*="/verb/{verb}"], form[action*="/verb/{verb}"] button').first
    button.click()
    if asked:
        page.locator("dialog#confirm [value=yes]").click()
    expect(button).to_have_count(0)


def save(page: Page, led_to: str) -> None:
    page.click(".form-actions [type=submit]")
    page.wait_for_url(led_to)
