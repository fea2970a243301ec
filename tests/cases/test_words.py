"""The words of case files, and the names of rules that are among them."""

import pytest

from app.policy.cases.words import english, meaning, word_for


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ({"名称": "甲", "案例": [{"说明": "乙"}]}, {"name": "甲", "cases": [{"remark": "乙"}]}),
        ({"时限": {"答复": {"到期": "9:00"}}}, {"clocks": {"答复": {"due": "9:00"}}}),
        ({"时限": {"回访": {"到期": "9:00"}}}, {"clocks": {"回访": {"due": "9:00"}}}),
        ({"不处罚": {"金额": "loss"}}, {"spared": {"金额": "loss"}}),
        ({"开关": {"升级": "开"}}, {"switches": {"升级": "开"}}),
        ({"处罚": "无"}, {"penalties": []}),
        ({"时限": "无"}, {"clocks": []}),
        ({"事实": {"渠道": "电话"}, "经过": ["9:00 登记"]}, {"facts": {"渠道": "电话"}, "steps": ["9:00 登记"]}),
        ("甲", "甲"),
    ],
)
def test_keys_are_the_products_and_names_of_rules_stay(said: object, meant: object) -> None:
    assert english(said) == meant


def test_a_word_has_its_meaning_in_its_chapter_and_else_means_itself() -> None:
    assert (meaning("keys", "时限"), meaning("steps", "时限"), meaning("keys", 5)) == ("clocks", "时限", 5)
    assert (word_for("steps", "dispatch"), word_for("steps", "flown"), word_for("steps", 5)) == ("派单", "flown", "5")
