"""How customers are asked: in which order by which means, and the bounds of what a pack may say of it."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from app.policy.asking import Again, FollowUp, Limit, Link, Periodic

RULE = {"code": "ask", "label": {"zh": "回访"}, "clause": "1", "after": "close"}


@pytest.mark.parametrize(
    ("means", "order", "preferred"),
    [
        (["phone"], None, ["phone"]),
        (["phone", "sms", "email"], None, ["email", "sms", "phone"]),
        (["phone", "email"], ["phone", "sms", "email"], ["phone", "email"]),
        (["phone", "sms", "email"], ["sms"], ["sms", "phone", "email"]),
        (["phone", "sms"], ["email"], ["phone", "sms"]),
    ],
)
def test_the_order_says_which_of_its_means_comes_first(
    means: list[str], order: list[str] | None, preferred: list[str]
) -> None:
    rule = FollowUp.model_validate({**RULE, "means": means} | ({"order": order} if order else {}))
    assert list(rule.preferred) == preferred


def test_what_a_pack_does_not_say_is_the_products_own() -> None:
    rule = FollowUp.model_validate({**RULE, "means": ["phone"]})
    assert (rule.link.wait_hours, rule.link.life_days, rule.dissatisfied.up_to, rule.call_within.hours) == (
        24,
        7,
        2,
        24,
    )
    assert {rule.link.clause, rule.dissatisfied.clause, rule.call_within.clause} == {"brief"}
    assert rule.again is None
    assert Again(times=2, clause="1").after_hours == 24


@pytest.mark.parametrize(
    ("part", "key", "least", "most"),
    [(Link, "wait_hours", 0, None), (Limit, "up_to", 1, 4), (Again, "times", 2, 9), (Link, "life_days", 1, None)],
)
def test_a_number_has_its_bounds(part: type[BaseModel], key: str, least: int, most: int | None) -> None:
    plain: dict[str, Any] = {"times": 2, "clause": "1"} if part is Again else {}
    for value in (least, most or 999):
        assert getattr(part.model_validate({**plain, key: value}), key) == value
    for value in (least - 1, most + 1 if most else True):
        with pytest.raises(ValidationError):
            part.model_validate({**plain, key: value})


def test_a_tier_is_asked_by_every_means_unless_the_pack_says_by_which() -> None:
    rule = Periodic.model_validate({"code": "a", "label": {"zh": "甲"}, "clause": "1", "tier": "vip", "every_days": 30})
    assert rule.means == ("phone", "sms", "email")
