"""Light and dark, the menu's open parts, the style guide; and that every sheet keeps to the tokens."""

import re

import pytest
from sqlalchemy import select

from app.extensions import db
from app.security import Person
from app.web import Section
from app.web.menu import MENU_COOKIE, Entry, section_is_open
from app.web.styleguide import EXAMPLES, colours
from tests.house import ROOT
from tests.people import browser, login, make_person

STATIC = ROOT / "app" / "web" / "static"
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(|:\s*(?:white|black|red|gray|grey)\b")


def sheet(name: str) -> str:
    """A style sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text(), flags=re.S)


def test_anna_chooses_dark_and_finds_it_again_after_her_next_login(app, scene):
    assert "data-theme" not in scene.as_anna.get("/").text, "the system's preference, until she chooses"
    answer = scene.as_anna.send("/theme/dark", {"next": "/book/list/"})
    assert answer.location == "/book/list/"
    assert 'data-theme="dark"' in scene.as_anna.get("/book/list/").text
    db.session.rollback()
    assert db.session.scalar(select(Person.theme).where(Person.username == "anna")) == "dark"
    assert 'data-theme="dark"' in login(browser(app), "anna").get("/").text
    assert "data-theme" not in scene.as_boss.get("/").text, "hers alone"
    scene.as_anna.send("/theme/system")
    assert "data-theme" not in scene.as_anna.get("/").text


def test_a_theme_that_there_is_not_and_a_foreign_way_back_are_refused(scene):
    assert scene.as_anna.send("/theme/pink").status_code == 404
    assert scene.as_anna.send("/theme/dark", {"next": "//evil.example"}).location == "/"


def test_both_dark_blocks_say_the_same():
    blocks = re.findall(
        r":root(?::not\(\[data-theme=\"light\"\]\)|\[data-theme=\"dark\"\]) \{(.*?)\n  \}", sheet("tokens.css"), re.S
    )
    assert len(blocks) == 2
    assert blocks[0] == blocks[1]


@pytest.mark.parametrize("name", sorted(path.name for path in STATIC.glob("*.css") if path.name != "tokens.css"))
def test_a_sheet_takes_its_colours_from_the_tokens(name):
    on_screen = re.sub(r"@media print \{.*?\n\}", "", sheet(name), flags=re.S)
    found = [line.strip() for line in on_screen.splitlines() if COLOUR.search(line)]
    assert [line for line in found if not line.startswith(".btn-danger")] == []
    known = set(re.findall(r"(--[a-z0-9-]+):", sheet("tokens.css")))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", on_screen)) <= known


def folded(app, entries: int, *, here: bool = False, cookie: str = "") -> bool:
    """Whether the section 制度, folded by itself, is drawn open in a menu of so many entries."""
    section = Section("Policy", "fa-book", [], folded=True)
    shown = [Entry("Packs", "fa-book", "/pack/list/", here)] * entries
    headers = {"Cookie": f"{MENU_COOKIE}={cookie}"} if cookie else {}
    with app.test_request_context("/", headers=headers):
        return section_is_open(section, shown, [(section, shown)])


def test_a_section_stays_as_it_was_left_but_the_present_screen_is_always_seen(app, scene):
    assert folded(app, 3), "a short menu needs no folding"
    assert not folded(app, 3, cookie="gears=1.book=0")
    assert folded(app, 3, cookie="book=1")
    assert folded(app, 3, here=True, cookie="book=0")
    assert folded(app, 3, cookie="nonsense..=.book"), "what isn't ours is passed over"


def test_the_style_guide_shows_each_part_with_its_markup(app, scene):
    make_person("guide", permissions=[("can_show", "StyleGuideView")])
    page = login(browser(app), "guide").get("/styleguide").text
    for example in EXAMPLES:
        assert f'id="{example.name}"' in page
        assert example.source.strip()
    for name in colours():
        assert f"swatch-{name} " in (STATIC / "styleguide.css").read_text(), name
    assert scene.as_anna.get("/styleguide").status_code == 403
    assert "/login/" in browser(app).get("/styleguide").location


def test_files_are_chosen_in_the_pages_own_words(app, scene):
    make_person("guide", permissions=[("can_show", "StyleGuideView")])
    guide = login(browser(app), "guide")
    assert "选择文件" in guide.get("/styleguide").text
    guide.send("/language/en")
    assert "Choose files" in guide.get("/styleguide").text
