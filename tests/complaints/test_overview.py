"""What the screens of complaints say at a glance, and the first page before them; what a refusal says at once."""

import re
from datetime import timedelta

from flask import Flask

from app.complaints import workflow
from app.core import clock
from app.db import unit_of_work
from app.deadlines import Deadline, running_of, sweep
from app.rulebook import pack_of
from tests.complaints.company import Company, told
from tests.complaints.desks import manager, operator
from tests.complaints.typed import STEPS, press, register, typed


def test_the_figure_on_the_first_page_leads_to_just_those_that_it_counts(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    waits = register(desk, company).no
    with unit_of_work():
        gone = workflow.register(**told(company), actor=None, now=clock.now())
        workflow.withdraw(gone, note="撤诉", actor=None, now=clock.now())
        withdrawn = gone.no
    card = re.search(r'class="figure"><a href="([^"]+)">1</a>', desk.get("/").text)
    assert card
    page = desk.get(card.group(1)).text
    assert waits in page
    assert withdrawn not in page
    assert 'aria-current="page">待我处理' in page
    assert withdrawn in desk.get("/complaint/list/?only=nonsense").text
    searched = desk.get("/complaint/list/?only=waiting&_flt_0_no=TS")
    assert '<input type="hidden" name="only" value="waiting">' in searched.text, "a search stays within the part"


def test_what_waits_for_a_verdict_is_counted_and_found(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    judged = register(desk, company)
    for step, facts in STEPS[:3]:
        press(desk, company, judged, step, facts)
    assert "待判定投诉" in desk.get("/").text
    assert judged.no in desk.get("/complaint/list/?only=to_judge").text
    told_why = {"verdict": "sustained", "party": "department", "reason": "装卸不当"}
    assert press(desk, company, judged, "verdict", told_why).status_code == 302
    assert judged.no not in desk.get("/complaint/list/?only=to_judge").text


def test_everything_wrong_is_told_in_one_round(app: Flask, company: Company) -> None:
    """What the fields know by themselves, and what the complaint's own rules find in them."""
    wrong = typed(company, description="", email="nobody", occurred_at="2999-01-01T00:00", loss="viel")
    answer = operator(app, company).send("/complaint/add", wrong)
    assert answer.status_code == 422
    for field in ("description", "email", "occurred_at", "loss"):
        at = re.search(rf'id="{field}-hint"(.*?)</div>', answer.text, re.DOTALL)
        assert at, f"nothing said at {field}"
        assert at.group(1).count('class="error"') == 1


def test_amending_tells_everything_wrong_in_one_round(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    complaint = register(desk, company)
    answer = press(desk, company, complaint, "amend", {"email": "nobody", "loss": "viel"})
    assert answer.status_code == 422
    assert all(f'id="{field}-hint"' in answer.text for field in ("email", "loss"))


def test_an_overdue_clock_reads_the_same_wherever_it_stands(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    complaint = register(desk, company)
    sweep(clock.now() + timedelta(minutes=6))
    page = desk.get(f"/complaint/show/{complaint.id}").text
    assert '<span class="mark mark-bad">已逾期</span>' in page
    assert '<span class="mark mark-bad">计时中</span>' not in page
    desk_of_deadlines = manager(app, company, "jianghan", everywhere=True)
    assert "/deadline/list/?only=overdue" in desk_of_deadlines.get("/").text


def test_a_closed_complaint_has_no_nearest_deadline(app: Flask, company: Company) -> None:
    """The satisfaction call may still be owed then; it stands in the table and among the follow-ups."""
    desk = operator(app, company)
    complaint = register(desk, company)
    for step, facts in STEPS[:3] + STEPS[5:9]:
        assert press(desk, company, complaint, step, facts).status_code == 302, step
    assert "call_satisfaction" in {verb for each in running_of(complaint) for verb in _stopped_by(each)}
    page = desk.get(f"/complaint/show/{complaint.id}").text
    assert "data-countdown" not in page.partition('id="deadlines"')[0]
    assert "data-countdown" in page
    assert "data-countdown" not in desk.get("/complaint/list/").text
    press(desk, company, complaint, "reopen", {"note": "没收到钱"})
    assert "data-countdown" in desk.get("/complaint/list/").text


def _stopped_by(deadline: Deadline) -> tuple[str, ...]:
    return tuple(pack_of(deadline.pack_version_id).clock(deadline.clock).stop)
