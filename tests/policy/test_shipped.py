"""The packs that come with the product: each says what its text says, in both languages, and no number more."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.policy.load import template_titles, templates
from app.policy.pack import Pack
from app.policy.parts import BRIEF, Label

PACKS = templates()
OTHERS = {name: pack for name, pack in PACKS.items() if name != "xinbang" and not pack.overlay}

LIMITS = [
    # Each limit that stands in a text: pack, clock, amount, unit, clause. What has no number in its text has none here.
    ("peisong", "reply", 24, "hours", "3.2.1"),
    ("peisong", "settle", 3, "working_days", "3.2.3"),
    ("kuaidi_weihu", "reply", 2, "hours", "1.2"),
    ("kuaidi_weihu", "plan", 24, "hours", "1.2"),
    ("kuaiyun", "reply", 30, "minutes", "6.4"),
    ("kuaidi_celue", "reply", 24, "hours", "3.1"),
]
BROKEN_OFF = ["xinbang", "peisong", "kuaidi_weihu", "wuliu_tousu", "kuaidi_celue", "kehu_guanli", "kehu_fuwu_zongze",
              "kehu_fuwu_zongzhi", "huoyun", "kuaidi_renyuan", "xilinmen", "kuaidi_guanxi", "wuliu_kehu", "shouhou",
              "wuliu_gongsi", "manyidu"]  # fmt: skip


def labels(part: Any, path: str) -> Iterator[tuple[str, Label]]:
    """Every label in a pack, with where it stands."""
    if isinstance(part, Label):
        yield path, part
    elif isinstance(part, tuple):
        for number, item in enumerate(part):
            yield from labels(item, f"{path}.{number}")
    elif hasattr(type(part), "model_fields"):
        for name in type(part).model_fields:
            yield from labels(getattr(part, name), f"{path}.{name}")


def test_the_default_pack_stands_first_among_the_templates() -> None:
    assert next(iter(PACKS)) == "xinbang"
    assert list(PACKS)[1:] == sorted(name for name in PACKS if name != "xinbang")


def test_what_they_are_called_is_known_without_reading_them() -> None:
    assert template_titles() == {name: pack.title.text() for name, pack in PACKS.items()}


@pytest.mark.parametrize("pack", PACKS.values(), ids=list(PACKS))
def test_a_template_speaks_both_languages(pack: Pack) -> None:
    assert [path for path, label in labels(pack, pack.id) if not label.en] == []


@pytest.mark.parametrize("pack", OTHERS.values(), ids=list(OTHERS))
def test_a_template_has_the_limits_of_its_text_and_no_other(pack: Pack) -> None:
    said = [
        (pack.id, clock.code, amount.value, clock.unit, amount.clause)
        for clock in pack.clocks
        for amount in clock.amount
        if amount.clause != BRIEF
    ]
    assert said == [limit for limit in LIMITS if limit[0] == pack.id]


def test_only_the_default_pack_grades_complaints() -> None:
    assert [name for name, pack in PACKS.items() if pack.severity] == ["xinbang"]


def test_only_the_texts_that_speak_of_money_have_penalties() -> None:
    assert [name for name, pack in PACKS.items() if pack.penalties] == ["xinbang", "kuaiyun"]


@pytest.mark.parametrize("name", BROKEN_OFF)
def test_a_text_that_breaks_off_says_so(name: str) -> None:
    said = " ".join(clause.summary.zh for clause in PACKS[name].clauses)
    assert "原文" in said
    assert "中断" in said


@pytest.mark.parametrize(("name", "windows"), [("xilinmen", "one"), ("wuliu_tousu", "many"), ("wuliu_gongsi", "many")])
def test_one_window_or_many(name: str, windows: str) -> None:
    routing = PACKS[name].routing
    assert routing is not None
    assert routing.windows == windows


def test_consent_is_needed_where_the_text_asks_for_it() -> None:
    asked = {name: pack.consent.clause for name, pack in OTHERS.items() if pack.consent}
    assert {name for name, clause in asked.items() if clause != BRIEF} == {"kefubu", "wuliu_gongsi"}


def test_results_are_published_without_a_name_in_them() -> None:
    published = {name: pack.publication for name, pack in PACKS.items() if pack.publication}
    assert list(published) == ["huoyun"]
    assert "findings" not in published["huoyun"].shown
