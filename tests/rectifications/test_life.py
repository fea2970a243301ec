"""A report's whole life: opened by the verdict, written, returned, approved, carried out, verified, closed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.complaints import workflow
from app.complaints.models import Complaint
from app.core.errors import Invalid, NotAllowed, Refused
from app.db import by_id, unit_of_work
from app.deadlines import Deadline, of_owner, running_of, sweep
from app.events import history_of
from app.extensions import db
from app.files import attachments_of
from app.outbox import Message
from app.rectifications import measuring, verbs
from app.rectifications.drafting import Planned
from app.rectifications.models import RectificationReport
from tests.complaints.company import MONDAY, Company
from tests.rectifications.reports import (
    FRIDAY,
    TEXTS,
    approved,
    first_measure,
    judge,
    judged,
    opened,
    photo,
    plans,
    submitted,
    the,
    written,
)

LATER = MONDAY + timedelta(hours=3)


def told_people(template: str) -> list[str]:
    sent = select(Message.to_name).where(Message.template_code == template).order_by(Message.id)
    return list(db.session.scalars(sent))


def test_from_the_verdict_to_the_close(company: Company) -> None:
    zhao, zhou, qian = (company.person(name) for name in ("zhao", "zhou", "qian"))
    mine = opened(company)
    assert (the(mine).no, the(mine).state, the(mine).clause) == ("ZG20261123-0001", "open", "5.1")
    assert told_people("rectification_opened") == ["赵强"]
    with unit_of_work():
        verbs.save(the(mine), sections=TEXTS, measures=plans(company), actor=zhao, now=MONDAY)
        verbs.submit(the(mine), actor=zhao, now=MONDAY)
    assert (the(mine).state, the(mine).author.full_name) == ("submitted", "赵强")
    assert told_people("rectification_submitted") == ["周明"]
    with unit_of_work():
        verbs.approve(the(mine), submission=1, actor=zhou, now=LATER)
    assert told_people("rectification_approved") == ["赵强", "钱伟"]
    with unit_of_work():
        measuring.tick(first_measure(mine), files=[photo()], note="已完成", actor=qian, now=LATER)
    assert [file.name for file in attachments_of(first_measure(mine))] == ["整改后.jpg"]
    assert first_measure(mine).changed_at == LATER
    with unit_of_work():
        measuring.verify(first_measure(mine), actor=zhou, now=LATER)
    assert the(mine).state == "verified"
    with unit_of_work():
        verbs.close(the(mine), actor=zhou, now=LATER)
    assert (the(mine).state, the(mine).closed_at) == ("closed", LATER)
    assert [event.verb for event in history_of(the(mine))] == [
        "open",
        "save",
        "submit",
        "approve",
        "tick",
        "verify",
        "complete",
        "close",
    ]


def test_the_report_is_due_in_one_working_day(company: Company) -> None:
    (clock,) = running_of(the(opened(company)))
    assert (clock.clock, clock.clause, clock.due_at) == ("rectify", "5.1", MONDAY.replace(day=24, hour=18))
    assert clock.responsible_department_id == company.departments["jianghan"]


@pytest.mark.parametrize("facts", [{"channel": "web_message"}, {"attitude": True}, {"sustained": False}])
def test_no_other_verdict_opens_one(company: Company, facts: dict) -> None:
    facts = dict(facts)
    if facts.pop("attitude", False):
        facts["category_id"] = company.attitude_id
    judged(company, **facts)
    assert db.session.scalars(select(RectificationReport)).all() == []


def test_a_carriers_fault_asks_our_station_for_nothing(company: Company) -> None:
    mine = opened(company)
    with unit_of_work():
        complaint = by_id(Complaint, the(mine).complaint_id)
        assert complaint is not None
        judge(complaint, sustained=True, party="customer", now=LATER)
    assert the(mine).state == "cancelled"


def test_a_reversed_verdict_cancels_and_a_new_one_opens_anew(company: Company) -> None:
    mine = approved(company)
    for sustained in (False, True, True):
        with unit_of_work():
            complaint = by_id(Complaint, the(mine).complaint_id)
            assert complaint is not None
            judge(complaint, sustained=sustained, now=LATER)
    assert the(mine).state == "cancelled"
    assert running_of(first_measure(mine)) == []
    assert db.session.scalars(select(RectificationReport.state).order_by(RectificationReport.id)).all() == [
        "cancelled",
        "open",
    ]


def test_a_closed_report_stays_closed_when_the_verdict_is_reversed(company: Company) -> None:
    mine = approved(company)
    with unit_of_work():
        measuring.tick(first_measure(mine), files=[photo()], actor=company.person("qian"), now=LATER)
        measuring.verify(first_measure(mine), actor=company.person("zhou"), now=LATER)
        verbs.close(the(mine), actor=company.person("zhou"), now=LATER)
    with unit_of_work():
        judge(the(mine).complaint, sustained=False, now=LATER)
    assert the(mine).state == "closed"


def test_returned_with_what_was_said_and_a_new_clock(company: Company) -> None:
    mine, zhao, zhou = submitted(company), company.person("zhao"), company.person("zhou")
    assert running_of(the(mine)) == []
    with unit_of_work():
        verbs.return_(the(mine), submission=1, reasons={"root_cause": "请写明环节"}, actor=zhou, now=LATER)
    said = [(note.section, note.text, note.version_no) for note in the(mine).returns]
    assert said == [("root_cause", "请写明环节", 1)]
    first, second = of_owner(the(mine))
    assert (first.state, second.state, second.generation, second.started_at) == ("met", "running", 2, LATER)
    message = db.session.scalars(select(Message).where(Message.template_code == "rectification_returned")).one()
    assert "根本原因" in message.body or "Root cause: 请写明环节" in message.body
    with unit_of_work():
        revised = {**TEXTS, "root_cause": "装车环节,班组长未复核。"}
        verbs.save(the(mine), sections=revised, measures=plans(company), actor=zhao, now=LATER)
        verbs.submit(the(mine), actor=zhao, now=LATER)
    assert [version.sections["root_cause"] for version in the(mine).versions] == [
        TEXTS["root_cause"],
        "装车环节,班组长未复核。",
    ]


def test_an_incomplete_report_is_kept_but_not_submitted(company: Company) -> None:
    mine, zhao = opened(company), company.person("zhao")
    with unit_of_work():
        verbs.save(the(mine), sections={"problem": "破损"}, measures=[Planned("检查")], actor=zhao, now=MONDAY)
    with pytest.raises(Invalid) as refused, unit_of_work():
        verbs.submit(the(mine), actor=zhao, now=MONDAY)
    assert set(refused.value.fields) == {
        "verified_facts",
        "root_cause",
        "immediate_correction",
        "measure_1_owner",
        "measure_1_due",
    }
    assert (the(mine).state, the(mine).sections["problem"]) == ("open", "破损")


def test_a_measure_belongs_to_the_departments_people_and_to_a_day_to_come(company: Company) -> None:
    mine, zhao = opened(company), company.person("zhao")
    with pytest.raises(Invalid, match="correct") as refused, unit_of_work():
        outsider = [Planned("检查", company.people["li"], FRIDAY)]
        verbs.save(the(mine), sections=TEXTS, measures=outsider, actor=zhao, now=MONDAY)
    assert set(refused.value.fields) == {"measure_1_owner"}
    with pytest.raises(Invalid) as refused, unit_of_work():
        past = [Planned("检查", company.people["qian"], FRIDAY - timedelta(days=7))]
        verbs.save(the(mine), sections=TEXTS, measures=past, actor=zhao, now=MONDAY)
        verbs.submit(the(mine), actor=zhao, now=MONDAY)
    assert set(refused.value.fields) == {"measure_1_due"}


def test_what_somebody_else_saved_meanwhile_is_not_written_over(company: Company) -> None:
    mine = written(company)
    with pytest.raises(Refused, match="meanwhile"), unit_of_work():
        verbs.save(the(mine), sections={}, version=1, actor=company.person("qian"), now=MONDAY)
    assert the(mine).sections == TEXTS


def test_a_decision_is_about_the_version_that_was_read(company: Company) -> None:
    mine = submitted(company)
    for decide in (verbs.approve, lambda *args, **facts: verbs.return_(*args, reasons={"problem": "x"}, **facts)):
        with pytest.raises(Refused, match="meanwhile"), unit_of_work():
            decide(the(mine), submission=2, actor=company.person("zhou"), now=LATER)
    assert the(mine).state == "submitted"


def test_a_return_says_something(company: Company) -> None:
    mine = submitted(company)
    with pytest.raises(Invalid, match="section"), unit_of_work():
        verbs.return_(the(mine), submission=1, reasons={"problem": " "}, actor=company.person("zhou"), now=LATER)


def test_a_measure_is_reminded_before_its_day_ends(company: Company) -> None:
    mine = approved(company)
    (clock,) = running_of(first_measure(mine))
    assert (clock.clock, clock.due_at) == ("measure", MONDAY.replace(day=27, hour=18))
    assert (clock.next_at, clock.responsible_person_id) == (MONDAY.replace(day=26, hour=18), company.people["qian"])
    with unit_of_work():
        measuring.tick(first_measure(mine), files=[photo()], actor=company.person("qian"), now=LATER)
    assert [row.state for row in of_owner(first_measure(mine))] == ["met"]


def test_a_measure_whose_day_went_by_before_the_approval_gets_the_next(company: Company) -> None:
    mine, late = submitted(company), MONDAY.replace(day=27, hour=20)
    with unit_of_work():
        verbs.approve(the(mine), submission=1, actor=company.person("zhou"), now=late)
    assert first_measure(mine).due_on == FRIDAY + timedelta(days=1)
    assert [row.due_at for row in running_of(first_measure(mine))] == [late.replace(day=28, hour=18)]


def test_evidence_that_does_not_convince_is_asked_for_again(company: Company) -> None:
    mine, zhou, qian = approved(company), company.person("zhou"), company.person("qian")
    with pytest.raises(Invalid), unit_of_work():
        measuring.tick(first_measure(mine), files=[], actor=qian, now=LATER)
    with unit_of_work():
        measuring.tick(first_measure(mine), files=[photo()], actor=qian, now=LATER)
    with pytest.raises(Invalid), unit_of_work():
        measuring.redo(first_measure(mine), note="看不清", due_on=LATER.date(), actor=zhou, now=LATER)
    with unit_of_work():
        measuring.redo(first_measure(mine), note="看不清", due_on=FRIDAY, actor=zhou, now=LATER)
    measure = first_measure(mine)
    assert (measure.state, measure.done_at, len(running_of(measure))) == ("planned", None, 1)
    assert told_people("rectification_redo") == ["钱伟"]


def test_naming_who_writes_it_moves_the_clock_to_them(company: Company) -> None:
    mine = opened(company)
    with unit_of_work():
        verbs.reassign(the(mine), author_id=company.people["qian"], actor=company.person("zhao"), now=MONDAY)
    assert [clock.responsible_person_id for clock in running_of(the(mine))] == [company.people["qian"]]
    with pytest.raises(Invalid), unit_of_work():
        verbs.reassign(the(mine), author_id=company.people["li"], actor=company.person("zhao"), now=MONDAY)


def test_a_judged_complaint_takes_its_report_along_to_another_station(company: Company) -> None:
    mine, hongshan = submitted(company), company.departments["hongshan"]
    with unit_of_work():
        workflow.transfer(the(mine).complaint, department_id=hongshan, note="责任在洪山", actor=None, now=LATER)
    reports = db.session.scalars(select(RectificationReport).order_by(RectificationReport.id)).all()
    assert [(report.state, report.department_id) for report in reports] == [
        ("cancelled", company.departments["jianghan"]),
        ("open", hongshan),
    ]
    assert [clock.responsible_department_id for clock in running_of(reports[1])] == [hongshan]


def test_other_departments_do_not_write_it(company: Company) -> None:
    mine = opened(company)
    for name in ("sun", "zhou", "lin", "li"):
        with pytest.raises(NotAllowed), unit_of_work():
            verbs.save(the(mine), sections=TEXTS, actor=company.person(name), now=MONDAY)


def test_late_reports_are_reminded_of_once_per_step(company: Company) -> None:
    opened(company)
    for instant in (MONDAY.replace(day=24, hour=16), MONDAY.replace(day=24, hour=18), MONDAY.replace(day=24, hour=18)):
        db.session.rollback()
        sweep(instant)
    assert told_people("deadline_warn").count("赵强") >= 1
    assert db.session.scalars(select(Deadline.breached_at).where(Deadline.clock == "rectify")).one() is not None
