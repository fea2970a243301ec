"""`python -m benchmarks.keystrokes`: what it takes from the ringing phone to the saved complaint, ours and stock FAB.

Chromium registers the same complaint in both with the keyboard alone; each key and each page load is counted as it
happens. Writes docs/keystrokes.md.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from app.data.demo import DEMO_PASSWORD
from scripts.product import BROWSERS, ROOT, command, environment, free_port, serving

STORY = "外箱破损，碎了五只碗。"
MOST_TABS = 80
HAS_FOCUS = "s => Array.from(document.querySelectorAll(s)).some((e) => e.contains(document.activeElement))"


class Hands:
    """Two hands on a keyboard: counts keys, and the pages that were loaded meanwhile. What a caller tells, the same in
    both, is counted by itself: everybody types that."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.clicks, self.told, self.loads = page, 0, 0, 0, 0
        page.on("load", self._loaded)

    def _loaded(self, _page: Page) -> None:
        self.loads += 1

    def press(self, key: str, times: int = 1) -> None:
        """A key of its own, chords counted as one."""
        for _time in range(times):
            self.page.keyboard.press(key)
            self.keys += 1

    def type(self, text: str, *, story: bool = False) -> None:
        """Letter by letter."""
        self.page.keyboard.type(text, delay=15)
        self.keys += 0 if story else len(text)
        self.told += len(text) if story else 0

    def click(self, selector: str) -> None:
        """Where the keyboard leads nowhere."""
        self.page.locator(selector).click()
        self.clicks += 1

    def tab_to(self, selector: str) -> None:
        """Tab until that element, or one inside it, has the focus."""
        for _time in range(MOST_TABS):
            if self.page.evaluate(HAS_FOCUS, selector):
                return
            self.press("Tab")
        raise LookupError(f"the keyboard doesn't reach {selector}")


def ours(page: Page, url: str) -> Hands:
    """The form as it is: the caller first, which has the focus."""
    hands = Hands(page)
    page.goto(f"{url}/complaint/add")
    hands.type("HY26")
    page.locator("#panel [data-take-caller]").first.wait_for()
    hands.press("Alt+1")
    page.locator("#panel [data-take-waybill]").first.wait_for()
    hands.type("nwps")
    hands.press("Enter")
    if not page.locator("[name=channel]").input_value():
        hands.press("Shift+Tab", 3)
        hands.press("4")
    hands.tab_to("#description")
    hands.type(STORY, story=True)
    hands.tab_to("#claim")
    hands.type("1500")
    hands.press("Control+Enter")
    page.locator("dialog#readback[open]").wait_for()
    hands.press("Enter")
    page.wait_for_url("**/complaint/show/**")
    page.wait_for_load_state("load")
    return hands


STOCK = (
    ("customer", "深圳稻"),
    ("waybill", "HY261"),
    ("complainant", "稻屿电子"),
    ("channel", "hotline_400"),
    ("category", "内物"),
    ("title", "内物破损"),
    ("description", ""),
    ("no", "TS20261118-9999"),
    ("kind", "business"),
    ("origin", "external"),
    ("severity", "moderate"),
    ("severity_clause", "四(四)1B"),
)
"""What the table can't do without; number, grade, clause and codes the clerk would have to work out and know."""
CHOSEN = ("customer", "waybill", "category")


def stock(page: Page, url: str) -> tuple[Hands, bool]:
    """FAB's own form. Whether it was saved."""
    hands = Hands(page)
    page.goto(f"{url}/registering/add")
    for name, text in STOCK:
        hands.tab_to(f"[aria-labelledby='select2-{name}-container'], [id='s2id_{name}'], [id='{name}']")
        if name in CHOSEN:
            hands.press("Enter")
            hands.click(".select2-search__field")
        hands.type(STORY if name == "description" else text, story=name == "description")
        if name in CHOSEN:
            page.wait_for_timeout(400)
            hands.press("Enter")
    hands.tab_to("form button[type=submit]")
    with page.expect_navigation():
        hands.press("Enter")
    return hands, page.locator(".alert-success").count() > 0


@contextmanager
def both(folder: Path) -> Iterator[tuple[str, str]]:
    """The product and the stock app over one demo company."""
    port, other = free_port(), free_port()
    env = environment(folder, port=port)
    command("db", "upgrade", env=env)
    command("demo", "--complaints", "40", env=env)
    program = ("-m", "scripts.stock_fab")
    with (
        serving(env=env, url=f"http://127.0.0.1:{port}/login/"),
        serving(str(other), env=env, program=program, url=f"http://127.0.0.1:{other}/login/"),
    ):
        yield f"http://127.0.0.1:{port}", f"http://127.0.0.1:{other}"


def logged_in(browser: Browser, url: str, username: str) -> Page:
    """A window of that person."""
    page = browser.new_context(locale="zh-CN").new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{url}/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("load")
    return page


def measure(browser: Browser, url: str, other: str) -> str:
    """Both, as the page of docs."""
    mine = ours(logged_in(browser, url, "operator"), url)
    theirs, saved = stock(logged_in(browser, other, "stock"), other)
    return PAGE.format(mine=mine, theirs=theirs, saved="yes" if saved else "no, the form was refused")


PAGE = """# Keystrokes: from the ringing phone to the saved complaint

Counted by `python -m benchmarks.keystrokes` in Chromium, not guessed: the same complaint is registered with the
keyboard alone where that is possible, here and in Flask-AppBuilder as it comes: a plain `ModelView` over the same table
(`scripts/stock_fab.py`), on the same demo company.

| | Kesu | stock Flask-AppBuilder |
|---|---|---|
| keys pressed, what the customer tells left out | {mine.keys} | {theirs.keys} |
| clicks, where the keyboard leads nowhere | {mine.clicks} | {theirs.clicks} |
| letters of what the customer tells | {mine.told} | {theirs.told} |
| page loads, the form and the page after saving included | {mine.loads} | {theirs.loads} |
| saved | yes | {saved} |
| known before it is saved: caller's file, open cases, repeats, grade, deadlines | all, beside the form | nothing |
| worked out by the clerk | nothing | number, kind, origin, grade and its clause, the code of the channel |

Stock's form was given only the columns that a complaint can't do without; left alone it asks for all of the table.
Its moment is set by the server, because FAB's widget spoils one that is typed; the search boxes of its selects don't
take the focus, so each costs a click.
A chord such as `Ctrl+Enter` counts as one key. Ours includes the claim of ¥1,500 and the reading back to the
customer; stock's has neither.
"""


def main() -> None:
    """Count, and write the page."""
    with TemporaryDirectory(prefix="kesu-keystrokes-") as folder, sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        with both(Path(folder)) as (url, other):
            text = measure(browser, url, other)
        browser.close()
    (ROOT / "docs" / "keystrokes.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
