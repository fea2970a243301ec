"""One running product and one browser for all tests here; each person gets a window of their own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from app.data.demo import DEMO_PASSWORD
from tests.browser.site import Site, running_site
from tests.outbox.mailserver import MailServer, running
from tests.parts import chromium


@pytest.fixture(scope="session")
def mail() -> Iterator[MailServer]:
    """A real SMTP server; what it received is in `received`."""
    with running(MailServer()) as server:
        yield server


@pytest.fixture(scope="session")
def site(mail: MailServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    chromium()
    with running_site(tmp_path_factory.mktemp("site"), mail.port) as site:
        yield site


Login = Callable[..., Page]


@contextmanager
def windows(chrome: Browser, url: str, usual: int = 1440) -> Iterator[Login]:
    """`login("operator", width=390)`: a window in which that person is logged in; nobody is, where no name is given.

    Windows are as wide as `usual` where no width is given.
    At the end no window may have asked anything of another host, or run into a script error.
    """
    opened: list[Page] = []
    faults: list[str] = []

    def enter(username: str = "", password: str = DEMO_PASSWORD, *, width: int = 0) -> Page:
        context = chrome.new_context(locale="zh-CN", viewport={"width": width or usual, "height": 900})
        page = context.new_page()
        opened.append(page)
        page.set_default_timeout(45_000)
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on(
            "request",
            lambda asked: (
                None
                if asked.url.startswith((url, "data:", "blob:"))
                else faults.append(f"{page.url} asked for {asked.url}")
            ),
        )
        if username:
            page.goto(f"{url}/login/")
            page.fill("[name=username]", username)
            page.fill("[name=password]", password)
            page.click("[type=submit]")
            page.wait_for_url(lambda address: "/login" not in address)
        return page

    yield enter
    for page in opened:
        page.context.close()
    assert faults == []


@pytest.fixture
def login(site: Site, chrome: Browser) -> Iterator[Login]:
    """People at the site that all tests share."""
    with windows(chrome, site.url) as enter:
        yield enter
