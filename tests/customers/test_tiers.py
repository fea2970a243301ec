"""客户等级 by rules: proposed nightly with the working, confirmed by a person or applied; the history stays."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from app.complaints import workflow
from app.core.errors import Invalid, NotFound, Refused
from app.core.money import Money
from app.customers.models import Customer, Tier, Waybill
from app.customers.tiers import verbs
from app.customers.tiers.models import TierProposal, TierRule
from app.customers.tiers.rules import holds, read_row, shown_value
from app.db import unit_of_work
from app.events import history_of
from app.extensions import db
from app.org.tree import subtree_ids
from app.security import Scope, use_scope
from tests.complaints.company import MONDAY, Company, told
from tests.complaints.desks import every_right
from tests.people import browser, login, make_person

NIGHT = MONDAY + timedelta(hours=17)


def customer(company: Company) -> Customer:
    return db.session.get_one(Customer, company.customer_id)


def rule(tier: str, *rows: tuple[str, str, Any], joined: str = "all") -> None:
    """A tier of this code with a rule of these rows; the later made, the later looked at."""
    with unit_of_work():
        row = Tier(code=tier, name_zh=f"等级{tier}", rank=20 + len(db.session.scalars(select(Tier)).all()))
        db.session.add(row)
        db.session.flush()
        parts = [{"field": field, "operator": operator, "value": value} for field, operator, value in rows]
        db.session.add(TierRule(tier_id=row.id, joined=joined, rows=parts, created_at=MONDAY))


def proposals() -> list[tuple[str, str]]:
    found = db.session.scalars(select(TierProposal).order_by(TierProposal.id))
    return [(row.to_tier.code, row.state) for row in found]


@pytest.mark.parametrize(
    ("row", "facts", "met"),
    [
        (("waybills", "at_least", 3), {"waybills": 3}, True),
        (("waybills", "above", 3), {"waybills": 3}, False),
        (("revenue", "at_least", 100), {"revenue": None}, False),
        (("revenue", "unknown", None), {"revenue": None}, True),
        (("industry", "one_of", ["food", "online"]), {"industry": "food"}, True),
        (("industry", "none_of", ["food"]), {"industry": None}, True),
        (("gone", "is", 1), {"gone": 1}, False),
    ],
)
def test_a_row_holds_or_not(row: tuple[str, str, Any], facts: dict[str, Any], met: bool) -> None:
    parts = [dict(zip(("field", "operator", "value"), row, strict=True))]
    assert holds("all", parts, facts) is met
    assert holds("any", parts, facts) is met
    assert not holds("all", [], facts)


def test_rows_are_joined_by_all_or_any() -> None:
    rows = [
        {"field": "waybills", "operator": "at_least", "value": 3},
        {"field": "industry", "operator": "is", "value": "food"},
    ]
    facts = {"waybills": 5, "industry": "online"}
    assert (holds("all", rows, facts), holds("any", rows, facts)) == (False, True)


def test_volume_revenue_industry_and_complaints_are_known(company: Company) -> None:
    with unit_of_work():
        customer(company).industry, customer(company).revenue = "food", Money.from_yuan(500_000)
        db.session.get_one(Waybill, company.waybill_id).declared_value = Money.from_yuan(800)
        workflow.register(**told(company), actor=company.person("li"), now=MONDAY)
    rule(
        "vip",
        ("waybills", "at_least", 1),
        ("goods_value", "is", 80_000),
        ("revenue", "above", 40_000_000),
        ("industry", "is", "food"),
        ("complaints", "is", 1),
    )
    verbs.propose_tiers(NIGHT)
    assert proposals() == [("vip", "open")]
    assert len(db.session.scalars(select(TierProposal)).one().working) == 5
    assert customer(company).tier.code == "gold"


def test_confirmed_the_customer_moves_and_the_history_says_why(company: Company) -> None:
    rule("vip", ("waybills", "at_least", 1))
    verbs.propose_tiers(NIGHT)
    proposal = db.session.scalars(select(TierProposal)).one()
    with unit_of_work():
        verbs.confirm(proposal, actor=company.person("wu"), now=NIGHT)
    assert customer(company).tier.code == "vip"
    event = history_of(customer(company))[-1]
    assert (event.verb, event.facts["from"], event.facts["to"]) == ("change_tier", "金牌", "等级vip")
    with pytest.raises(Refused), unit_of_work():
        verbs.decline(proposal, actor=company.person("wu"), now=NIGHT)
    verbs.propose_tiers(NIGHT)
    assert proposals() == [("vip", "confirmed")]


def test_what_was_declined_is_not_proposed_night_after_night(company: Company) -> None:
    rule("vip", ("waybills", "at_least", 1))
    verbs.propose_tiers(NIGHT)
    with unit_of_work():
        verbs.decline(db.session.scalars(select(TierProposal)).one(), actor=company.person("wu"), now=NIGHT)
    for _ in range(2):
        verbs.propose_tiers(NIGHT)
    assert proposals() == [("vip", "declined")]
    assert customer(company).tier.code == "gold"


def test_a_proposal_that_holds_no_more_is_overtaken(company: Company) -> None:
    rule("vip", ("waybills", "at_least", 1))
    verbs.propose_tiers(NIGHT)
    verbs.propose_tiers(NIGHT + timedelta(days=400))
    assert proposals() == [("vip", "overtaken")]


def test_where_the_setting_says_so_it_is_applied_by_itself(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_app.config["SETTINGS"], "tiers", "apply")
    rule("vip", ("waybills", "at_least", 1))
    with unit_of_work():
        db.session.scalars(select(Tier).where(Tier.code == "vip")).one().owner_id = company.people["chen"]
    verbs.propose_tiers(NIGHT)
    assert proposals() == [("vip", "confirmed")]
    assert (customer(company).tier.code, customer(company).owner_id) == ("vip", company.people["chen"])


def test_an_outsider_decides_nothing(company: Company) -> None:
    rule("vip", ("waybills", "at_least", 1))
    verbs.propose_tiers(NIGHT)
    proposal = db.session.scalars(select(TierProposal)).one()
    hongshan = Scope("tree", company.people["sun"], subtree_ids(company.departments["hongshan"]))
    with use_scope(hongshan), pytest.raises(NotFound), unit_of_work():
        verbs.confirm(proposal, actor=company.person("sun"), now=NIGHT)


@pytest.mark.parametrize(
    ("row", "box"),
    [
        (("moon", "is", "1"), "field_2"),
        (("waybills", "contains", "1"), "operator_2"),
        (("waybills", None, "1"), "operator_2"),
        (("waybills", "is", "many"), "value_2"),
        (("waybills", "is", ""), "value_2"),
        (("revenue", "above", "abc"), "value_2"),
        (("industry", "one_of", "food,alien"), "value_2"),
    ],
)
def test_what_is_wrong_is_told_at_the_box(app: Flask, row: tuple[Any, Any, Any], box: str) -> None:
    with app.test_request_context(), pytest.raises(Invalid) as refusal:
        read_row(2, *row)
    assert set(refusal.value.fields) == {box}


def test_a_row_is_shown_as_it_was_entered(app: Flask) -> None:
    with app.test_request_context():
        for row in (
            ("revenue", "above", "1000.50"),
            ("industry", "one_of", "食品饮料,电子商务"),
            ("waybills", "is", "3"),
        ):
            read = read_row(1, *row)
            assert read is not None
            assert shown_value(read) == row[2]
        assert read_row(1, None, None, " ") is None


def test_on_screen_rules_are_made_and_proposals_decided(app: Flask, company: Company) -> None:
    make_person("boss", permissions=every_right())
    boss = login(browser(app), "boss")
    gold = db.session.scalars(select(Tier)).one().id
    with unit_of_work():
        customer(company).tier_id = None
    rows = {"field_1": "waybills", "operator_1": "at_least", "value_1": "1"}
    assert boss.send("/tierrule/add", {"tier_id": gold, "joined": "all", "active": "y"}).status_code == 422
    assert boss.send("/tierrule/add", {"tier_id": gold, "joined": "all", "active": "y"} | rows).status_code == 302
    assert "近一年运单数" in boss.get("/tierrule/list/").text
    assert 'value="1"' in boss.get("/tierrule/edit/1").text
    verbs.propose_tiers(NIGHT)
    assert "待决定的客户等级" in boss.get("/").text
    assert boss.send("/tierproposal/1/verb/confirm").status_code == 302
    assert customer(company).tier_id == gold
    make_person("clerk", permissions=[("can_list", "TierProposalView"), ("can_show", "TierProposalView")])
    assert login(browser(app), "clerk").send("/tierproposal/1/verb/decline").status_code == 403
