"""Reports on their way: opened by a verdict, written, submitted, approved."""

import io
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.complaints import workflow
from app.complaints.models import Complaint
from app.complaints.verdict import verdict
from app.db import by_id, unit_of_work
from app.extensions import db
from app.org.models import Department
from app.org.tree import place
from app.rectifications import verbs
from app.rectifications.drafting import Planned
from app.rectifications.models import Measure, RectificationReport
from app.security import Person
from tests.complaints.company import MONDAY, Company, found, told

TEXTS = {
    "problem": "外包装破损,两瓶酒破碎。",
    "verified_facts": "监控显示装车时倒置堆放。",
    "root_cause": "新员工未经装车培训即上岗。",
    "immediate_correction": "当日赔付客户并致歉,重新培训装车班组。",
}
FRIDAY = date(2026, 11, 27)


def company_with_quality() -> Company:
    """In an app context and the system's scope. 赵强 heads Jianghan, 钱伟 works there, 周明 heads the province."""
    company = found()
    with unit_of_work():
        centre = Department(code="qc", name="品质管理中心", kind="quality_centre", parent_id=company.departments["hq"])
        db.session.add(centre)
        place(centre)
        for name, last, first, department in (("lin", "林", "岚", centre.id), ("qian", "钱", "伟", None)):
            person = Person(
                username=name,
                last_name=last,
                first_name=first,
                email=f"{name}@example.com",
                active=True,
                password="-",
                department_id=department or company.departments["jianghan"],
            )
            db.session.add(person)
            db.session.flush()
            company.people[name] = person.id
        centre.head_id = company.people["lin"]
        company.departments["qc"] = centre.id
    return company


def judged(company: Company, *, now: datetime = MONDAY, sustained: bool = True, **facts: Any) -> int:
    """Id of a complaint at Jianghan, looked into and judged."""
    with unit_of_work():
        complaint = workflow.register(**told(company, **facts), actor=company.person("li"), now=now)
        workflow.accept(complaint, actor=company.person("li"), now=now)
        workflow.dispatch(complaint, department_id=company.departments["jianghan"], actor=None, now=now)
        workflow.investigate(complaint, findings="属实", actor=None, now=now)
        judge(complaint, sustained=sustained, now=now)
        return complaint.id


def judge(complaint: Complaint, *, sustained: bool, now: datetime = MONDAY, party: str = "") -> None:
    """Give the verdict; call inside a unit of work."""
    party = party or ("department" if sustained else "nobody")
    outcome, words = ("sustained", "") if sustained else ("dismissed", "经核实,包装完好。")
    verdict(complaint, verdict=outcome, party=party, reason="经核实", explanation=words, actor=None, now=now)


def opened(company: Company, **facts: Any) -> int:
    """Id of the report that the verdict opened."""
    complaint_id = judged(company, **facts)
    newest = select(RectificationReport).where(RectificationReport.complaint_id == complaint_id)
    return db.session.scalars(newest).one().id


def the(report_id: int) -> RectificationReport:
    """The report."""
    report = by_id(RectificationReport, report_id)
    assert report is not None
    return report


def first_measure(report_id: int) -> Measure:
    """Its first measure."""
    return the(report_id).measures[0]


def plans(company: Company) -> list[Planned]:
    """A measure for 钱伟."""
    return [Planned("装车前班组长逐件检查堆放方向", company.people["qian"], FRIDAY)]


def written(company: Company, **facts: Any) -> int:
    """A report that 赵强 has written."""
    mine = opened(company, **facts)
    with unit_of_work():
        verbs.save(the(mine), sections=TEXTS, measures=plans(company), actor=company.person("zhao"), now=MONDAY)
    return mine


def submitted(company: Company, **facts: Any) -> int:
    """A report that waits for 周明."""
    mine = written(company, **facts)
    with unit_of_work():
        verbs.submit(the(mine), actor=company.person("zhao"), now=MONDAY + timedelta(hours=1))
    return mine


def approved(company: Company, **facts: Any) -> int:
    """A report whose measures are under way."""
    mine = submitted(company, **facts)
    with unit_of_work():
        verbs.approve(the(mine), submission=1, actor=company.person("zhou"), now=MONDAY + timedelta(hours=2))
    return mine


def photo(name: str = "整改后.jpg") -> FileStorage:
    """Evidence."""
    return FileStorage(io.BytesIO(b"\xff\xd8\xff\xe0 a photo"), filename=name, content_type="image/jpeg")
