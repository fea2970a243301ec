"""The steps of a case as real verbs, with everything that the case leaves unsaid."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.complaints import workflow
from app.complaints.models import Complaint
from app.customers.models import Customer
from app.db import by_id
from app.extensions import db
from app.org.models import Carrier
from app.penalties import workflow as penalties
from app.penalties.appeals import workflow as appeals
from app.penalties.appeals.standing import appeal_against
from app.penalties.models import Penalty
from app.policy.cases import Step
from app.policy.cases.book import instant
from app.policy.cases.naming import behaviours_of, called, category_of, channel_of
from app.policy.pack import Pack
from app.rectifications import measuring
from app.rectifications import verbs as reports
from app.rectifications.drafting import Planned
from app.rectifications.models import RectificationReport
from app.rulebook import Category
from tests.cases.stage import PEOPLE, waybill
from tests.complaints.company import Company
from tests.rectifications.reports import TEXTS, photo

ACTORS = {
    "register": "李娜", "accept": "李娜", "dispatch": "李娜", "transfer": "李娜", "assign": "李娜", "amend": "李娜",
    "investigate": "赵强", "propose": "赵强", "agree": "李娜", "decline": "李娜", "carry_out": "李娜",
    "call_satisfaction": "李娜", "escalate": "李娜", "promise_callback": "李娜", "callback_done": "李娜",
    "recheck": "李娜", "reinvestigate": "李娜", "link": "李娜", "confirm": "李娜", "misconduct": "李娜",
}  # fmt: skip
UNSAID: dict[str, dict[str, Any]] = {
    "dispatch": {"department_id": "江汉网点"},
    "transfer": {"department_id": "洪山网点", "note": "洪山的货"},
    "assign": {"handler_id": "李娜"},
    "investigate": {"findings": "经核实,情况属实。"},
    "propose": {"remedy": "apology", "text": "致歉并说明原因。"},
    "decline": {"answer": "要求赔偿。", "limits": "最多按声明价值赔偿。"},
    "withdraw": {"note": "客户撤回。"},
    "reinvestigate": {"note": "客户仍不满意。"},
    "reopen": {"note": "客户仍不满意。"},
    "escalate": {"note": "二十分钟内办不完。"},
    "call_satisfaction": {"result": "satisfied"},
    "verdict": {"verdict": "sustained", "reason": "经核实。"},
    "pause": {"note": "等客户寄照片。"},
    "note": {"note": "记录。"},
    "misconduct": {"note": "呼叫中心记录。"},
}
DEPARTMENTS = {"江汉网点": "jianghan", "洪山网点": "hongshan", "湖北大区": "hubei", "呼叫中心": "calls"}


class Deeds:
    """Does the steps of one complaint of the case."""

    def __init__(self, company: Company, pack: Pack, facts: Mapping[str, Any], number: int):
        self.company, self.pack, self.facts, self.number = company, pack, facts, number
        self.complaint_id = 0

    def take(self, step: Step) -> None:
        """Do it; inside a unit of work. Raises what the verb raises."""
        told = {**UNSAID.get(step.verb, {}), **step.parameters}
        name = told.pop("actor", ACTORS.get(step.verb))
        actor = self.company.person(PEOPLE[name]) if name else None
        special: dict[str, Callable[..., None]] = {
            "register": self._register,
            "amend": self._amend,
            "link": self._link,
            "rectification_submit": self._submit,
            "rectification_approve": self._approve,
            "measure_done": self._tick,
            "penalty_confirm": self._confirm,
            "appeal_file": self._appeal,
            "appeal_answer": self._answer,
        }
        if step.verb in special:
            special[step.verb](told, actor, step.at)
            return
        self._plain_verb(step, told, actor)

    @property
    def complaint(self) -> Complaint:
        found = by_id(Complaint, self.complaint_id)
        assert found is not None, "registered first"
        return found

    def _plain_verb(self, step: Step, told: dict[str, Any], actor: Any) -> None:
        if "department" in told:
            told["department_id"] = told.pop("department")
        if isinstance(told.get("department_id"), str):
            told["department_id"] = self.company.departments[DEPARTMENTS[told["department_id"]]]
        if isinstance(told.get("handler_id"), str):
            told["handler_id"] = self.company.people[PEOPLE[told["handler_id"]]]
        if "at" in told:
            told["at"] = instant(told["at"])
        if "code" in told:
            told["code"] = called(self.pack.misconduct, told["code"]).code
        if "amount" in told:
            told["amount"] = str(told["amount"])
        if step.verb == "verdict":
            sustained = told["verdict"] == "sustained"
            told.setdefault("party", "department" if sustained else "nobody")
            told.setdefault("explanation", "" if sustained else "经核实,投诉不成立。")
            if told["party"] == "carrier":
                told["carrier_id"] = self._carrier()
        getattr(workflow, step.verb)(self.complaint, **told, actor=actor, now=step.at)

    def _carrier(self) -> int:
        row = Carrier(code=f"c{self.number}", name="顺达运输")
        db.session.add(row)
        db.session.flush()
        return row.id

    def _register(self, told: dict[str, Any], actor: Any, now: datetime) -> None:
        facts = self._intake(self.facts)
        external = channel_of(self.pack, self.facts).origin == "external"
        caller = {"complainant": "刘洋" if external else "陈静", "phone": f"139001{self.number:05}"}
        if kind := self.facts.get("customer_kind"):
            db.session.get_one(Customer, self.company.customer_id).kind = kind
        if external and (kind or self.facts.get("tier")):
            caller = {"customer_id": self.company.customer_id, "contact_id": self.company.contact_id}
        usual = {"description": "客户来电投诉。", "email": "liu.yang@example.com" if external else ""}
        self.complaint_id = workflow.register(**(usual | caller | facts), actor=actor, now=now).id

    def _amend(self, told: dict[str, Any], actor: Any, now: datetime) -> None:
        workflow.amend(self.complaint, **self._intake(told), actor=actor, now=now)

    def _link(self, told: dict[str, Any], actor: Any, now: datetime) -> None:
        """Confirm that it repeats the last complaint about its goods."""
        mine = self.complaint
        before = (Complaint.waybill_id == mine.waybill_id, Complaint.id < mine.id)
        other = db.session.scalars(select(Complaint.id).where(*before).order_by(Complaint.id.desc())).first()
        assert other is not None, "the case tells of an earlier complaint about this waybill"
        workflow.link(mine, **({"other_id": other, "outcome": "repeat"} | told), actor=actor, now=now)

    def _intake(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """What the case tells, as the intake form has it."""
        facts = {key: value for key, value in told.items() if key not in ("origin", "tier", "customer_kind")}
        if "channel" in facts:
            facts["channel"] = channel_of(self.pack, told).code
        if "category" in facts:
            code = category_of(self.pack, facts).code
            facts.pop("category")
            facts["category_id"] = db.session.scalars(select(Category.id).where(Category.code == code)).one()
        if "occurred_at" in facts:
            facts["occurred_at"] = instant(facts["occurred_at"])
        if "behaviours" in facts:
            facts["behaviours"] = behaviours_of(self.pack, told)
        if "waybill" in facts:
            facts["waybill_id"] = waybill(self.company, str(facts.pop("waybill")))
        if "station" in facts:
            facts["station_id"] = self.company.departments[DEPARTMENTS[facts.pop("station")]]
        return {key: str(value) if key in ("loss", "claim") else value for key, value in facts.items()}

    def _report(self) -> RectificationReport:
        mine = RectificationReport.complaint_id == self.complaint_id
        return db.session.scalars(
            select(RectificationReport).where(mine).order_by(RectificationReport.id.desc())
        ).first()  # type: ignore[return-value]

    def _submit(self, told: dict[str, Any], actor: Any, now: datetime) -> None:
        writer, due_on = self.company.person("zhao"), told.get("due_on", "2026-11-27")
        measures = [Planned("装车前逐件检查", self.company.people["qian"], date.fromisoformat(due_on))]
        reports.save(self._report(), sections=TEXTS, measures=measures, actor=writer, now=now)
        reports.submit(self._report(), actor=writer, now=now)

    def _approve(self, told: dict[str, Any], actor: Any, now: datetime) -> None:
        report = self._report()
        reports.approve(report, submission=report.submission, actor=self.company.person("zhou"), now=now)

    def _penalty(self, told: dict[str, Any]) -> Penalty:
        """The penalty of the rule that the step names; an undone one too."""
        rule = called(self.pack.penalties, told.pop("penalty")).code
        mine = (Penalty.complaint_id == self.complaint_id, Penalty.rule == rule, Penalty.kind == "penalty")
        return db.session.scalars(select(Penalty).where(*mine).order_by(Penalty.id)).first()  # type: ignore[return-value]

    def _confirm(self, told: dict[str, Any], actor: Any, now: datetime) -> None:
        penalties.confirm(self._penalty(told), actor=self.company.person("lin"), now=now)

    def _appeal(self, told: dict[str, Any], actor: Any, now: datetime) -> None:
        penalty = self._penalty(told)
        appeals.file(penalty, **({"reason": "请求复核。"} | told), actor=penalty.payee, now=now)

    def _answer(self, told: dict[str, Any], actor: Any, now: datetime) -> None:
        appeal = appeal_against(self._penalty(told))
        assert appeal is not None, "filed first"
        appeals.answer(appeal, **({"answer": "已核对。"} | told), actor=self.company.person("zhou"), now=now)

    def _tick(self, told: dict[str, Any], actor: Any, now: datetime) -> None:
        measure = self._report().measures[0]
        measuring.tick(measure, files=[photo()], actor=self.company.person("qian"), now=now)
