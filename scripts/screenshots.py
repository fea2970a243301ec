"""`make screenshots`: the pictures of docs/images, taken of the demo company on one and the same morning.

A complaint is registered, dispatched and answered as the tours of README.md and docs/users.md tell. Five screens are
taken of stock Flask-AppBuilder over the same tables, too. Then every screen, in both languages, wide and narrow, into
var/screenshots. `ARGS=docs` takes the pictures of the docs alone.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from app.data.demo import DEMO_PASSWORD
from scripts import every_picture
from scripts.pictures import Album
from scripts.product import BROWSERS, ROOT, command, environment, free_port, serving

IMAGES = ROOT / "docs" / "images"
NOW = "2026-11-18T10:20:00+08:00"
THEN = ("-m", "scripts.at", NOW)
WIDE, NARROW, HEIGHT = 1440, 390, 900
STORY = "收到的快递外箱破损，里面12只瓷碗碎了5只，司机让我先签字再验货。"
PATIENCE = 120_000
"""Milliseconds: the machine may have more to do."""


@dataclass(frozen=True)
class Shop:
    """The demo company, served; and the environment that its data is in."""

    url: str
    env: dict[str, str]


@contextmanager
def demo_site() -> Iterator[Shop]:
    """Served from a folder that is thrown away."""
    with TemporaryDirectory(prefix="kesu-screenshots-") as folder:
        port = free_port()
        env = environment(Path(folder), port=port, company_name="禾驿快运")
        command("db", "upgrade", env=env, program=THEN)
        command("demo", env=env, program=THEN)
        url = f"http://127.0.0.1:{port}"
        with serving("start", env=env, program=THEN, url=f"{url}/login/"):
            yield Shop(url, env)


def log_in(browser: Browser, url: str, username: str, width: int = WIDE, scheme: str = "light") -> Page:
    """A window of that person."""
    page = browser.new_context(
        base_url=url,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": HEIGHT},
        color_scheme=scheme,  # type: ignore[arg-type]
    ).new_page()
    page.set_default_timeout(PATIENCE)
    page.clock.install(time=NOW)
    page.goto("/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("[type=submit]")
    page.wait_for_url(lambda address: "/login" not in address)
    return page


def shoot(album: Album, page: Page, name: str, path: str = "", *, height: int = HEIGHT) -> None:
    """What the window shows (of `path`, where given) into docs/images."""
    page.set_viewport_size({"width": page.viewport_size["width"] if page.viewport_size else WIDE, "height": height})
    if path:
        page.goto(path)
    album.take(page, name)


def step(page: Page, verb: str) -> Locator:
    """Press a step's button; gives the button that sends its form."""
    button = page.locator(f'a[href*="/verb/{verb}"], form[action*="/verb/{verb}"] button').first
    if not button.is_visible():
        page.locator("summary", has=page.locator("xpath=self::*[contains(@class, 'btn')]")).first.click()
    button.click()
    return page.locator(".form-actions [type=submit]")


def operator_registers(album: Album, page: Page) -> None:
    """The form while the customer talks, then the complaint with its deadlines, sent on to the station."""
    shoot(album, page, "home", "/")
    shoot(album, page, "complaints", "/complaint/list/", height=640)
    page.goto("/complaint/add")
    caller = page.get_by_role("combobox", name="来电人")
    caller.press_sequentially("HY26", delay=20)
    page.locator("[role=listbox] [role=option]").first.wait_for()
    caller.press("ArrowDown")
    caller.press("Enter")
    page.fill("[name=complainant]", "王芳")
    page.fill("[name=phone]", "13900001234")
    page.select_option("[name=channel]", "hotline_400")
    category = page.get_by_role("combobox", name="投诉类型")
    category.press_sequentially("nwps", delay=20)
    category.press("Enter")
    page.click("#more-facts summary")
    page.fill("[name=occurred_at]", "2026-11-18T09:40")
    page.fill("[name=place]", "杭州市萧山区")
    page.fill("[name=title]", "瓷碗破损，先签后验")
    page.fill("[name=description]", STORY)
    page.fill("[name=loss]", "1,200")
    page.fill("[name=claim]", "1,500")
    page.fill("[name=expected_remedy]", "照价赔偿，并请司机道歉。")
    page.locator("#preview .forecast").first.wait_for()
    shoot(album, page, "register", height=1340)
    page.click(".form-actions [type=submit]")
    page.locator("dialog#readback [value=yes]").click()
    page.wait_for_url("**/complaint/show/**")
    step(page, "accept").click()
    send = step(page, "dispatch")
    station = page.locator("[name=department_id] option", has_text="杭州萧山网点")
    page.select_option("[name=department_id]", value=station.get_attribute("value"))
    send.click()
    page.wait_for_url("**/complaint/show/**")


