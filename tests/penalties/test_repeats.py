"""A repeat confirmed or refused after the verdict: what was confirmed is countered and proposed anew, by a person."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.complaints.linking import link
from app.db import unit_of_work
from app.deadlines import sweep
from app.penalties import workflow
from app.penalties.appeals import workflow as appeals
from app.penalties.models import Penalty
from tests.complaints.company import MONDAY, Company
from tests.penalties.cases import dispatched, judge, penalties, the
from tests.penalties.test_lateness import FOUND_TRUE, MINUTE, reply, under

DECEMBER = MONDAY + timedelta(days=10)
DOUBLE = {"factor": 2, "when": {"field": "repeat", "operator": "is", "value": True}, "clause": "6.5"}
VERDICT = {
    "on": "verdict", "clock": None, "escalated": None, "increase": None, "times": [DOUBLE],
    "appeal": {"allowed": True, "clause": "6.4"},
}  # fmt: skip


def entries() -> list[tuple[str, str, str, str]]:
    return [(row.kind, row.state, str(row.amount), row.month) for row in penalties()]


def confirm_last(company: Company, now: datetime = MONDAY) -> None:
    with unit_of_work():
        workflow.confirm(penalties()[-1], actor=company.person("wu"), now=now)


def compare(company: Company, one: int, other: int, outcome: str = "repeat", now: datetime = DECEMBER) -> None:
    with unit_of_work():
        link(the(one), other_id=other, outcome=outcome, actor=company.person("wu"), now=now)


def judged_and_confirmed(company: Company) -> tuple[int, int]:
    """江汉 was complained of twice about one waybill; the second was found true, and its ¥100 confirmed."""
    under(**VERDICT)
    first, second = (dispatched(company, waybill_id=company.waybill_id) for _ in range(2))
    judge(company, second)
    confirm_last(company)
    assert entries() == [("penalty", "confirmed", "¥100.00", "2026-11")]
    return first, second


def test_a_confirmed_penalty_is_countered_and_twice_as_much_proposed(company: Company) -> None:
    first, second = judged_and_confirmed(company)
    compare(company, second, first)
    assert entries() == [
        ("penalty", "confirmed", "¥100.00", "2026-11"),
        ("counter", "confirmed", "-¥100.00", "2026-12"),
        ("penalty", "proposed", "¥200.00", "2026-12"),
    ]
    old, counter, new = penalties()
    assert (counter.counter_of_id, counter.clause) == (old.id, "brief")
    assert (new.clause, new.payee_id, new.occurred_at) == (old.clause, old.payee_id, old.occurred_at)
    lines = [(line["msgid"], line["params"]) for line in new.working]
    assert any("第六条(五)" in str(params) for _msgid, params in lines), "the clause that doubles it"
    anew = next(params for msgid, params in lines if msgid.startswith("Reckoned anew"))
    assert anew == {"count": 1, "previous": 0, "nos": old.no, "amount": "¥100.00"}
    confirm_last(company, DECEMBER)
    assert sum(row.amount.fen for row in penalties() if row.state == "confirmed") == 20_000


def test_a_comparison_that_is_taken_back_takes_the_doubling_back(company: Company) -> None:
    first, second = judged_and_confirmed(company)
    compare(company, second, first)
    compare(company, second, first, "none")
    assert entries()[2:] == [
        ("penalty", "cancelled", "¥200.00", "2026-12"),
        ("penalty", "proposed", "¥100.00", "2026-11"),
    ], "what nobody had decided yet is exchanged; nothing is countered"
    compare(company, second, first)
    confirm_last(company, DECEMBER)
    compare(company, second, first, "related", DECEMBER + timedelta(days=31))
    assert entries()[-2:] == [
        ("counter", "confirmed", "-¥200.00", "2027-01"),
        ("penalty", "proposed", "¥100.00", "2027-01"),
    ]


def test_a_late_reply_that_was_confirmed_is_doubled_too(company: Company) -> None:
    under()
    first, second = (dispatched(company, waybill_id=company.waybill_id) for _ in range(2))
    reply(first, 20, company)
    reply(second, 31, company)
    confirm_last(company)
    compare(company, second, first)
    assert [entry[:3] for entry in entries()] == [
        ("penalty", "confirmed", "¥100.00"),
        ("counter", "confirmed", "-¥100.00"),
        ("penalty", "proposed", "¥200.00"),
    ]
    sweep(DECEMBER + MINUTE)
    assert len(entries()) == 3, "looking again finds it done"


def test_it_still_falls_to_whoever_led_the_department_that_day(company: Company) -> None:
    first, second = judged_and_confirmed(company)
    with unit_of_work():
        company.department("jianghan").head_id = company.people["sun"]
    compare(company, second, first)
    assert [row.payee.username for row in penalties()] == ["zhao"] * 3


def test_a_complaint_that_is_merely_related_costs_what_it_cost(company: Company) -> None:
    first, second = judged_and_confirmed(company)
    compare(company, second, first, "related")
    assert len(entries()) == 1


def test_a_rule_that_speaks_of_no_repeats_stays_as_it_was(company: Company) -> None:
    first, second = (dispatched(company, waybill_id=company.waybill_id) for _ in range(2))
    judge(company, second)
    confirm_last(company)
    compare(company, second, first)
    assert [entry[2] for entry in entries()] == ["¥50.00"], "新邦 raises the grade, not the fine"
    assert the(second).severity == "major"


def test_a_closed_complaint_that_counts_for_more_by_another_comparison_is_reckoned_anew(company: Company) -> None:
    """The third was compared with the second only; then the second turns out to repeat the first."""
    more = {"field": "complaint_count", "operator": "at_least", "value": 3}
    under(**VERDICT | {"times": [{"factor": 3, "when": more, "clause": "6.5"}]})
    first, second, third = (dispatched(company, waybill_id=company.waybill_id) for _ in range(3))
    compare(company, third, second, now=MONDAY)
    judge(company, third)
    confirm_last(company)
    with unit_of_work():
        the(third).state = "closed"
    compare(company, second, first)
    assert [entry[:3] for entry in entries()][1:] == [
        ("counter", "confirmed", "-¥100.00"),
        ("penalty", "proposed", "¥300.00"),
    ]
    assert all(row.complaint_id == third for row in penalties())


def test_what_a_person_dropped_stays_dropped(company: Company) -> None:
    under(**VERDICT)
    first, second = (dispatched(company, waybill_id=company.waybill_id) for _ in range(2))
    judge(company, second)
    with unit_of_work():
        workflow.cancel(penalties()[0], reason="首次从宽", actor=company.person("wu"), now=MONDAY)
    compare(company, second, first)
    assert [entry[1] for entry in entries()] == ["cancelled"]


@pytest.mark.parametrize(
    ("outcome", "amount", "left"),
    [("reduced", "30", ["¥100.00", "-¥100.00", "¥30.00"]), ("revoked", None, ["¥100.00", "-¥100.00"])],
)
def test_what_an_appeal_has_settled_stays_so(company: Company, outcome: str, amount: Any, left: list[str]) -> None:
    first, second = judged_and_confirmed(company)
    _appealed(company, penalties()[0], outcome, amount)
    compare(company, second, first)
    assert [entry[2] for entry in entries()] == left


def _appealed(company: Company, penalty: Penalty, outcome: str, amount: Any) -> None:
    with unit_of_work():
        appeal = appeals.file(penalty, reason="当日暴雨封路", actor=company.person("zhao"), now=MONDAY)
        appeals.answer(appeal, outcome=outcome, amount=amount, answer="属实", actor=company.person("zhou"), now=MONDAY)


def test_an_appeal_against_what_is_undone_is_moot(company: Company) -> None:
    first, second = judged_and_confirmed(company)
    with unit_of_work():
        appeal = appeals.file(penalties()[0], reason="当日暴雨封路", actor=company.person("zhao"), now=MONDAY)
    compare(company, second, first)
    assert appeal.state == "moot"
    assert entries()[-1][:2] == ("penalty", "proposed"), "against this one an appeal can be filed again"


def test_a_verdict_that_is_still_to_come_counts_the_repeat_by_itself(company: Company) -> None:
    under(**VERDICT | {"when": FOUND_TRUE})
    first, second = (dispatched(company, waybill_id=company.waybill_id) for _ in range(2))
    compare(company, second, first)
    assert entries() == []
    judge(company, second, now=DECEMBER)
    assert [entry[2] for entry in entries()] == ["¥200.00"]
