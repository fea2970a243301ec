"""Downloads, over HTTP, as people of two stations and as a stranger."""

import pytest

from app.core import clock
from app.db import unit_of_work
from app.files import store
from tests.files.samples import SAMPLES, upload
from tests.people import browser, login


@pytest.fixture
def files(scene) -> dict[str, str]:
    with unit_of_work():
        rows = [store(upload(name, data), scene.order, None, clock.now()) for name, data in SAMPLES.items()]
    return {row.name: f"/file/{row.id}" for row in rows}


def test_a_file_comes_whole_under_its_chinese_name_and_is_never_a_page(app, files):
    anna = login(browser(app), "anna")
    for name, url in files.items():
        answer = anna.get(url)
        assert answer.status_code == 200
        assert answer.data == SAMPLES[name]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "html" not in answer.content_type
    pdf = anna.get(files["投诉书.pdf"]).headers["Content-Disposition"]
    assert pdf.startswith("attachment;")
    assert "filename*=UTF-8''%E6%8A%95%E8%AF%89%E4%B9%A6.pdf" in pdf
    assert anna.get(files["照片.jpg"]).headers["Content-Disposition"].startswith("inline;")
    assert anna.get(files["iphone.heic"]).headers["Content-Disposition"].startswith("attachment;")


def test_a_recording_can_be_played_from_the_middle(app, files):
    part = login(browser(app), "anna").get(files["录音.mp3"], headers={"Range": "bytes=0-2"})
    assert (part.status_code, part.data) == (206, b"ID3")


def test_another_station_gets_the_same_answer_as_for_a_file_that_is_not_there(app, files):
    ben = login(browser(app), "ben")
    absent = ["/file/999999", "/file/99999999999", "/file/x"]
    assert {ben.get(url).status_code for url in [*files.values(), *absent]} == {404}


def test_without_the_permission_or_a_login_there_is_no_file(app, files):
    assert login(browser(app), "eve").get(files["照片.jpg"]).status_code == 403
    assert browser(app).get(files["照片.jpg"]).status_code == 401


def test_what_a_browser_can_show_is_shown_in_our_pages_only_and_the_rest_is_taken_away(app, files):
    anna = login(browser(app), "anna")
    for name in ("照片.jpg", "录音.mp3", "投诉书.pdf"):
        answer = anna.get(f"{files[name]}/view")
        assert answer.headers["Content-Disposition"].startswith("inline;"), name
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    pdf = anna.get(f"{files['投诉书.pdf']}/view").headers
    assert "frame-ancestors 'self'" in pdf["Content-Security-Policy"]
    assert "script-src" not in pdf["Content-Security-Policy"]
    assert pdf["X-Frame-Options"] == "SAMEORIGIN"
    heic = anna.get(f"{files['iphone.heic']}/view")
    assert heic.headers["Content-Disposition"].startswith("attachment;")
    assert heic.headers["X-Frame-Options"] == "DENY"


def test_the_shown_file_keeps_to_the_row_scope_as_the_download_does(app, files):
    shown = [f"{url}/view" for url in files.values()]
    assert {login(browser(app), "ben").get(url).status_code for url in shown} == {404}
    assert login(browser(app), "eve").get(shown[0]).status_code == 403
    assert browser(app).get(shown[0]).status_code == 401
