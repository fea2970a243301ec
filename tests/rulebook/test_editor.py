"""An administrator edits the company's policy in the browser, rule by rule, and never in YAML."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy import select

from app.events import history_of
from app.extensions import db
from app.policy.load import PACKS, check
from app.policy.pack import Pack
from app.policy.source import read
from app.rulebook import PackVersion, every_pack
from app.rulebook.editor import paths
from app.rulebook.editor.shape import keys_of, parts_of
from app.rulebook.editor.words import KEYS, code_words, key_words
from tests.people import Browser, browser, login, make_person
from tests.rulebook.conftest import NOW
from tests.rulebook.desk import RIGHTS, boxes, data, open_rule, row, rule_url, save

SHIPPED = read((PACKS / "xinbang.yaml").read_text(encoding="utf-8")).data["version"]
PENALTY, MAJOR = "penalties.0", "severity.business.0"


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_copy_says_the_same_under_another_version_and_is_in_force_nowhere(admin: Browser, draft: int) -> None:
    published = db.session.scalars(select(PackVersion).where(PackVersion.status == "published")).one()
    copied = row(draft)
    assert (copied.status, copied.version, copied.title) == ("draft", "9.1", published.title)
    assert data(draft) == read(published.text).data | {"version": "9.1"}
    assert [event.verb for event in history_of(copied)] == ["copy_pack"]
    assert "草稿" in admin.get("/pack/list/").text


def test_a_pack_that_comes_with_the_product_is_copied(admin: Browser) -> None:
    answer = admin.send("/pack-draft/new", {"source": "shipped:xinbang", "version": "2027"})
    assert answer.status_code == 302
    assert admin.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    "bad", [{"version": SHIPPED}, {"version": ""}, {"source": "shipped:../../etc/passwd"}, {"source": ""}]
)
def test_a_copy_that_cannot_be_is_refused_at_its_field(admin: Browser, bad: dict[str, str]) -> None:
    answer = admin.send("/pack-draft/new", {"source": "shipped:xinbang", "version": "3"} | bad)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text


def test_a_rule_of_each_kind_saved_untouched_changes_nothing(admin: Browser, draft: int) -> None:
    before, page = data(draft), admin.get(f"/pack-draft/edit/{draft}").text
    places = list(dict.fromkeys(re.findall(rf"/pack-draft/rule/{draft}\?at=([\w.]*)", page)))
    assert len(places) > 130
    there = {
        re.sub(r"\.\d+$", "", at): at for at in places if not at or paths.at(before, paths.read_place(at)) is not None
    }
    assert {"", "clocks", "severity.business", "rectification", "categories.0.children"} <= there.keys()
    for place in [*there.values(), *(f"clocks.{number}" for number in range(4)), "severity.business.1"]:
        answer = save(admin, draft, place, open_rule(admin, draft, place))
        assert answer.status_code == 302, (place, answer.text)
        assert data(draft) == before, place


def test_fifty_yuan_become_sixty(admin: Browser, draft: int) -> None:
    sent = open_rule(admin, draft, PENALTY)
    assert sent["f.amount"] == "50"
    assert save(admin, draft, PENALTY, sent | {"f.amount": "６０"}).status_code == 302
    assert paths.at(data(draft), ("penalties", 0, "amount")) == 60
    assert history_of(row(draft))[-1].verb == "edit_draft"
    assert "60" in admin.get(f"/pack-draft/edit/{draft}").text


def test_a_number_that_is_none_is_kept_and_marked_beside_its_box_and_above_the_draft(
    admin: Browser, draft: int
) -> None:
    answer = save(admin, draft, PENALTY, open_rule(admin, draft, PENALTY) | {"f.amount": "六十"})
    page = admin.get(answer.location).text
    box = page.split('name="f.amount"')[1].split("</div>")[0]
    assert 'value="六十"' in box
    assert "不是大于零、最多两位小数的数" in box
    outline = admin.get(f"/pack-draft/edit/{draft}").text
    assert f"/pack-draft/rule/{draft}?at=penalties.0" in outline.split("fault-list")[1].split("</ul>")[0]
    assert save(admin, draft, PENALTY, boxes(page) | {"f.amount": "60"}).location.startswith(
        f"/pack-draft/edit/{draft}"
    )
    assert check(row(draft).text) == []


def test_conditions_are_read_as_rows_and_written_back(admin: Browser, draft: int) -> None:
    sent = open_rule(admin, draft, MAJOR)
    assert sent["f.when.join"] == "any"
    assert (sent["f.when.2.field"], sent["f.when.2.operator"], sent["f.when.2.value"]) == ("loss", "above", "5000")
    save(admin, draft, MAJOR, sent | {"f.when.2.value": "6,000.5元", "f.when.join": "all"})
    when = paths.at(data(draft), ("severity", "business", 0, "when"))
    assert list(when) == ["all"]
    assert str(when["all"][2]["value"]) in ("6000.5", "6000.50")
    assert check(row(draft).text) == []


def test_rows_are_added_and_removed_with_the_forms_own_buttons(admin: Browser, draft: int) -> None:
    sent = open_rule(admin, draft, PENALTY)
    sent["f.label.zh"] = "负激励（新）"
    page = admin.send(rule_url(draft, PENALTY), sent | {"do": "row:when"}).text
    typed = boxes(page)
    assert typed["f.label.zh"] == "负激励（新）"
    assert typed["f.when.3.field"] == ""
    page = admin.send(rule_url(draft, PENALTY), typed | {"f.when.3.field": "channel", "do": "refresh"}).text
    assert "OA 邮箱" in page  # the channels of this very pack
    typed = boxes(page) | {"f.when.3.operator": "one_of", "do": "refresh"}
    page = admin.send(rule_url(draft, PENALTY), typed).text
    typed = boxes(page) | {"f.when.3.value": ["hotline_400", "fax"]}
    page = admin.send(rule_url(draft, PENALTY), typed | {"do": "drop:when.0"}).text
    assert data(draft)["penalties"][0]["label"]["zh"] != "负激励（新）"  # nothing is kept before it is saved
    assert save(admin, draft, PENALTY, boxes(page)).location.startswith(f"/pack-draft/edit/{draft}")
    rows = data(draft)["penalties"][0]["when"]["all"]
    assert [each["field"] for each in rows] == ["hotline", "confirmed", "channel"]
    assert rows[2]["value"] == ["hotline_400", "fax"]
    assert check(row(draft).text) == []


def test_a_group_is_added_beneath_and_deeper_ones_are_shown_and_kept(admin: Browser, draft: int) -> None:
    before = data(draft)["severity"]["business"][1]
    sent = open_rule(admin, draft, "severity.business.1")
    assert sent["f.when.2.1.join"] == "any"
    assert sent["f.when.2.1.0.value"] == "1000"
    page = admin.send(rule_url(draft, "severity.business.1"), sent | {"do": "group:when"}).text
    typed = boxes(page) | {"f.when.3.0.field": "urgent", "f.when.3.0.operator": "is", "f.when.3.0.value": "true"}
    save(admin, draft, "severity.business.1", typed)
    after = data(draft)["severity"]["business"][1]
    assert after["when"]["any"][:3] == before["when"]["any"]
    assert after["when"]["any"][3] == {"all": [{"field": "urgent", "operator": "is", "value": True}]}


def test_a_rule_is_added_moved_and_removed(admin: Browser, draft: int) -> None:
    at = f"penalties.{len(data(draft)['penalties'])}"
    sent = open_rule(admin, draft, at)
    sent |= {"f.code": "late", "f.label.zh": "逾期", "f.clause": "5.1", "f.amount": "20", "f.month_clause": "brief"}
    sent |= {"f.payees.0.to": "handler", "f.month_of": "receipt", "f.when.0.field": "urgent", "f.when.0.operator": "is"}
    assert save(admin, draft, at, sent | {"f.when.0.value": "true"}).location.startswith(f"/pack-draft/edit/{draft}")
    assert [each["code"] for each in data(draft)["penalties"]] == ["sustained_through_400", "late"]
    seen = re.search(r'name="seen" value="(\w+)"', admin.get(f"/pack-draft/edit/{draft}").text)
    assert seen
    assert admin.send(f"/pack-draft/change/{draft}", {"at": at, "do": "up", "seen": seen[1]}).status_code == 302
    assert data(draft)["penalties"][0]["code"] == "late"
    stale = admin.send(f"/pack-draft/change/{draft}", {"at": at, "do": "remove", "seen": seen[1]})
    assert stale.status_code == 302
    assert len(data(draft)["penalties"]) == 2, "a page that is out of date removes nothing"


def test_a_clause_is_marked_informative_and_a_category_gets_one_below(admin: Browser, draft: int) -> None:
    sent = open_rule(admin, draft, "clauses.36")
    save(admin, draft, "clauses.36", sent | {"f.informative": ["false", "true"]})
    assert data(draft)["clauses"][36]["informative"] is True
    sent = open_rule(admin, draft, "categories.5.children.0")
    sent |= {"f.code": "price_quote", "f.label.zh": "报价错误", "f.kind": "business", "f.clause": "4.3.1"}
    assert save(admin, draft, "categories.5.children.0", sent).status_code == 302
    assert data(draft)["categories"][5]["children"][0]["code"] == "price_quote"
    assert check(row(draft).text) == []


def test_the_second_of_two_editors_is_refused_and_loses_nothing(app: Flask, admin: Browser, draft: int) -> None:
    make_person("zhao", permissions=RIGHTS)
    zhao = login(browser(app), "zhao")
    seen_by_wang, seen_by_zhao = open_rule(admin, draft, PENALTY), open_rule(zhao, draft, PENALTY)
    save(zhao, draft, PENALTY, seen_by_zhao | {"f.amount": "70"})
    answer = save(admin, draft, PENALTY, seen_by_wang | {"f.amount": "60", "f.label.zh": "王芳的名称"})
    assert answer.status_code == 409
    assert "王芳的名称" in answer.text
    assert data(draft)["penalties"][0]["amount"] == 70
    assert save(admin, draft, PENALTY, boxes(answer.text)).status_code == 302
    assert data(draft)["penalties"][0]["amount"] == 60


def test_two_editors_of_two_rules_do_not_disturb_each_other(admin: Browser, draft: int) -> None:
    one, other = open_rule(admin, draft, PENALTY), open_rule(admin, draft, MAJOR)
    assert save(admin, draft, PENALTY, one | {"f.amount": "60"}).status_code == 302
    assert save(admin, draft, MAJOR, other | {"f.when.0.value": "3"}).status_code == 302
    assert data(draft)["penalties"][0]["amount"] == 60
    assert data(draft)["severity"]["business"][0]["when"]["any"][0]["value"] == 3


def test_the_text_is_edited_and_uploaded_as_a_whole(admin: Browser, draft: int) -> None:
    page = admin.get(f"/pack-draft/text/{draft}").text
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', page)
    assert seen
    text = "# 由专家修改\n" + row(draft).text.replace("amount: 50", "amount: 55")
    assert admin.send(f"/pack-draft/text/{draft}", {"text": text, "seen": seen[1]}).status_code == 302
    assert row(draft).text.startswith("# 由专家修改")
    late = admin.send(f"/pack-draft/text/{draft}", {"text": "id: x\n", "seen": seen[1]})
    assert late.status_code == 422
    assert "id: x" in late.text


@pytest.mark.parametrize("bad", ["", "a: [", "- 1", "only words", "a: &x 1\nb: *x"])
def test_a_text_that_cannot_be_read_is_refused_with_what_was_typed(admin: Browser, draft: int, bad: str) -> None:
    before = row(draft).text
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', admin.get(f"/pack-draft/text/{draft}").text)
    assert seen
    answer = admin.send(f"/pack-draft/text/{draft}", {"text": bad, "seen": seen[1]})
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert row(draft).text == before


@pytest.mark.parametrize(
    "at", ["", "x", "penalties", "penalties.99", "clocks.0.amount", "..", "9" * 5000, "a." * 500 + "a", "penalties.-1"]
)
def test_a_place_that_is_none_is_not_found(admin: Browser, draft: int, at: str) -> None:
    assert admin.get(rule_url(draft, at)).status_code == (200 if at == "" else 404)


@pytest.mark.parametrize(
    "sent",
    [
        {"f.amount": "1\0"},
        {"f.amount": "x" * 30_000},
        {"f.when.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.field": "loss"},
        {"f.label": "flat", "f.when": "flat", "f.payee.0.1": "x"},
        {"f.+": "[unreadable"},
        {"f." + "a." * 900 + "b": "deep"},
        {"f.when.0.field": "nothing", "f.when.0.operator": "between", "f.when.0.value": ["1", "2"]},
        {"seen": "", "f.amount": "1"},
        {"do": "drop:when.999"}, {"do": "row:amount"}, {"do": "up:when"}, {"do": "add:" + "9." * 90 + "9"}, {"do": "x"},
    ],
)  # fmt: skip
def test_bad_input_is_marked_or_refused_and_never_an_error(admin: Browser, draft: int, sent: dict[str, Any]) -> None:
    answer = admin.send(rule_url(draft, PENALTY), open_rule(admin, draft, PENALTY) | {"do": "save"} | sent)
    assert answer.status_code in (200, 302, 404, 409, 422)
    assert admin.get(f"/pack-draft/edit/{draft}").status_code == 200
    assert admin.get(f"/pack/show/{draft}").status_code == 200
    assert admin.get("/pack/list/").status_code == 200


def test_a_draft_with_a_fault_still_reads_and_lists_and_a_deleted_one_is_gone(admin: Browser, draft: int) -> None:
    save(admin, draft, "clocks.0", open_rule(admin, draft, "clocks.0") | {"f.amount.0.value": "fünf", "f.owner": ""})
    page = admin.get(f"/pack/show/{draft}")
    assert page.status_code == 200
    assert f"/pack-draft/edit/{draft}" in page.text
    assert [pack.version for pack in every_pack()] == [SHIPPED]
    assert admin.get("/").status_code == 200
    assert admin.send(f"/pack-draft/delete/{draft}").status_code == 302
    assert db.session.scalars(select(PackVersion.status)).all() == ["published"]


def test_who_may_only_read_sees_no_draft_and_changes_none(reader: Browser, draft: int) -> None:
    assert "草稿" not in reader.get("/pack/list/").text.split("<table")[1]
    assert reader.get(f"/pack/show/{draft}").status_code == 404
    assert reader.get(f"/pack/text/{draft}").status_code == 404
    for path in ("edit", "rule", "text"):
        assert reader.get(f"/pack-draft/{path}/{draft}").status_code == 403, path
    assert reader.get("/pack-draft/new").status_code == 403
    for path in (f"rule/{draft}?at=penalties.0", f"text/{draft}", f"delete/{draft}", f"change/{draft}", "new"):
        assert reader.send(f"/pack-draft/{path}", {"at": PENALTY, "do": "remove"}).status_code == 403, path


def test_a_published_version_can_be_neither_edited_nor_deleted(admin: Browser, draft: int) -> None:
    published = db.session.scalar(select(PackVersion.id).where(PackVersion.status == "published"))
    for path in ("edit", "rule", "text"):
        assert admin.get(f"/pack-draft/{path}/{published}").status_code == 409, path
    assert admin.send(f"/pack-draft/rule/{published}?at={PENALTY}", {"f.amount": "1"}).status_code == 409
    assert admin.send(f"/pack-draft/delete/{published}").status_code == 409
    assert db.session.get(PackVersion, published) is not None


def test_the_pages_speak_english_too(admin: Browser, draft: int) -> None:
    admin.send("/language/en")
    for path in (f"edit/{draft}", f"rule/{draft}?at=clocks.1", f"text/{draft}", "new"):
        page = re.sub(r"<(textarea|option|script).*?</\1>", "", admin.get(f"/pack-draft/{path}").text, flags=re.S)
        assert admin.get(f"/pack-draft/{path}").status_code == 200
        assert "Draft" in page or "draft" in page


def test_every_key_of_every_model_has_words_in_both_languages(app: Flask) -> None:
    keys = [(model, key) for model in parts_of(Pack) for key in keys_of(model) if model.__name__ != "Label"]
    assert len(keys) > 100
    named = [(model.__name__, key) for model, key in keys
             if not (key.words or KEYS.get(f"{model.__name__}.{key.name}") or KEYS.get(key.name))]  # fmt: skip
    assert [f"{model}.{key.name}" for model, key in named] == []
    with force_locale("zh"), app.test_request_context():
        english = [key_words(model, key) for model, key in keys if gettext(key_words(model, key)).isascii()]
        assert english == []
        bare = {
            code for _, key in keys for code, words in code_words(key.shape.codes).items() if gettext(words).isascii()
        }
    assert bare == set()
