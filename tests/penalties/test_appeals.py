"""复议: filed by whoever pays, answered by somebody else, refused with the clause."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.core.clock import SHANGHAI
from app.core.errors import Invalid, NotAllowed, NotFound, Refused
from app.core.money import Money
from app.db import by_id, unit_of_work
from app.deadlines import Deadline, of_owner
from app.events import history_of
from app.extensions import db
from app.outbox import Message
from app.penalties import workflow
from app.penalties.appeals import workflow as appeals
from app.penalties.appeals.models import Appeal
from app.penalties.appeals.standing import answerers_of, appeal_against
from app.penalties.models import Penalty
from app.penalties.payroll import shares_of
from app.policy.appeals import chance_of
from app.policy.calendars import BASES
from app.policy.charges import Appeal as Rule
from app.policy.charges import Penalty as PenaltyRule
from app.policy.holidays import COVERED, statutory_days
from app.policy.load import shipped
from app.security import system_scope
from app.security.scope import Scope, use_scope
from tests.complaints.company import MONDAY, Company
from tests.complaints.desks import every_right, manager
from tests.penalties.cases import dispatched, judge, penalties
from tests.people import PASSWORD, Browser, browser, login, make_person

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    with time_machine.travel(TUESDAY, tick=False):
        yield


def fined(company: Company) -> Penalty:
    """赵强 heads 江汉 and pays ¥50, which 吴敏 confirmed."""
    judge(company, dispatched(company))
    with unit_of_work():
        workflow.confirm(penalties()[0], actor=company.person("wu"), now=MONDAY)
    return penalties()[0]


def file(company: Company, penalty: Penalty, who: str = "zhao", now: datetime = TUESDAY, **facts: Any) -> Appeal:
    with unit_of_work():
        reason = {"reason": "当日暴雨封路，非我站责任。"}
        appeals.file(penalty, **(reason | facts), actor=company.person(who), now=now)
    found = appeal_against(penalty)
    assert found is not None
    return found


def answer(company: Company, appeal: Appeal, who: str = "zhou", now: datetime = TUESDAY, **facts: Any) -> None:
    with unit_of_work():
        said = {"outcome": "upheld", "answer": "已核对监控。"} | facts
        appeals.answer(appeal, **said, actor=company.person(who), now=now)
    db.session.rollback()


def desk_of(app: Flask, company: Company, name: str, code: str) -> Browser:
    """The person of the company at a screen, with every right but only the department's rows."""
    made = make_person(f"desk.{name}", department=company.department(code), reach="tree", permissions=every_right())
    with unit_of_work():
        person = company.person(name)
        person.password, person.roles, person.department_id = made.password, list(made.roles), company.departments[code]
    return login(browser(app), company.person(name).username)


def told(template: str) -> list[str]:
    mine = select(Message.to_name).where(Message.dedup_key.startswith(f"{template}:"))
    return list(db.session.scalars(mine.order_by(Message.id)))


def test_the_payee_files_an_appeal_and_the_level_above_is_asked(company: Company) -> None:
    appeal = file(company, fined(company))
    assert (appeal.state, appeal.no, appeal.payee.full_name) == ("open", "FY20261124-0001", "赵强")
    assert [person.full_name for person in answerers_of(appeal)] == ["周明"]
    assert told("appeal_filed") == ["周明"]
    assert [event.verb for event in history_of(appeal)] == ["file"]


def test_its_answer_has_a_time_of_its_own_from_the_pack(company: Company) -> None:
    appeal = file(company, fined(company))
    (deadline,) = of_owner(appeal)
    assert (deadline.clock, deadline.clause, deadline.state) == ("appeal_answer", "brief", "running")
    assert deadline.due_at == datetime(2026, 12, 1, 18, tzinfo=SHANGHAI)
    answer(company, appeal)
    assert db.session.get_one(Deadline, deadline.id).state == "met"


def test_who_leads_the_department_may_file_and_a_stranger_may_not(company: Company) -> None:
    penalty = fined(company)
    with pytest.raises(NotAllowed, match="whoever pays"), unit_of_work():
        appeals.file(penalty, reason="替他说话", actor=company.person("sun"), now=TUESDAY)
    with pytest.raises(Invalid), unit_of_work():
        appeals.file(penalty, reason=" ", actor=company.person("zhao"), now=TUESDAY)
    assert appeal_against(penalty) is None


@pytest.mark.parametrize("who", ["zhao", "wu"])
def test_neither_who_pays_nor_who_confirmed_it_answers(company: Company, who: str) -> None:
    appeal = file(company, fined(company))
    with pytest.raises(NotAllowed, match="doesn't answer"):
        answer(company, appeal, who)


def test_the_rule_gives_the_answer_to_the_level_above(company: Company) -> None:
    appeal = file(company, fined(company))
    with pytest.raises(NotAllowed, match="周明"):
        answer(company, appeal, "sun")
    assert db.session.get_one(Appeal, appeal.id).state == "open"


def test_upheld_it_stays_as_it_was(company: Company) -> None:
    appeal = file(company, fined(company))
    answer(company, appeal)
    assert db.session.get_one(Appeal, appeal.id).state == "upheld"
    assert [row.amount for row in penalties()] == [Money.from_yuan(50)]
    assert told("appeal_answered") == ["赵强"]


