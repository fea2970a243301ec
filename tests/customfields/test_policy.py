"""Custom fields in the conditions of a policy pack: asked for by name, typed, explained, checked with a reason."""

import re

import pytest
from flask import Flask

from app.complaints import workflow
from app.complaints.models import Complaint
from app.core.i18n import Text
from app.core.money import Money
from app.customers.models import Customer
from app.customfields import CustomField, facts_named, fill
from app.customfields.definitions import all_fields
from app.customfields.verbs import redefine, retire
from app.db import by_id, unit_of_work
from app.events import history_of
from app.extensions import db
from app.policy.conditions import Row, describe, holds
from app.policy.load import PACKS, check, load
from app.rulebook.verbs import publish
from tests.complaints.company import MONDAY, Company, found, told
from tests.complaints.desks import operator
from tests.customfields.conftest import field
from tests.kept import kept
from tests.people import Browser, make_person
from tests.rulebook.conftest import admin, draft

__all__ = ["admin", "draft"]

RULES = """  business:
    - {severity: major, clause: 4.4.1C, when: {field: complaint.x_warehouse, operator: is, value: o2}}
    - {severity: major, clause: 4.4.1C, when: {field: customer.x_credit, operator: above, value: 10000}}
"""


@pytest.fixture
def company(app: Flask) -> Company:
    """Damage in the second warehouse is major, and so is any to who has much credit."""
    made = kept(found)
    field("choice", "仓库", "complaint", code="warehouse", options="一号仓\n二号仓")
    field("money", "授信额度", "customer", code="credit")
    with unit_of_work():
        publish(pack(), actor=None, now=MONDAY, effective_from=MONDAY)
    return made


def pack(rules: str = RULES) -> str:
    """The company's pack with two rules more."""
    text = (PACKS / "xinbang.yaml").read_text(encoding="utf-8").replace("  business:\n", rules, 1)
    return re.sub(r"^version: .*$", 'version: "9.9"', text, count=1, flags=re.M)


def the_field(entity: str, code: str) -> CustomField:
    return next(each for each in all_fields(entity) if each.code == code)


def register(company: Company, **own: str) -> Complaint:
    with unit_of_work():
        return workflow.register(**told(company), own=own, actor=company.person("li"), now=MONDAY)


def faults(text: str) -> list[str]:
    return [f"{fault.line}: {fault.reason}" for fault in check(text)]


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_a_complaint_is_graded_by_what_stands_in_it_and_in_its_customers_file(company: Company) -> None:
    assert register(company, x_warehouse="o1").severity != "major"
    graded = register(company, x_warehouse="o2")
    assert graded.severity == "major"
    assert any("仓库" in str(Text.from_json(line)) for line in graded.severity_working)
    with unit_of_work():
        fill(by_id(Customer, company.customer_id), {"x_credit": Money.from_yuan(20_000)}, actor=None, now=MONDAY)
    assert register(company).severity == "major"


def test_what_is_filled_in_later_grades_again(app: Flask, company: Company) -> None:
    complaint = register(company)
    assert complaint.severity != "major"
    desk = operator(app, company)
    seen = complaint.changed_at.isoformat()
    answer = desk.send(f"/complaint/fields/{complaint.id}", {"x_warehouse": "o2", "seen_version": seen})
    assert answer.status_code == 302, answer.text
    db.session.expire_all()
    assert complaint.severity == "major"
    assert [event.verb for event in history_of(complaint)][-2:] == ["fill", "regrade"]


def test_the_panel_beside_the_form_knows_them_before_anything_is_stored(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    typed = {
        "channel": "hotline_400",
        "category_id": str(company.damage_id),
        "description": "破损",
        "x_warehouse": "o2",
    }
    assert "因此为重大" in desk.send("/complaint/beside", typed).json["preview"]
    assert "因此为重大" not in desk.send("/complaint/beside", typed | {"x_warehouse": "o1"}).json["preview"]


def test_what_no_rule_should_ask_is_told_with_line_and_reason(company: Company) -> None:
    assert faults(pack()) == []
    for wrong, reason in (
        ("complaint.x_warehose", "there is no field “complaint.x_warehose”"),
        ("customer.x_warehouse", "there is no field “customer.x_warehouse”"),
    ):
        text = pack(RULES.replace("complaint.x_warehouse", wrong))
        (fault,) = faults(text)
        assert fault.startswith(f"{line_of(text, wrong)}: {reason}; there are complaint.x_warehouse")
    text = pack(RULES.replace("value: o2", "value: o9"))
    assert faults(text) == [f"{line_of(text, 'o9')}: “o9” doesn't fit “complaint.x_warehouse”; expected is o1, o2"]
    text = pack(RULES.replace("value: 10000", "value: much"))
    assert "expected is an amount of yuan" in faults(text)[0]
    text = pack(RULES.replace("operator: above", "operator: contains"))
    assert "can't be asked of “customer.x_credit”" in faults(text)[0]


def test_a_field_that_is_retired_or_for_few_is_told_and_its_pack_goes_on(company: Company) -> None:
    few = make_person("few").roles[0].id
    with unit_of_work():
        retire(the_field("complaint", "warehouse"), actor=None, now=MONDAY)
        redefine(the_field("customer", "credit"), see_roles=[few], actor=None, now=MONDAY)
    told_of = [fault.partition(": ")[2] for fault in faults(pack())]
    assert told_of == [
        "the field “complaint.x_warehouse” was retired",
        "not everybody may see the field “customer.x_credit”; a rule has to give its reason to all",
    ]
    assert load(pack()).severity is not None
    assert register(company).severity != "major"


@pytest.mark.parametrize(
    ("kind", "operator_", "value", "stored", "expected"),
    [
        ("text", "is", "A", "A", True),
        ("long_text", "one_of", ["A", "B"], "B", True),
        ("number", "at_least", 3, 2.5, False),
        ("number", "above", 2, 2.5, True),
        ("money", "above", 10, 1001, True),
        ("money", "above", 10, None, False),
        ("date", "below", "2026-12-01", "2026-11-30", True),
        ("date", "at_most", "2026-11-29", "2026-11-30", False),
        ("choice", "is_not", "o1", None, True),
        ("choices", "contains", "o2", ["o1", "o2"], True),
        ("yesno", "is", False, None, True),
        ("yesno", "is", True, True, True),
    ],
)
def test_each_kind_is_held_against_what_it_holds(
    app: Flask, kind: str, operator_: str, value: object, stored: object, expected: bool
) -> None:
    kept(found)
    field(kind, "字段", "customer", code="it", options="甲\n乙" if "choice" in kind else "")
    row = Row.model_validate({"field": "customer.x_it", "operator": operator_, "value": value})
    facts = facts_named(frozenset({"customer.x_it"}), {"customer": {"it": stored}})
    assert holds(row, facts) is expected
    assert "字段" in str(describe(row, facts))


def test_the_editor_of_packs_offers_those_that_a_rule_may_ask_for(admin: Browser, draft: int) -> None:
    field("money", "授信额度", "customer", code="credit")
    field("text", "旧字段", "customer", code="old")
    with unit_of_work():
        retire(the_field("customer", "old"), actor=None, now=MONDAY)
    page = admin.get(f"/pack-draft/rule/{draft}?at=severity.business.0").text
    assert ("customer.x_credit" in page, "授信额度" in page, "customer.x_old" in page) == (True, True, False)
