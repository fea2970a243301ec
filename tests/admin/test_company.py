"""The company's name, colour and logo: changed by those who may, seen on every page, with nothing unreadable in it."""

import io
import re

import pytest
from sqlalchemy import select

from app.extensions import db
from app.org.company import look
from app.org.models import Company
from app.web.pictures import size_of
from tests.files.samples import RED_JPEG, png
from tests.people import Browser, browser, login, make_person


@pytest.fixture
def admin(app) -> Browser:
    make_person("admin", permissions=[("can_edit", "CompanyView")])
    return login(browser(app), "admin")


def save(admin: Browser, **facts):
    return admin.send("/company/", {"name": "", "accent": "", **facts}, content_type="multipart/form-data")


def picture(data: bytes, name: str = "标识.png"):
    return (io.BytesIO(data), name)


def test_the_name_stands_on_the_login_page_in_the_head_and_in_the_tab(app, admin):
    assert save(admin, name="禾驿快运").status_code == 302
    for page in (browser(app).get("/login/").text, admin.get("/").text):
        assert "禾驿快运</title>" in page
        assert page.count("禾驿快运") >= 2
    save(admin, name="")
    assert "Kesu 客诉</title>" in admin.get("/").text, "empty: the product's own again"


def test_a_colour_reaches_every_page_and_the_browser_keeps_it(app, admin):
    assert "colours.css" not in browser(app).get("/login/").text
    assert save(admin, accent="#8A1C5C").status_code == 302
    address = re.search(r'href="(/brand/colours\.css\?v=\d+)"', browser(app).get("/login/").text).group(1)
    sheet = browser(app).get(address)
    assert "--accent-fill: #8a1c5c;" in sheet.text
    assert sheet.text.count("--accent:") == 3, "light, dark by the system, dark by choice"
    assert "immutable" in sheet.headers["Cache-Control"]
    assert "immutable" not in browser(app).get("/brand/colours.css?v=1").headers["Cache-Control"]


@pytest.mark.parametrize(("accent", "reason"), [("#ffd400", "4.5 : 1"), ("blau", "#2067de"), ("#12345", "#2067de")])
def test_a_colour_that_nobody_could_read_on_is_refused_with_the_reason(admin, accent, reason):
    answer = save(admin, accent=accent)
    assert answer.status_code == 422
    assert reason in answer.text
    assert accent in answer.text, "what was typed stays"
    db.session.rollback()
    assert look().accent == ""


def test_the_nearest_colour_that_is_told_is_taken(admin):
    better = re.search(r"可用颜色：(#[0-9a-f]{6})", save(admin, accent="#ffd400").text).group(1)
    assert save(admin, accent=better).status_code == 302


@pytest.mark.parametrize(
    ("data", "name", "size"),
    [(png(300, 100), "标识.png", (288, 96)), (png(1000, 50), "长.png", (480, 24)), (RED_JPEG, "标识.jpg", (288, 96))],
)
def test_a_logo_is_drawn_anew_in_the_sizes_that_pages_use(app, admin, data, name, size):
    assert save(admin, logo=picture(data, name)).status_code == 302
    page = browser(app).get("/login/").text
    logo = browser(app).get(re.search(r'src="(/brand/logo\.png\?v=\d+)"', page).group(1))
    icon = browser(app).get(re.search(r'rel="icon" href="(/brand/icon\.png\?v=\d+)"', page).group(1))
    assert (logo.status_code, logo.mimetype, icon.mimetype) == (200, "image/png", "image/png")
    assert size_of(logo.data) == size
    assert size_of(icon.data) == (64, 64)
    assert save(admin, drop_logo="y").status_code == 302
    assert "kesu.svg" in browser(app).get("/login/").text
    assert browser(app).get("/brand/logo.png").status_code == 404


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "标识.svg"),
        (b"<script>alert(1)</script>", "标识.png"),
        (png(300, 100)[:60], "标识.png"),
        (png(30_000, 30_000), "标识.png"),
        (png(0, 10), "标识.png"),
        (png(10, 10) + b"x" * 600_000, "标识.png"),
        (b"\xff\xd8\xff" + b"x" * 50, "标识.jpg"),
    ],
)
def test_what_is_no_picture_or_would_fill_the_memory_is_refused(admin, data, name):
    answer = save(admin, name="禾驿快运", logo=picture(data, name))
    assert answer.status_code == 422
    assert name in answer.text
    assert 'value="禾驿快运"' in answer.text
    db.session.rollback()
    assert db.session.scalar(select(Company.has_logo)) in (None, False)


def test_only_those_who_may_change_it_see_the_screen(app):
    make_person("outsider", permissions=[("can_list", "CarrierView")])
    outsider = login(browser(app), "outsider")
    assert outsider.get("/company/").status_code == 403
    assert save(outsider, name="别的公司").status_code == 403
    assert "/login/" in browser(app).get("/company/").location
    db.session.rollback()
    assert db.session.scalar(select(Company.id)) is None