def test_revoked_it_is_undone_by_a_counter_entry_in_the_month_of_the_answer(company: Company) -> None:
    appeal = file(company, fined(company))
    later = datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)
    answer(company, appeal, outcome="revoked", now=later)
    first, counter = penalties()
    assert (counter.kind, counter.counter_of_id, counter.month) == ("counter", first.id, "2026-12")
    assert counter.amount == -first.amount
    assert [share.total for share in shares_of("2026-12")] == [Money.from_yuan(-50)]


def test_reduced_what_remains_is_entered_anew(company: Company) -> None:
    appeal = file(company, fined(company))
    answer(company, appeal, outcome="reduced", amount="20")
    first, counter, rest = penalties()
    assert [row.amount.fen for row in (first, counter, rest)] == [5000, -5000, 2000]
    assert db.session.get_one(Appeal, appeal.id).outcome_id == rest.id
    assert [share.total for share in shares_of("2026-11")] == [Money.from_yuan(20)]


@pytest.mark.parametrize("amount", [None, "0", "50", "50.01", "-1", "x"])
def test_a_reduced_one_is_less_than_before_and_more_than_nothing(company: Company, amount: Any) -> None:
    appeal = file(company, fined(company))
    with pytest.raises(Invalid) as error:
        answer(company, appeal, outcome="reduced", amount=amount)
    assert set(error.value.fields) == {"amount"}


def test_the_same_verdict_again_brings_nothing_back_and_another_one_starts_anew(company: Company) -> None:
    penalty = fined(company)
    answer(company, file(company, penalty), outcome="revoked")
    assert penalty.complaint_id is not None
    judge(company, penalty.complaint_id, reason="理由写得更清楚")
    assert len(penalties()) == 2
    judge(company, penalty.complaint_id, "dismissed", "nobody")
    judge(company, penalty.complaint_id)
    assert [row.state for row in penalties()] == ["confirmed", "confirmed", "proposed"]


def test_a_reduced_one_stays_reduced_and_falls_with_its_verdict(company: Company) -> None:
    penalty = fined(company)
    answer(company, file(company, penalty), outcome="reduced", amount="20")
    assert penalty.complaint_id is not None
    judge(company, penalty.complaint_id, reason="理由写得更清楚")
    assert len(penalties()) == 3
    judge(company, penalty.complaint_id, "dismissed", "nobody")
    assert sum((row.amount for row in penalties()), Money()) == Money()


def test_a_reversed_verdict_leaves_nothing_to_answer(company: Company) -> None:
    penalty = fined(company)
    appeal = file(company, penalty)
    assert penalty.complaint_id is not None
    judge(company, penalty.complaint_id, "dismissed", "nobody")
    db.session.rollback()
    assert db.session.get_one(Appeal, appeal.id).state == "moot"
    assert [deadline.state for deadline in of_owner(appeal)] == ["cancelled"]
    with pytest.raises(Refused, match="settled already"):
        answer(company, appeal)


def test_one_appeal_for_each_penalty_also_after_it_was_withdrawn(company: Company) -> None:
    penalty = fined(company)
    appeal = file(company, penalty)
    with pytest.raises(NotAllowed), unit_of_work():
        appeals.withdraw(appeal, actor=company.person("zhou"), now=TUESDAY)
    with unit_of_work():
        appeals.withdraw(appeal, actor=company.person("zhao"), now=TUESDAY)
    with pytest.raises(Refused, match="FY20261124-0001"):
        file(company, penalty)
    assert db.session.get_one(Appeal, appeal.id).state == "withdrawn"


def test_only_what_is_confirmed_and_not_undone_is_appealed_against(company: Company) -> None:
    judge(company, dispatched(company))
    (proposed,) = penalties()
    with pytest.raises(Refused, match="confirmed"):
        file(company, proposed)
    with unit_of_work():
        workflow.confirm(penalties()[0], actor=company.person("wu"), now=MONDAY)
    assert proposed.complaint_id is not None
    judge(company, proposed.complaint_id, "dismissed", "nobody")
    with pytest.raises(Refused, match="undone already"):
        file(company, penalties()[0])


def test_of_two_answers_at_once_one_wins(app: Flask, company: Company) -> None:
    appeal_id = file(company, fined(company)).id
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def run(outcome: str) -> None:
        with app.app_context(), system_scope():
            together.wait()
            try:
                with unit_of_work():
                    row = by_id(Appeal, appeal_id)
                    assert row is not None
                    appeals.answer(row, outcome=outcome, answer="同意", actor=company.person("zhou"), now=TUESDAY)
                outcomes.append(outcome)
            except Refused:
                outcomes.append("refused")

    threads = [threading.Thread(target=run, args=(outcome,)) for outcome in ("revoked", "upheld")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes)[0] == "refused" and len(set(outcomes)) == 2  # noqa: PT018
    assert len(penalties()) == (2 if "revoked" in outcomes else 1)


