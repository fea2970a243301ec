"""The REST endpoints, given what programs send by mistake: refused in the documented shape and in Chinese."""

import re
from typing import Any

import pytest

from tests.web.site import FORM, Site

ONE_BY_ONE: list[Any] = ["x" * 100_000, 10**30, {"id": 1}]
ALL_AT_ONCE: list[Any] = ["包\0裹", "😀", -1, 1.5, True, None, [], ["a", "b"], [[]], "999999", ""]
"""What programs send by mistake, for any field."""


def resources(site: Site) -> list[tuple[str, str, list[str]]]:
    """(method, address, fields) of every POST and PUT under /api/ whose fields are known."""
    found = []
    for view in site.resources():
        base = f"/api/v1/{view.resource_name.replace('{form}', FORM)}/"
        found += [("POST", base, list(view.add_columns))] * bool(view.add_columns)
        found += [("PUT", f"{base}1", list(view.edit_columns))] * bool(view.edit_columns)
    return found + [("POST", address, fields) for address, fields in site.steps()]


def test_a_program_reads_in_chinese_what_is_wrong_with_each_field(site: Site) -> None:
    faults, token = [], {"X-CSRFToken": site.boss.token("/")}
    for method, address, fields in resources(site):
        bodies = [{name: wrong} for name in fields for wrong in ONE_BY_ONE]
        bodies += [dict.fromkeys([*fields, "no_such_field"], wrong) for wrong in ALL_AT_ONCE]
        for body in bodies:
            answer = site.boss.open(address, method=method, json=body, headers=token)
            faults += [f"{method} {address} {str(body)[:60]}: {fault}" for fault in api_faults(site, answer)]
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def test_what_is_no_json_object_is_refused_in_the_same_shape(site: Site) -> None:
    faults, token = [], {"X-CSRFToken": site.boss.token("/")}
    for method, address, _fields in resources(site):
        for body in (b"", b"{", b"[]", b'"x"', b"null", b"\xff", b"[" * 100_000, b'{"a":' * 5_000, b"NaN"):
            answer = site.boss.open(address, method=method, data=body, content_type="application/json", headers=token)
            error = (answer.json or {}).get("error", {})
            if answer.status_code != 400 or not re.search("[一-鿿]", error.get("message", "")):
                faults.append(f"{method} {address} {body[:20]!r}: {answer.status_code} {error}")
    assert faults == []


def api_faults(site: Site, answer: Any) -> list[str]:
    """Taken is fine for what is meant so; a refusal is 4xx, in the documented shape, in Chinese."""
    if answer.status_code in (200, 201):
        site.restore()
        return []
    error = (answer.json or {}).get("error", {})
    if not 400 <= answer.status_code < 500 or error.keys() != {"code", "message", "fields"}:
        return [f"{answer.status_code} {answer.text[:80]}"]
    messages = [error["message"], *error["fields"].values()]
    return [f"not Chinese: {message}" for message in messages if not re.search("[一-鿿]", message)]
