"""Every screen of the product, found as a person finds them: by following the links of a page, one page of each kind.

Addresses that differ in a number are of one kind (`/complaint/show/3`), and so are those that differ in what is asked
for (`?only=mine`). Tests that judge all screens, and `make screenshots`, walk this way: a new screen is theirs too.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

_LINK = re.compile(r"<a\s[^>]*?href=\"([^\"#]+)")
# Downloads and what is no page; `back=` and order links lead to pages of a kind that is known.
_NO_SCREEN = re.compile(r"/(?:file|static|export|print|pdf|download|sample)\b|/api/|/pack/text/|\.\w{3,4}$")


@dataclass(frozen=True)
class Screen:
    """An address and its kind; the kind without slashes names files."""

    path: str
    kind: str

    @property
    def name(self) -> str:
        """`/complaint/show/<n>` → complaint-show."""
        words = [part for part in self.kind.split("/") if part and part != "<n>"]
        return "-".join(words) or "home"


def screen(path: str) -> Screen:
    """The screen at an address."""
    kind = re.sub(r"/[^/]*\d[^/]*(?=/|$)", "/<n>", urlsplit(path).path)
    return Screen(path, kind.rstrip("/") or "/")


def walk(get: Callable[[str], str | None], start: str = "/", *, most: int = 400) -> Iterator[tuple[Screen, str]]:
    """Each kind of screen once, with its page. `get` gives the HTML of an address, or None where there is none."""
    waiting, known = deque([start]), {screen(start).kind}
    while waiting and most:
        path = waiting.popleft()
        page = get(path)
        if page is None:
            continue
        most -= 1
        yield screen(path), page
        for link in links_of(page, path):
            if (kind := screen(link).kind) not in known:
                known.add(kind)
                waiting.append(link)


def links_of(page: str, path: str) -> Iterator[str]:
    """The page's links to screens of ours."""
    for found in _LINK.findall(page):
        target = urlsplit(urljoin(path, unescape(found)))
        if not target.netloc and target.path.startswith("/") and not _NO_SCREEN.search(target.path):
            yield target.path + (f"?{target.query}" if target.query else "")