def rule(**appeal: Any) -> PenaltyRule:
    first = shipped("xinbang").penalties[0]
    return first.model_copy(update={"appeal": Rule(clause="brief", **appeal)})


CONFIRMED = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("days", "confirmed", "until"),
    [
        (5, CONFIRMED, datetime(2026, 11, 30, 18, tzinfo=SHANGHAI)),
        (4, CONFIRMED, datetime(2026, 11, 27, 18, tzinfo=SHANGHAI)),
        (3, datetime(2026, 9, 29, 9, tzinfo=SHANGHAI), datetime(2026, 10, 8, 18, tzinfo=SHANGHAI)),
    ],
    ids=["its fifth day is a Saturday", "a Friday", "its third day lies in the national holiday"],
)
def test_the_time_for_filing_ends_at_close_of_business_of_its_last_day(
    days: int, confirmed: datetime, until: datetime
) -> None:

    calendar = BASES["default"].knowing(statutory_days(), frozenset(COVERED))
    found = chance_of(rule(allowed=True, within_days=days), confirmed, calendar)
    assert found.until == until
    assert not found.too_late(until)
    assert found.too_late(until + timedelta(seconds=1))


def test_a_rule_may_bar_it_leave_it_without_limit_or_say_nothing() -> None:
    calendar = BASES["default"]
    assert chance_of(rule(allowed=False), CONFIRMED, calendar).barred
    assert chance_of(rule(allowed=True), CONFIRMED, calendar).until is None
    silent = chance_of(shipped("xinbang").penalties[0], CONFIRMED, calendar)
    assert (silent.barred, silent.until, silent.said.clause) == (False, None, "brief")


def test_an_appeal_is_filed_and_answered_on_the_screens(app: Flask, company: Company) -> None:
    penalty = fined(company)
    zhao = desk_of(app, company, "zhao", "jianghan")
    assert "/verb/appeal" in zhao.get(f"/penalty/show/{penalty.id}").text
    assert zhao.send(f"/penalty/{penalty.id}/verb/appeal", {"reason": ""}).status_code == 422
    assert zhao.send(f"/penalty/{penalty.id}/verb/appeal", {"reason": "暴雨"}).status_code == 302
    appeal = appeal_against(penalty)
    assert appeal is not None
    page = zhao.get(f"/appeal/show/{appeal.id}").text
    assert "/verb/answer" not in page
    assert "/verb/withdraw" in page
    zhou = desk_of(app, company, "zhou", "hubei")
    assert "FY20261124-0001" in zhou.get("/appeal/list/?only=to_answer").text
    assert "/appeal/list/?only=to_answer" in zhou.get("/").text
    path = f"/appeal/{appeal.id}/verb/answer"
    assert zhou.send(path, {"outcome": "reduced", "amount": "60", "answer": "酌减"}).status_code == 422
    assert zhou.send(path, {"outcome": "reduced", "amount": "20", "answer": "酌减"}).status_code == 302
    assert "FY20261124-0001" not in zhou.get("/appeal/list/?only=to_answer").text
    assert [row.amount.fen for row in penalties()] == [5000, -5000, 2000]
    assert zhou.get(f"/appeal/show/{appeal.id}?_l=en").status_code == 200


def test_another_stations_manager_finds_no_appeal(app: Flask, company: Company) -> None:
    appeal = file(company, fined(company))
    outsider = manager(app, company, "hongshan", everywhere=True)
    assert outsider.get(f"/appeal/show/{appeal.id}").status_code == 404
    assert appeal.no not in outsider.get("/appeal/list/").text
    told = {"outcome": "revoked", "answer": "同意"}
    assert outsider.send(f"/appeal/{appeal.id}/verb/answer", told).status_code == 404
    assert outsider.send(f"/penalty/{appeal.penalty_id}/verb/appeal", {"reason": "x"}).status_code == 404
    assert db.session.get_one(Appeal, appeal.id).state == "open"


def test_a_program_files_and_answers_with_the_same_refusals(app: Flask, company: Company) -> None:
    penalty = fined(company)
    make_person("quality", department=company.department("hq"), permissions=every_right(("Penalty", "Appeal")))
    there = browser(app)
    sent = {"username": "quality", "password": PASSWORD, "provider": "db"}
    token = there.post("/api/v1/security/login", json=sent).json["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    answer = there.post(f"/api/v1/penalty/{penalty.id}/appeal", json={"reason": "暴雨"}, headers=headers)
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "not_allowed")
    appeal = file(company, penalty)
    assert there.get("/api/v1/appeal/", headers=headers).json["result"][0]["no"] == appeal.no
    path = f"/api/v1/appeal/{appeal.id}/answer"
    assert there.post(path, json={"outcome": "?"}, headers=headers).status_code in (403, 422)
    assert db.session.get_one(Appeal, appeal.id).state == "open"


def test_a_row_out_of_reach_is_not_there(company: Company) -> None:

    penalty = fined(company)
    with use_scope(Scope("tree", company.people["sun"], frozenset({company.departments["hongshan"]}))):
        with pytest.raises(NotFound):
            appeals.file(penalty, reason="x", actor=company.person("sun"), now=TUESDAY)
        assert db.session.scalars(select(Appeal)).all() == []
