"""The demo's texts fit the default pack, and every case finds its words."""

import random
import re
from datetime import datetime

import pytest

from app.core.clock import SHANGHAI, local
from app.data.demo.hours import at_work, open_count, receipts
from app.data.demo.plots import subject
from app.data.demo.sources import mobile, source
from app.policy.load import PACKS, load

PACK = load((PACKS / "xinbang.yaml").read_text(encoding="utf-8"))
END = datetime(2026, 11, 22, tzinfo=SHANGHAI)


def test_there_are_words_for_every_category_of_the_pack() -> None:
    above = {above[-1].code for _node, above in PACK.walk_categories() if above}
    leaves = {node.code for node, _above in PACK.walk_categories() if node.kind == "business"} - above
    assert source("business").keys() - {"common"} == leaves


def test_there_are_words_for_every_behaviour_of_the_pack() -> None:
    behaviours = [behaviour.code for behaviour in PACK.severity.behaviours]
    assert [code for code in source("attitude") if code != "common"] == behaviours


def test_two_hundred_cases_go_through_every_category_and_behaviour() -> None:
    subjects = [subject(random.Random(number), number) for number in range(200)]
    assert {category for _seen, category in subjects} == source("business").keys() - {"common"} | {"attitude"}
    assert {code for seen, _category in subjects for code in seen} == source("attitude").keys() - {"common"}


@pytest.mark.parametrize("code", [code for code in source("business") if code != "common"])
def test_a_category_has_a_story_with_findings_an_offer_and_an_outcome(code: str) -> None:
    words = source("business")[code]
    assert all(words[part] for part in ("label", "happened", "found", "clear", "propose", "done"))
    offers_money = any("{pay}" in text for text in words["propose"])
    assert not offers_money or words["costs"], "an amount is offered only where there is a loss"


@pytest.mark.parametrize("name", ["business", "attitude", "course", "rectification"])
def test_sentences_are_punctuated_as_chinese_is(name: str) -> None:
    def texts(node: object) -> list[str]:
        if isinstance(node, dict):
            return [text for part in node.values() for text in texts(part)]
        return [text for part in node for text in texts(part)] if isinstance(node, list) else [str(node)]

    wrong = [text for text in texts(source(name)) if re.search(r"[\u4e00-\u9fff][,;:?!]", text)]
    assert wrong == []


def test_complaints_come_by_day_by_night_and_on_national_day() -> None:
    instants = [local(instant) for instant in receipts(random.Random(1), 1000, END)]
    assert instants == sorted(instants)
    assert len(instants) == 1000
    assert instants[-1] <= END
    by_day = [each for each in instants if 8 <= each.hour < 19]
    assert 0.7 < len(by_day) / len(instants) < 0.97
    assert any(each.hour < 6 for each in instants)
    assert any(each.isoweekday() > 5 for each in instants)
    assert any((each.month, each.day) <= (10, 7) and each.month == 10 for each in instants)


def test_a_station_that_is_shut_goes_on_when_it_opens() -> None:
    evening = datetime(2026, 9, 30, 18, 20, tzinfo=SHANGHAI)
    opened = at_work(random.Random(1), evening, 30, 60)
    assert opened.date().isoformat() == "2026-10-08"
    assert (8, 30) <= (opened.hour, opened.minute) < (10, 0)


def test_few_cases_are_open_at_the_end() -> None:
    assert [open_count(cases) for cases in (4, 40, 200, 20_000)] == [4, 10, 25, 400]


def test_numbers_of_phones_are_told_apart() -> None:
    assert len({mobile(number) for number in range(100_000)}) == 100_000
