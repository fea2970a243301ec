"""Complaints that lived: paused, promised, judged, reopened, transferred, amended, late and in time."""

from datetime import datetime, timedelta
from typing import Any

from app.complaints import workflow
from app.db import unit_of_work
from app.deadlines.sweep import sweep
from tests.complaints.company import MONDAY, Company, told
from tests.penalties.cases import the

MINUTE = timedelta(minutes=1)
END = MONDAY + timedelta(days=12)


def live(company: Company) -> list[int]:
    """A dozen of them; the worker's sweep follows each step as it would in life. Their ids, oldest first."""
    return [
        _life(company, ("accept", 2), ("dispatch", 4)),
        _life(company, ("accept", 20), ("dispatch", 50), loss="1500"),
        _life(company, ("accept", 1), ("dispatch", 2), ("pause", 10), ("resume", 400), loss="1500"),
        _life(company, ("accept", 1), ("dispatch", 2), ("pause", 10), loss="9000"),
        _life(company, ("accept", 1), ("dispatch", 2), ("promise_callback", 9), ("callback_done", 90)),
        _life(company, ("accept", 1), ("dispatch", 2), ("verdict", 30), ("verdict_no", 90), loss="1500"),
        _life(company, ("accept", 1), ("dispatch", 2), ("verdict", 30), ("amend", 4000), loss="1200"),
        _life(company, ("accept", 1), ("dispatch", 2), ("verdict", 30), *SETTLED, ("reopen", 9000), loss="6000"),
        _life(company, ("accept", 1), ("dispatch", 2), ("transfer", 70), ("verdict", 100), *SETTLED, urgent=True),
        _life(company, ("accept", 1), ("withdraw", 3)),
        _life(company, ("accept", 1), ("withdraw", 3000)),
        _life(company, category_id=company.attitude_id, description="态度恶劣"),
    ]


SETTLED = (("investigate", 200), ("propose", 220), ("agree", 300), ("carry_out", 1500), ("close", 1600))


def _life(company: Company, *steps: tuple[str, int], **facts: Any) -> int:
    li = company.person("li")
    with unit_of_work():
        complaint = workflow.register(**told(company, **facts), actor=li, now=MONDAY)
        number = complaint.id
    for step, minutes in steps:
        now = MONDAY + minutes * MINUTE
        sweep(now)
        with unit_of_work():
            _take(company, number, step, now)
    return number


def _take(company: Company, number: int, step: str, now: datetime) -> None:
    complaint, actor = the(number), company.person("li")
    more: dict[str, dict[str, Any]] = {
        "dispatch": {"department_id": company.departments["jianghan"]},
        "transfer": {"department_id": company.departments["hongshan"], "note": "分错"},
        "pause": {"note": "等资料"},
        "promise_callback": {"at": now + timedelta(hours=3)},
        "verdict": {"verdict": "sustained", "party": "department", "reason": "监控为证"},
        "verdict_no": {"verdict": "dismissed", "party": "customer", "reason": "误会", "explanation": "货物完好送达"},
        "amend": {"loss": "6000"},
        "investigate": {"findings": "查明"},
        "propose": {"remedy": "apology", "text": "致歉"},
        "close": {"notice": "已处理完毕"},
        "reopen": {"note": "客户再次来电"},
        "withdraw": {"note": "客户撤诉"},
    }
    verb = getattr(workflow, step.removesuffix("_no"))
    verb(complaint, **more.get(step, {}), actor=company.person("wu") if "verdict" in step else actor, now=now)
