"""How customers are asked is the pack's to say: by which means, how long, up to which score, how often."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.customers.models import Tier
from app.db import unit_of_work
from app.extensions import db
from app.followups import plan_periodic, rules, workflow
from app.followups.models import SurveyLink
from app.policy.asking import FollowUp as Rule
from app.rulebook.verbs import publish
from tests.complaints.company import MONDAY, Company
from tests.followups.cases import after, asked, closed, followups, register, token
from tests.house import ROOT

XINBANG = (ROOT / "policies" / "xinbang.yaml").read_text(encoding="utf-8")
AFTER_CLOSING = "    after: close\n    means: [phone, sms, email]\n"
ORDINARY = "    after: register\n    clock: satisfaction_call\n    means: [phone]\n"


def under(place: str, more: str, end: str = "") -> None:
    """The default pack, with more said of one follow-up."""
    assert place in XINBANG
    text = XINBANG.replace(place, place + more, 1).replace('version: "', 'version: "t', 1)
    with unit_of_work():
        publish(text.rstrip() + "\n" + end, actor=None, now=MONDAY - timedelta(days=30))


def rule(**more: Any) -> Rule:
    plain = {"code": "closing", "label": {"zh": "回访"}, "after": "close", "clause": "1"}
    return Rule.model_validate(plain | {"means": ("phone", "sms", "email")} | more)


@pytest.mark.parametrize(
    ("order", "email", "phone", "means"),
    [
        (("email", "sms", "phone"), True, True, "email"),
        (("email", "sms", "phone"), False, True, "sms"),
        (("phone", "email"), True, True, "phone"),
        (("sms", "email"), True, True, "sms"),
        (("sms", "email"), True, False, "email"),
        (("sms", "email"), False, False, "phone"),
    ],
)
def test_the_first_means_of_the_order_that_reaches_them(
    order: tuple[str, ...], email: bool, phone: bool, means: str
) -> None:
    assert rules.means_for(rule().means, email=email, phone=phone, order=order) == means


def test_means_that_the_order_leaves_out_come_last() -> None:
    assert rule(order=("phone",)).preferred == ("phone", "sms", "email")
    assert rule(means=("sms",)).preferred == ("sms",)


@pytest.mark.parametrize(("up_to", "score", "result"), [(2, 3, "partly"), (3, 3, "dissatisfied"), (1, 2, "partly")])
def test_the_pack_says_who_is_dissatisfied(up_to: int, score: int, result: str) -> None:
    assert rules.result_of(score, up_to) == result


def test_a_link_lives_as_long_as_the_pack_says_and_goes_out_when_it_says(company: Company) -> None:
    under(AFTER_CLOSING, "    link: {wait_hours: 2, life_days: 3, clause: brief}\n")
    closed(company)
    assert asked().due_at == after(hours=4)
    assert db.session.scalars(select(SurveyLink.expires_at)).one() == after(hours=4, days=3)


def test_a_so_so_answer_reopens_where_the_pack_calls_it_dissatisfied(company: Company) -> None:
    under(AFTER_CLOSING, "    dissatisfied: {up_to: 3, clause: brief}\n")
    complaint = closed(company)
    answer = token()
    with unit_of_work():
        workflow.answer(answer, score=3, now=after(days=2))
    db.session.refresh(complaint)
    assert (followups()[-1].result, complaint.state) == ("dissatisfied", "accepted")


def test_by_telephone_where_the_pack_puts_it_first(company: Company) -> None:
    under(AFTER_CLOSING, "    order: [phone]\n    call_within: {hours: 8, clause: brief}\n")
    closed(company)
    last = followups()[-1]
    assert (last.reason, last.means, last.due_at) == ("after_closing", "phone", after(hours=10))


def test_who_is_not_reached_is_called_again_as_often_as_the_pack_says(company: Company) -> None:
    under(ORDINARY, "    again: {times: 3, after_hours: 4, clause: brief}\n")
    register(company)
    for number in range(3):
        waiting = followups()[-1]
        assert (waiting.state, waiting.reason) == ("due", "satisfaction"), number
        with unit_of_work():
            workflow.not_reached(waiting, actor=company.person("li"), now=after(hours=number))
    assert [row.state for row in followups()] == ["missed", "missed", "missed"]
    assert [row.due_at for row in followups()][1:] == [after(hours=4), after(hours=5)]


def test_a_tier_has_its_turn_as_often_as_the_pack_says(company: Company) -> None:
    rule = "{code: gold_turn, label: {zh: 金牌客户回访}, tier: gold, every_days: 10, means: [phone], clause: brief}"
    under(AFTER_CLOSING, "", f"periodic:\n  - {rule}\n")
    with unit_of_work():
        assert db.session.scalars(select(Tier)).one().followup_days is None
    plan_periodic(after(days=9))
    assert followups() == []
    plan_periodic(after(days=10))
    (turn,) = followups()
    assert (turn.reason, turn.means, turn.rule, turn.clause) == ("periodic", "phone", "gold_turn", "brief")
