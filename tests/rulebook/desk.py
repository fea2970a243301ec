"""Drafts of policy packs at an administrator's desk: a rule's form as a browser would send it."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from app.extensions import db
from app.policy.source import read
from app.rulebook import PackVersion
from tests.people import Browser

RIGHTS = [*((f"can_{name}", "PackDraftView") for name in ("add", "edit", "delete", "publish"))]
RIGHTS += [("can_list", "PackVersionView"), ("can_show", "PackVersionView")]


def row(pk: int) -> PackVersion:
    db.session.rollback()
    return db.session.get_one(PackVersion, pk)


def data(pk: int) -> Any:
    return read(row(pk).text).data


def rule_url(pk: int, at: str) -> str:
    return f"/pack-draft/rule/{pk}?at={at}"


def open_rule(who: Browser, pk: int, at: str) -> dict[str, Any]:
    """What the rule's form would send as it stands."""
    page = who.get(rule_url(pk, at))
    assert page.status_code == 200, page.text
    return boxes(page.text)


def boxes(page: str) -> dict[str, Any]:
    """Every box of the rule's form with what stands in it, as a browser would send it."""
    form = page[page.index("data-editor") :]
    sent: dict[str, list[str]] = {}
    for each in _named(form):
        sent.setdefault(each[0], []).append(each[1])
    assert sent
    return {name: values if len(values) > 1 else values[0] for name, values in sent.items() if name != "do"}


def _named(form: str) -> Iterator[tuple[str, str]]:
    boxes = re.compile(
        r"<input\b[^>]*>|<select\b[^>]*name=\"[^\"]+\"[^>]*>.*?</select>|<textarea\b[^>]*>.*?</textarea>", re.S
    )
    for found in boxes.findall(form[: form.index("</form>")]):
        name = re.search(r'name="([^"]+)"', found)
        assert name
        if found.startswith("<input"):
            if 'type="checkbox"' in found and "checked" not in found:
                continue
            value = re.search(r'value="([^"]*)"', found)
            yield name[1], unescape(value[1]) if value else ""
        elif found.startswith("<select"):
            chosen = re.search(r'<option value="([^"]*)" selected', found)
            yield name[1], unescape(chosen[1]) if chosen else ""
        else:
            yield name[1], unescape(found[found.index(">") + 1 : -len("</textarea>")].removeprefix("\n"))


def save(who: Browser, pk: int, at: str, sent: dict[str, Any]) -> Any:
    return who.send(rule_url(pk, at), sent | {"do": "save"})
