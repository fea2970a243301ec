"""Styles and scripts stay in the browser until they change; everything comes compressed where the browser takes it."""

import gzip
import re

import pytest
from flask import url_for

from app.web.static_files import _version_of
from tests.people import browser


def test_an_address_carries_the_contents_hash_also_of_fabs_files(app, scene):
    page = scene.as_anna.get("/").text
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(addresses) > 5
    for address in addresses:
        answer = browser(app).get(address)
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["Cache-Control"], address


def test_a_file_that_changed_has_another_address(tmp_path):
    sheet = tmp_path / "kesu.css"
    sheet.write_text("a {}")
    first = _version_of(str(sheet))
    sheet.write_text("a { color: red }")
    assert first
    assert _version_of(str(sheet)) not in ("", first)
    assert _version_of(str(tmp_path / "none.css")) == ""


def test_an_old_address_gets_todays_file_but_not_for_good(app):
    answer = browser(app).get("/static/kesu.css?v=0123456789")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    assert "immutable" not in browser(app).get("/static/kesu.css").headers["Cache-Control"]


@pytest.mark.parametrize("name", ["../config.py", "nothing.css", "../../etc/passwd"])
def test_what_is_no_file_of_ours_has_neither_hash_nor_answer(app, name):
    with app.test_request_context():
        assert "v=" not in url_for("static", filename=name)
    assert browser(app).get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize("path", ["/login/", "/static/kesu.css", "/static/kesu.js"])
def test_texts_come_compressed(app, path):
    plain = browser(app).get(path)
    small = browser(app).get(path, headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.data) < len(plain.data) / 2
    assert path == "/login/" or gzip.decompress(small.data) == plain.data
    assert browser(app).get(path, headers={"Accept-Encoding": "br, gzip"}).headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"], "a proxy must not give one browser's answer to another"
