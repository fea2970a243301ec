"""Two versions side by side, and a draft put into force with a word on what changes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.core.i18n import show
from app.events import history_of
from app.extensions import db
from app.policy.load import PACKS
from app.policy.source import read
from app.rulebook import PackVersion, current_pack_version
from app.rulebook.editor.compare import Pair, compare, counted
from app.rulebook.editor.paths import put, without
from tests.people import Browser
from tests.rulebook.conftest import NOW
from tests.rulebook.desk import open_rule, row, save

DATA = read((PACKS / "xinbang.yaml").read_text(encoding="utf-8")).data
PENALTY = "penalties.0"
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def say(text: Any) -> str:
    return show(text, lambda msgid: msgid)


def changed(after: Any) -> list[Pair]:
    return [pair for chapter in compare(DATA, after, say) for pair in chapter.changed]


def test_a_pack_beside_itself_has_no_difference() -> None:
    chapters = compare(DATA, DATA, say)
    assert not counted(chapters)
    assert sum(len(chapter.pairs) for chapter in chapters) > 130


def test_only_the_words_that_changed_are_marked() -> None:
    (pair,) = changed(put(DATA, ("penalties", 0, "amount"), 60))
    (line,) = [line for line in pair.lines if line.changed]
    assert (pair.change, line.before, line.after) == (
        "changed",
        (("5", True), ("0", False)),
        (("6", True), ("0", False)),
    )


def test_a_rule_is_known_by_its_code_wherever_it_moved_and_whatever_it_is_called() -> None:
    moved = {**DATA, "penalties": [], "clocks": DATA["clocks"][::-1]}
    assert [(pair.change, pair.title) for pair in changed(moved)] == [
        ("removed", "Penalty for a complaint through the 400 line found true")
    ]
    (pair,) = changed(put(DATA, ("clocks", 0, "label", "en"), "Hand over"))
    assert (pair.change, pair.title) == ("changed", "Hand over")


def test_added_and_removed_rules_stand_on_one_side() -> None:
    channel = {"code": "app", "label": {"zh": "手机应用", "en": "App"}, "origin": "external", "clause": "4.2.1"}
    after = put(without(DATA, ("channels", 4)), ("channels", 11), channel)
    assert {(pair.change, pair.title) for pair in changed(after)} == {("added", "App"), ("removed", "Fax")}


def test_a_condition_is_compared_in_words() -> None:
    after = put(DATA, ("severity", "business", 0, "when", 0, "value"), 3)
    (pair,) = changed(after)
    assert any("at least 3" in "".join(text for text, _ in line.after) for line in pair.lines)


def test_the_page_shows_differences_only_or_everything(admin: Browser, draft: int) -> None:
    save(admin, draft, PENALTY, open_rule(admin, draft, PENALTY) | {"f.amount": "60"})
    published = db.session.scalar(select(PackVersion.id).where(PackVersion.status == "published"))
    page = admin.get(f"/pack/compare?a={published}&b={draft}").text
    assert "<mark>6</mark>0" in page
    assert "外包装破损" not in page
    assert "外包装破损" in admin.get(f"/pack/compare?a={published}&b={draft}&all=1").text


@pytest.mark.parametrize("asked", ["", "?a=1", "?a=x&b=y", "?a=999&b=1", "?a=1&b=99999999999999999999"])
def test_a_comparison_with_nothing_falls_back_or_is_not_found(admin: Browser, draft: int, asked: str) -> None:
    assert admin.get(f"/pack/compare{asked}").status_code in (200, 404)


def test_readers_compare_what_is_published_and_nothing_else(reader: Browser, draft: int) -> None:
    published = db.session.scalar(select(PackVersion.id).where(PackVersion.status == "published"))
    assert reader.get(f"/pack/compare?a={published}&b={published}").status_code == 200
    assert reader.get(f"/pack/compare?a={published}&b={draft}").status_code == 404
    assert reader.get(f"/pack-draft/publish/{draft}").status_code == 403
    assert reader.send(f"/pack-draft/publish/{draft}", {"effective_from": ""}).status_code == 403


def test_a_draft_is_published_for_tomorrow_after_a_look_at_what_changes(admin: Browser, draft: int) -> None:
    save(admin, draft, PENALTY, open_rule(admin, draft, PENALTY) | {"f.amount": "60"})
    assert "<ins>60</ins>" in admin.get(f"/pack-draft/publish/{draft}").text
    answer = admin.send(f"/pack-draft/publish/{draft}", {"effective_from": "2026-11-24T00:00"})
    assert answer.status_code == 302, answer.text
    version = row(draft)
    assert (version.status, version.published_by.username) == ("published", "wang")
    assert current_pack_version(NOW).version == DATA["version"]
    assert current_pack_version(TOMORROW) is version
    assert [event.verb for event in history_of(version)][-1] == "publish"
    assert admin.get(f"/pack-draft/edit/{draft}").status_code == 409


def test_a_draft_with_faults_or_for_yesterday_is_not_published(admin: Browser, draft: int) -> None:
    late = admin.send(f"/pack-draft/publish/{draft}", {"effective_from": "2026-11-22T00:00"})
    assert late.status_code == 422
    assert 'value="2026-11-22T00:00"' in late.text
    save(admin, draft, PENALTY, open_rule(admin, draft, PENALTY) | {"f.amount": "sixty"})
    assert admin.send(f"/pack-draft/publish/{draft}", {"effective_from": ""}).status_code == 422
    assert row(draft).status == "draft"


def test_two_administrators_publish_the_same_draft_once(app: Flask, admin: Browser, draft: int) -> None:
    assert admin.send(f"/pack-draft/publish/{draft}", {"effective_from": ""}).status_code == 302
    assert admin.send(f"/pack-draft/publish/{draft}", {"effective_from": ""}).status_code == 409
