"""The later life of the company of `tests.web.site`: verdicts, penalties, rectification reports on each step of theirs,
and what only a pack of another kind than the built-in one asks for: approval, confirmations, misconduct.

The boss may decide on Jianghan's reports (deputy of the province) and write those of the call centre, where the boss
works; the manager writes Jianghan's. Of each kind the newest report is one that its reader may write.
"""

import io
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from app.absence.verbs import register_absence
from app.complaints import workflow
from app.complaints.models import Complaint
from app.core import clock
from app.db import unit_of_work
from app.extensions import db
from app.penalties import workflow as penalties
from app.penalties.appeals import workflow as appeals
from app.penalties.models import Penalty
from app.rectifications import measuring, verbs
from app.rectifications.drafting import Planned
from app.rectifications.models import RectificationReport
from app.rulebook.verbs import publish, retire
from app.security import Person
from tests.complaints.company import Company, told
from tests.complaints.test_authority import OPEN
from tests.rectifications.reports import TEXTS


def live_on(company: Company) -> None:
    """Two people more, a report after each step, and complaints under a pack that opens every step."""
    boss = db.session.scalars(sa.select(Person).where(Person.username == "boss")).one()
    with unit_of_work():
        company.department("hubei").deputy_id = boss.id
        company.department("hq").head_id = company.people["chen"]
    _under_another_pack(company)
    zhao, zhou, li, wu, chen = (company.person(name) for name in ("zhao", "zhou", "li", "wu", "chen"))
    with unit_of_work():
        carried_out = _approved(company, "jianghan", zhao, zhou, planned=(zhao, zhao))
        measuring.tick(carried_out.measures[0], files=[_photo()], note="已完成", actor=zhao, now=clock.now())
        verified = _approved(company, "jianghan", zhao, zhou, planned=(zhao,))
        measuring.tick(verified.measures[0], files=[_photo()], note="已完成", actor=zhao, now=clock.now())
        measuring.verify(verified.measures[0], actor=zhou, now=clock.now())
        _submitted(company, "jianghan", zhao, planned=(zhao,))
        _report(company, "jianghan")
        _approved(company, "calls", li, chen, planned=(boss, wu))
        _report(company, "calls")
    _appeals(company)
    _absences(company)


def _absences(company: Company) -> None:
    """孙丽 is away until tomorrow, and again in many years."""
    now, sun = clock.now(), company.person("sun")
    with unit_of_work():
        for begin in (now - timedelta(hours=1), now + timedelta(days=20_000)):
            times = {"starts_at": begin, "ends_at": begin + timedelta(days=1)}
            register_absence(person=sun, delegate=company.person("chen"), contact="1", **times, actor=None, now=now)


def _appeals(company: Company) -> None:
    """A confirmed penalty of the boss's own department, and an appeal against one of a station below it."""
    with unit_of_work():
        _fined(company, "hubei")
        appeals.file(_fined(company, "jianghan"), reason="暴雨封路", actor=company.person("zhao"), now=clock.now())


def _fined(company: Company, department: str) -> Penalty:
    complaint = _report(company, department).complaint
    penalty = db.session.scalars(sa.select(Penalty).where(Penalty.complaint_id == complaint.id)).one()
    penalties.confirm(penalty, actor=company.person("wu"), now=clock.now())
    return penalty


def _under_another_pack(company: Company) -> None:
    """One that may be rechecked, one that waits for approval, one that may go on upon its verdict and has misconduct on
    record. Then that pack is retired, so that the built-in one is in force again. They are older than the others, which
    the usual steps find."""
    zhao, li, wu = (company.person(name) for name in ("zhao", "li", "wu"))
    with unit_of_work():
        version, now = publish(OPEN + '\nrecheck: {clause: "1"}\n', actor=None, now=clock.now()), clock.now()
        done, dear, cheap = (_investigated(company, "jianghan") for _ in range(3))
        for complaint, amount in ((done, "100"), (dear, "9000"), (cheap, "100")):
            workflow.propose(complaint, remedy="refund", text="退还运费", amount=amount, actor=zhao, now=now)
        workflow.agree(done, actor=li, now=now)
        workflow.carry_out(done, actor=li, now=now)
        workflow.decline(cheap, answer="太少", actor=li, now=now)
        workflow.verdict(cheap, verdict="sustained", party="department", reason="属实", actor=wu, now=now)
        workflow.misconduct(cheap, code="shifting", note="三次来电均推给他人", actor=wu, now=now)
        retire(version, actor=None, now=clock.now())


def _investigated(company: Company, department: str) -> Complaint:
    """A complaint whose findings that department has recorded."""
    li, now = company.person("li"), clock.now()
    complaint = workflow.register(**told(company), actor=li, now=now)
    workflow.accept(complaint, actor=li, now=now)
    workflow.dispatch(complaint, department_id=company.departments[department], actor=li, now=now)
    workflow.investigate(complaint, findings="监控为证", actor=li, now=now)
    return complaint


def _report(company: Company, department: str) -> RectificationReport:
    """Opened by the verdict on a complaint of that department."""
    complaint = _investigated(company, department)
    workflow.verdict(complaint, verdict="sustained", party="department", reason="属实", actor=None, now=clock.now())
    found = sa.select(RectificationReport).where(RectificationReport.complaint_id == complaint.id)
    return db.session.scalars(found).one()


def _submitted(company: Company, department: str, author: Person, planned: tuple[Any, ...]) -> RectificationReport:
    report, now = _report(company, department), clock.now()
    measures = [Planned(f"措施{number}", person.id, date(2099, 5, 6)) for number, person in enumerate(planned, 1)]
    verbs.save(report, sections=TEXTS, measures=measures, actor=author, now=now)
    verbs.submit(report, actor=author, now=now)
    return report


def _approved(
    company: Company, department: str, author: Person, approver: Person, planned: tuple[Any, ...]
) -> RectificationReport:
    report = _submitted(company, department, author, planned)
    verbs.approve(report, submission=1, actor=approver, now=clock.now())
    return report


def _photo() -> FileStorage:
    return FileStorage(io.BytesIO(b"\xff\xd8\xff\xe0 a photo"), filename="整改后.jpg", content_type="image/jpeg")
