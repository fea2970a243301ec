"""A complaint under another version takes its report, measures and follow-ups along; the preview says what changes."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.complaints import moving, workflow
from app.complaints.models import Complaint
from app.db import unit_of_work
from app.deadlines import Deadline, of_owner
from app.extensions import db
from app.followups.models import FollowUp
from app.policy.load import PACKS
from app.policy.source import read
from app.policy.writing import write
from app.rectifications.models import RectificationReport
from app.rulebook import PackVersion, publish
from app.rulebook.editor.paths import put, without
from tests.complaints.company import MONDAY, Company, told

DATA = read((PACKS / "xinbang.yaml").read_text(encoding="utf-8")).data
CLOCKS = [clock["code"] for clock in DATA["clocks"]]
LATER = MONDAY + timedelta(minutes=30)


def published(data: Any) -> int:
    with unit_of_work():
        return publish(write({**data, "version": "2.0"}), actor=None, now=LATER).id


def sustained(company: Company) -> Complaint:
    li, now = company.person("li"), MONDAY
    with unit_of_work():
        complaint = workflow.register(**told(company), actor=li, now=now)
        workflow.accept(complaint, actor=li, now=now)
        workflow.dispatch(complaint, department_id=company.departments["jianghan"], actor=li, now=now)
        workflow.investigate(complaint, findings="监控为证", actor=company.person("zhao"), now=now)
        workflow.verdict(
            complaint, verdict="sustained", party="department", reason="属实", actor=company.person("wu"), now=now
        )
    return complaint


def report_of(complaint: Complaint) -> RectificationReport:
    mine = RectificationReport.complaint_id == complaint.id
    return db.session.scalars(select(RectificationReport).where(mine)).one()


def move(company: Company, complaint: Complaint, version_id: int) -> None:
    with unit_of_work():
        target = db.session.get_one(PackVersion, version_id)
        row = db.session.get_one(Complaint, complaint.id)
        moving.move_version(row, target=target, seen=row.version, actor=company.person("li"), now=LATER)
    db.session.expire_all()


def rectify(complaint: Complaint) -> Deadline:
    return next(row for row in of_owner(report_of(complaint)) if row.clock == "rectify")


def test_the_report_and_its_clock_move_and_the_preview_lists_it(company: Company) -> None:
    complaint = sustained(company)
    before = rectify(complaint).due_at
    target = published(put(DATA, ("clocks", CLOCKS.index("rectify"), "amount"), 3))
    (found,) = moving.preview([complaint.id], target, actor=company.person("li"), now=LATER)
    (change,) = [each for each in found.changes if str(report_of(complaint)) in str(each.label)]
    assert (change.before, change.after) == (before, before + timedelta(days=2))
    assert [str(line) for line in found.stays] == [
        "1 penalties, and appeals against them, stay under the version that they were reckoned by."
    ]
    assert rectify(complaint).due_at == before, "the preview changes nothing"
    move(company, complaint, target)
    assert rectify(complaint).due_at == before + timedelta(days=2)
    assert report_of(complaint).pack_version_id == target


def test_a_report_that_the_other_version_doesnt_know_stays_and_the_preview_says_so(company: Company) -> None:
    complaint = sustained(company)
    before = (rectify(complaint).due_at, report_of(complaint).pack_version_id)
    target = published(without(DATA, ("rectification",)))
    (found,) = moving.preview([complaint.id], target, actor=company.person("li"), now=LATER)
    assert any(report_of(complaint).no in str(line) for line in found.stays)
    move(company, complaint, target)
    assert (rectify(complaint).due_at, report_of(complaint).pack_version_id) == before


def test_open_follow_ups_fall_under_the_rule_of_the_same_name(company: Company) -> None:
    complaint = sustained(company)
    target = published(DATA)
    move(company, complaint, target)
    mine = select(FollowUp).where(FollowUp.complaint_id == complaint.id, FollowUp.state.in_(("due", "sent")))
    assert {row.pack_version_id for row in db.session.scalars(mine)} == {target}