def manager_answers(album: Album, page: Page, complaint: str) -> None:
    """The station's manager records what was found, and proposes."""
    page.goto(complaint)
    send = step(page, "investigate")
    page.fill("[name=findings]", "监控显示卸车时箱体跌落，外包装没有加固。")
    page.fill("[name=cause]", "装卸不规范")
    send.click()
    page.wait_for_url("**/complaint/show/**")
    send = step(page, "propose")
    page.select_option("[name=remedy]", "compensation")
    page.fill("[name=amount]", "500")
    page.fill("[name=text]", "赔付500元，三日内到账；网点经理致电道歉。")
    shoot(album, page, "propose", height=740)
    send.click()
    page.wait_for_url("**/complaint/show/**")


def operator_reads(album: Album, page: Page) -> None:
    """The complaint's page, light and dark, and why a deadline is what it is."""
    page.reload()
    shoot(album, page, "complaint", height=1100)
    page.emulate_media(color_scheme="dark")
    shoot(album, page, "complaint-dark", height=760)
    page.emulate_media(color_scheme="light")
    row = page.locator("#deadlines tbody tr", has_text="处理完毕")
    row.locator("summary").first.click()
    page.evaluate("document.querySelector('.topbar').style.position = 'static'")  # it would lie over the picture
    album.keep(page.locator("#deadlines").screenshot(animations="disabled"), "why")


def administrator_configures(album: Album, page: Page) -> None:
    """The screens behind the work."""
    shoot(album, page, "departments", "/department/list/", height=1120)
    shoot(album, page, "people", "/person/list/")
    page.goto("/role/list/")
    page.get_by_role("link", name="话务员").first.click()
    page.wait_for_url("**/role/show/**")
    shoot(album, page, "role", page.url.replace("/show/", "/edit/"))
    page.goto("/pack/list/")
    page.locator("main tbody a[href*='/pack/show/']").last.click()
    page.wait_for_url("**/pack/show/**")
    page.locator("h2", has_text="时限").first.evaluate("heading => heading.closest('section').scrollIntoView()")
    page.mouse.wheel(0, -70)  # the head of the page covers as much
    album.take(page, "policy-pack", scrolled=True)
    shoot(album, page, "categories", "/category/list/")
    shoot(album, page, "calendar", "/calendar-day/list/")
    page.goto("/message-template/list/")
    page.get_by_role("link", name="结案通知").first.click()
    page.wait_for_url("**/message-template/show/**")
    page.goto(page.url.replace("/show/", "/edit/"))
    page.locator("#preview [data-part=text]:not(:empty)").wait_for()
    shoot(album, page, "message-template", height=1080)
    shoot(album, page, "company", "/company/", height=760)


def stock_beside_ours(album: Album, browser: Browser, shop: Shop, ours: Page, complaint: int) -> None:
    """Five screens of stock Flask-AppBuilder over the same tables, and ours (docs/stock-fab.md)."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with serving(str(port), env=shop.env, url=f"{url}/login/", program=("-m", "scripts.stock_fab")):
        stock = log_in(browser, url, "stock")
        for name, theirs in (
            ("home", "/"),
            ("list", "/stockcomplaints/list/"),
            ("add", "/stockcomplaints/add"),
            ("show", f"/stockcomplaints/show/{complaint}"),
            ("role", "/roles/edit/2"),
        ):
            shoot(album, stock, f"stock-{name}", theirs, height=720)
    for name, path in (
        ("home", "/"),
        ("list", "/complaint/list/"),
        ("add", "/complaint/add"),
        ("show", f"/complaint/show/{complaint}"),
        ("role", "/role/edit/2"),
    ):
        shoot(album, ours, f"ours-{name}", path, height=720)


def main() -> None:
    """Take them all, and say how large they are."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None) or sys.exit(f"install one of {', '.join(BROWSERS)}")
    with demo_site() as shop, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--lang=zh-CN"])
        album = Album(browser, IMAGES)
        operator = log_in(browser, shop.url, "operator")
        operator_registers(album, operator)
        manager_answers(album, log_in(browser, shop.url, "manager.zj01"), operator.url)
        operator_reads(album, operator)
        admin = log_in(browser, shop.url, "admin")
        administrator_configures(album, admin)
        phone = log_in(browser, shop.url, "operator", NARROW)
        shoot(album, phone, "phone-complaint", operator.url)
        shoot(album, phone, "phone-home", "/")
        stock_beside_ours(album, browser, shop, admin, int(operator.url.rsplit("/", 1)[1]))
        if "docs" not in sys.argv[1:]:
            print(every_picture.take_all(admin, Album(browser, every_picture.FOLDER)), "screens in var/screenshots")
        browser.close()
    pictures = sorted(IMAGES.glob("*.webp"))
    print("\n".join(f"{each.name:<24}{each.stat().st_size // 1024:>5} KiB" for each in pictures))


if __name__ == "__main__":
    main()
