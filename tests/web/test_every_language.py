"""Every screen in both languages: nothing untranslated, nothing written into a page or a program."""

import re
from collections.abc import Iterable

import pytest

from app.security import system_scope
from scripts.screens import walk
from tests.web.site import Site
from tests.web.words import CHINESE, LATIN, Said, data_of_the_company, foreign

NAMES = ("客诉", "中文", "简体")
"""The product and the language are called so in every language."""
UNITS = frozenset(
    [
        "Kesu",
        "English",
        "Excel",
        "xlsx",
        "CSV",
        "GBK",
        "UTF-",
        "Enter",
        "Esc",
        "BD-",
        "BD-YYYYMM-",
        "PDF",
        "PNG",
        "JPEG",
        "WebP",
        "YAML",
        "JSON",
        "REST",
        "API",
        "URL",
        "UTF",
        "SMS",
        "KB",
        "MB",
        "CST",
        "HMAC",
        "SHA-",
        "Message-ID",
        "Jinja",
        "for",
        "in",
        "endfor",
        "if",
        "endif",
        "item",
        "list",
        "name",
        "tokens",
        "css",
        "data-label",
        "data-confirm",
    ]
)
"""Names of formats, keys and units, which Chinese writes as they are."""


def pages(site: Site, language: str) -> dict[str, str]:
    """Every kind of screen, and every form that can be opened now, in that language: address → page."""
    assert site.boss.send(f"/language/{language}").status_code == 302

    def get(path: str) -> str | None:
        answer = site.boss.get(path)
        return answer.text if answer.status_code == 200 and answer.mimetype == "text/html" else None

    found = {screen.path: page for screen, page in walk(get)}
    for form in site.forms():
        if form.url not in found and (page := get(form.url)):
            found[form.url] = page
    return found


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("language", "pattern", "known"), [("en", CHINESE, NAMES), ("zh", LATIN, UNITS)])
def test_every_screen_speaks_the_readers_language_and_no_other(
    site: Site, language: str, pattern: re.Pattern[str], known: Iterable[str]
) -> None:
    site.only_where_restoring_is_quick()
    shown = pages(site, language)
    assert len(shown) > 80
    with site.app.app_context(), system_scope():
        data = data_of_the_company(language)
    faults = {path: found for path, page in shown.items() if (found := foreign(page, pattern, data, known))}
    assert not faults, "\n".join(f"{path}: {', '.join(dict.fromkeys(found))}" for path, found in sorted(faults.items()))


@pytest.mark.parametrize(
    ("page", "pattern", "found"),
    [
        ('<html lang="zh-CN"><p>保存 Save</p>', LATIN, ["Save (保存 Save)"]),
        ('<button title="Close this">×</button>', LATIN, ["Close (Close this)", "this (Close this)"]),
        ("<p>杭州萧山网点</p>", CHINESE, []),
        ("<p>已登记 in 杭州萧山网点</p>", CHINESE, ["已登记 (已登记 in 杭州萧山网点)"]),
        ("<pre>code</pre><script>var word</script><p>Excel</p>", LATIN, []),
    ],
)
def test_what_is_neither_translated_nor_data_is_noticed(page: str, pattern: re.Pattern[str], found: list[str]) -> None:
    assert foreign(page, pattern, "杭州萧山网点", UNITS) == found


def test_a_page_tells_what_its_attributes_say(site: Site) -> None:
    assert "关闭" in Said('<button aria-label="关闭"></button><img src="x" alt="碎碗">').texts
