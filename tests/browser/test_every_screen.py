"""Every screen, in a browser: usable by everybody, light and dark, wide and narrow; small, quick and without a jump.

One login for each role and one visit for each screen; a new screen is among them as soon as something links to it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page
from playwright.sync_api import Error as BrowserError

from app.data.demo import DEMO_PASSWORD
from scripts.screens import walk
from tests.browser.axe import grave_in_every_light
from tests.browser.site import Site

WARM, COLD = 60 * 1024, 400 * 1024
"""Bytes that a page may bring over the wire: with the browser's cache filled, and with it empty."""
STILL = 0.1
"""Below this browsers' makers call a page steady. A long table's columns still move a little while its rows arrive."""
_SHIFTS = """window.shifted = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {
    if (!entry.hadRecentInput) window.shifted += entry.value; })).observe({type: "layout-shift", buffered: true})"""


@dataclass
class Seen:
    """What was noticed on the way through the screens."""

    kinds: list[str] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)
    jumped: list[str] = field(default_factory=list)
    heavy: list[str] = field(default_factory=list)


class Weight:
    """Bytes over the wire since the last question, as the browser counts them: compressed, heads included."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self._total = 0
        wire: CDPSession = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", self._count)

    def _count(self, done: dict[str, float]) -> None:
        self._total += int(done["encodedDataLength"])

    def since(self) -> int:
        total, self._total = self._total, 0
        return total


def entered(context: BrowserContext, username: str) -> Page:
    page = context.new_page()
    page.set_default_timeout(45_000)
    page.add_init_script(_SHIFTS)
    page.goto("/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "/login" not in address)
    return page


@pytest.fixture(scope="module")
def person(site: Site, chrome: Browser) -> Iterator[Callable[[str], Page]]:
    """A window of that person, in Chinese."""
    contexts = []

    def enter(username: str) -> Page:
        context = chrome.new_context(base_url=site.url, locale="zh-CN", viewport={"width": 1440, "height": 900})
        contexts.append(context)
        return entered(context, username)

    yield enter
    for context in contexts:
        context.close()


def look_at_all(page: Page, most: int = 400) -> Seen:
    """From the first page on; each screen is judged as it stands there."""
    seen, weight = Seen(), Weight(page.context, page)

    def opened(path: str) -> str | None:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.emulate_media(color_scheme="light")
        weight.since()
        try:
            answer = page.goto(path, wait_until="networkidle")
        except BrowserError as error:
            if "Download is starting" in error.message:
                return None
            raise
        return page.content() if answer and answer.ok else None

    for screen, _html in walk(opened, most=most):
        seen.kinds.append(screen.kind)
        bytes_, shifted = weight.since(), page.evaluate("window.shifted")
        # The first page fills the cache.
        seen.heavy += [f"{screen.path}: {bytes_} bytes"] if bytes_ > WARM and len(seen.kinds) > 1 else []
        seen.jumped += [f"{screen.path}: {shifted}"] if shifted > STILL else []
        seen.unusable += [f"{screen.path}: {fault}" for fault in grave_in_every_light(page)]
    return seen


@pytest.fixture(scope="module")
def admins_way(person: Callable[[str], Page]) -> Seen:
    return look_at_all(person("admin"))


@pytest.mark.timeout(1800)
def test_every_screen_can_be_used_by_everybody(admins_way: Seen) -> None:
    assert len(admins_way.kinds) > 90, "the administrator's menu leads to them all"
    assert not admins_way.unusable, "\n".join(admins_way.unusable)


def test_no_screen_jumps_while_it_is_drawn(admins_way: Seen) -> None:
    assert not admins_way.jumped, "\n".join(admins_way.jumped)


def test_a_screen_is_small_once_the_browser_has_the_styles(admins_way: Seen) -> None:
    assert not admins_way.heavy, "\n".join(admins_way.heavy)


@pytest.mark.parametrize("username", ["operator", "manager.zj01", "payroll"])
def test_the_first_pages_of_other_people_too(person: Callable[[str], Page], username: str) -> None:
    seen = look_at_all(person(username), most=4)
    faults = seen.unusable + seen.jumped + seen.heavy
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", ["/login/", "/", "/complaint/list/", "/complaint/add"])
def test_the_first_visit_of_a_browser_is_small_too(
    person: Callable[[str], Page], site: Site, chrome: Browser, path: str
) -> None:
    kept = person("operator").context.storage_state() if path != "/login/" else None
    context = chrome.new_context(base_url=site.url, locale="zh-CN", storage_state=kept)
    page = context.new_page()
    weight = Weight(context, page)
    page.goto(path, wait_until="networkidle")
    assert 5_000 < weight.since() < COLD
    context.close()


def test_the_pages_before_the_login_can_be_used_by_everybody(site: Site, chrome: Browser) -> None:
    context = chrome.new_context(base_url=site.url, locale="zh-CN")
    page = context.new_page()
    for path in ("/login/", "/s/unknown"):
        page.goto(path)
        assert grave_in_every_light(page) == [], path
    context.close()
