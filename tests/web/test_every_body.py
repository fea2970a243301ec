"""Bodies that no page of ours sends, and addresses that nobody should type: refused, never a server error."""

import json
import re

import pytest

from tests.people import browser
from tests.web.site import FORM, Site

BODIES: list[tuple[bytes, str]] = [
    (b"", "application/x-www-form-urlencoded"),
    (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
    (b"&".join(b"field%d=%d" % (number, number) for number in range(2_000)), "application/x-www-form-urlencoded"),
    (b"{}", "application/json"),
    (b"not json", "application/json"),
    (b"<a/>", "text/xml"),
    (b"--x\r\nno header", "multipart/form-data; boundary=x"),
    (b"no boundary at all", "multipart/form-data"),
    (b"\0" * 1000, "application/octet-stream"),
]
ODD = [
    "abc",
    "-1",
    "0",
    "99999999999999999999",
    "１",
    "\0",
    "😀",
    "'; drop table ab_user; --",
    "长" * 200,
    "[]",
    "",
]
KEYS = ["0", "-1", "abc", "2147483647", "2147483648", "99999999999999999999", "１", "%00", "1;drop", "..%2f"]


def test_a_form_without_its_token_or_of_another_type_is_refused(site: Site) -> None:
    faults = []
    for page in site.forms():
        who = browser(site.app) if page.url == "/login/" else site.boss
        for body, kind in BODIES:
            answer = who.post(page.url, data=body, content_type=kind)
            if answer.status_code not in (400, 413) or "error-page" not in answer.text:
                faults.append(f"{page.url} {kind} {body[:20]!r}: {answer.status_code}")
    assert faults == []


def test_fields_sent_twice_unknown_or_in_great_number_are_no_server_error(site: Site) -> None:
    faults = []
    for page in site.forms():
        if page.url == "/login/":
            continue
        names = set(re.findall(r'name="([a-z_-]+)"', site.boss.get(page.url).text))
        twice = {name: ["一", "\0二", "x" * 1000] for name in names} | {"没有这一项": ["😀"], "__class__": ["x"]}
        many = {f"more{number}": "x" for number in range(900)}
        token = site.boss.token("/")
        for data in (twice | {"csrf_token": token}, many | {"csrf_token": token}):
            answer = site.boss.post(page.url, data=data, content_type="multipart/form-data")
            if answer.status_code not in (302, 422):
                faults.append(f"{page.url}: {answer.status_code}")
            if answer.status_code == 302:  # the first of several counts; where nothing is required, that will do
                site.restore()
    assert faults == []


def test_no_list_stumbles_over_its_arguments(site: Site) -> None:
    faults = []
    for view in site.lists():
        name = type(view).__name__
        filters = [f"_flt_{index}_{column}" for column in [*view.search_columns, "password"] for index in (0, 1, 9)]
        paging = [f"page_{name}", f"psize_{name}", f"_oc_{name}", f"_od_{name}"]
        for odd in ODD:
            arguments = dict.fromkeys([*paging, *filters, "back", "q", "number"], odd)
            for address in ("list/", "choices"):
                base = view.route_base.replace("<string:form>", FORM)
                answer = site.boss.get(f"{base}/{address}", query_string=arguments)
                if answer.status_code != 200:
                    faults.append(f"{base}/{address} {odd[:20]!r}: {answer.status_code}")
    assert faults == []


def test_no_page_stumbles_over_the_key_of_its_row(site: Site) -> None:
    faults = []
    for rule in site.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not rule.arguments or rule.endpoint.endswith("static"):
            continue
        for key in KEYS:
            address = re.sub(r"<[^>]+>", key, rule.rule)
            answer = site.boss.get(address)
            if answer.status_code not in (200, 302, 308, 404, 409):  # 409: it is there, and not to be changed
                faults.append(f"{address}: {answer.status_code}")
    assert faults == []


def test_no_form_stumbles_over_its_arguments(site: Site) -> None:
    faults = []
    for view in site.lists():
        for column in ("back", *(view.add_columns or ())):
            for odd in ("-1", "99999999999999999999", "\0😀"):
                answer = site.boss.get(f"{view.route_base}/add", query_string={column: odd})
                if answer.status_code not in (200, 404):
                    faults.append(f"{view.route_base}/add?{column}={odd[:20]!r}: {answer.status_code}")
    assert faults == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_a_method_that_a_page_does_not_have_is_told_so(site: Site, method: str) -> None:
    for address in ("/complaint/list/", "/complaint/show/1", "/"):
        assert site.boss.open(address, method=method).status_code in (400, 405), address


def test_the_addresses_are_encoded_as_browsers_do(site: Site) -> None:
    answer = site.boss.get("/complaint/list/?_flt_0_no=%ED%A0%BD")
    assert answer.status_code == 200
    assert json.loads(site.boss.get("/complaint/callers?q=%00%ff").text)["results"] == []
