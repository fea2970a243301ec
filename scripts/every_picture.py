"""Every screen in both languages, wide and narrow, into var/screenshots: to be looked at, not to be kept."""

from playwright.sync_api import Error, Page

from scripts.pictures import Album
from scripts.product import ROOT
from scripts.screens import Screen, walk

FOLDER = ROOT / "var" / "screenshots"
WIDTHS = (1440, 390)
_TALLEST = 6000


def take_all(page: Page, album: Album) -> int:
    """All that the person of this window can reach; gives how many screens there are."""
    screens = [screen for screen, _page in walk(lambda path: _html(page, path))]
    for language in ("zh", "en"):
        page.goto("/")
        page.click(f".languages button[lang={language}]")
        page.wait_for_load_state()
        for screen in screens:
            _take(page, album, screen, language)
    return len(screens)


def _html(page: Page, path: str) -> str | None:
    answer = page.request.get(path)
    return answer.text() if answer.ok and "text/html" in answer.headers.get("content-type", "") else None


def _take(page: Page, album: Album, screen: Screen, language: str) -> None:
    try:
        page.goto(screen.path)
    except Error as error:
        print(f"{screen.path}: {error.message.splitlines()[0]}")
        return
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        height = min(int(page.evaluate("document.documentElement.scrollHeight")), _TALLEST)
        page.set_viewport_size({"width": width, "height": max(900, height)})
        album.take(page, f"{language}-{width}/{screen.name}")
