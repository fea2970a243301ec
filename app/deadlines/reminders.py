"""What people are told of a deadline: a message in the outbox for each of those who have to keep it."""

from datetime import datetime
from typing import Any

from app.core.clock import local
from app.core.i18n import N_
from app.deadlines.models import Deadline
from app.deadlines.owners import owner_protocol
from app.deadlines.reckoning import pack_and_clock
from app.extensions import db
from app.org.models import Department
from app.org.tree import people_in_charge
from app.outbox import TemplateDefault, enqueue, register_template
from app.policy.clocks import Step
from app.policy.timing import Clock
from app.rulebook import calendar
from app.security import Person

WORKING_HOURS = "default"
"""The calendar outside which nobody is reminded of what can wait."""


def remind(deadline: Deadline, owner: Any, step: Step, now: datetime) -> None:
    """Queue the step's message for those who have to keep the deadline; nothing where the pack asks for no reminders.

    Clocks in minutes, and times promised to a customer, are urgent; other reminders wait for the next working hour.
    """
    _pack, clock = pack_and_clock(deadline)
    if clock.reminders is None:
        return
    urgent = clock.unit in ("minutes", "promised")
    for person in keepers(deadline):
        enqueue(
            f"deadline_{step.kind}",
            to=person,
            owner=owner,
            context=_context(deadline, owner, clock, now),
            dedup_key=f"deadline:{deadline.id}:{deadline.reckoning}:{step_name(step)}:{person.id}",
            now=now,
            urgent=urgent,
            expires_at=deadline.due_at if step.kind == "warn" else None,
            send_after=None if urgent else calendar(WORKING_HOURS).next_open(local(now)),
        )


def keepers(deadline: Deadline) -> list[Person]:
    """The responsible person; without one who is active, those in charge of the department."""
    person = db.session.get(Person, deadline.responsible_person_id) if deadline.responsible_person_id else None
    if person is not None and person.active:
        return [person]
    department = deadline.responsible_department_id and db.session.get(Department, deadline.responsible_department_id)
    return people_in_charge(department) if department else []


def step_name(step: Step) -> str:
    """Tells the steps of one reckoning apart: warn, due, overdue:1, overdue:2."""
    return f"{step.kind}:{step.number}" if step.number else step.kind


def still_wanted(dedup_key: str) -> bool:
    """Whether a reminder that waits in the outbox still has something to say: its clock runs as it did when queued.

    True for keys of other messages; owner kinds ask this in what they register with `outbox.register_wanted`.
    """
    kind, _, rest = dedup_key.partition(":")
    if kind != "deadline":
        return True
    deadline_id, reckoning, _step = rest.split(":", 2)
    deadline = db.session.get(Deadline, int(deadline_id))
    return deadline is not None and deadline.state == "running" and deadline.reckoning == int(reckoning)


def _context(deadline: Deadline, owner: Any, clock: Clock, now: datetime) -> dict[str, str]:
    owner_facts, pack = owner_protocol(deadline.owner_kind), pack_and_clock(deadline)[0]
    return {
        "title": owner_facts.title(owner),
        "url": owner_facts.url(owner),
        "clock_zh": clock.label.zh,
        "clock_en": clock.label.en or clock.label.zh,
        "clause": f"《{pack.source}》{pack.clause(deadline.clause).ref}",
        "due": f"{local(deadline.due_at):%Y-%m-%d %H:%M}",
        "now": f"{local(now):%Y-%m-%d %H:%M}",
    }


_SAMPLE = {
    "title": "TS20261122-0001 外包装破损",
    "url": "http://127.0.0.1:8080/complaint/show/1",
    "clock_zh": "处理完毕",
    "clock_en": "Resolve",
    "clause": "《物流公司客户投诉管理制度(新邦)》四(五)1.a",
    "due": "2026-11-23 18:00",
    "now": "2026-11-23 16:00",
}
_BODY_ZH = "{{ title }}\n\n%s\n\n依据:{{ clause }}\n查看:{{ url }}\n"
_BODY_EN = "{{ title }}\n\n%s\n\nClause: {{ clause }}\nOpen it: {{ url }}\n"


def register_reminders() -> None:
    """Tell the outbox the texts of reminders; called when the package is imported."""
    register_template(
        TemplateDefault(
            "deadline_warn",
            N_("A deadline is coming up"),
            "【即将到期】{{ clock_zh }}:{{ title }}",
            _BODY_ZH % "“{{ clock_zh }}”将于 {{ due }} 到期,请抓紧处理。",
            "Due soon: {{ clock_en }}, {{ title }}",
            _BODY_EN % "“{{ clock_en }}” is due at {{ due }}.",
            _SAMPLE,
        )
    )
    register_template(
        TemplateDefault(
            "deadline_due",
            N_("A deadline has passed"),
            "【已到期】{{ clock_zh }}:{{ title }}",
            _BODY_ZH % "“{{ clock_zh }}”已于 {{ due }} 到期,尚未完成,请立即处理。",
            "Due now: {{ clock_en }}, {{ title }}",
            _BODY_EN % "“{{ clock_en }}” was due at {{ due }} and isn't done.",
            _SAMPLE,
        )
    )
    register_template(
        TemplateDefault(
            "deadline_overdue",
            N_("A deadline is overdue"),
            "【逾期催办】{{ clock_zh }}:{{ title }}",
            _BODY_ZH % "“{{ clock_zh }}”应于 {{ due }} 前完成,截至 {{ now }} 仍未完成,请立即处理并说明原因。",
            "Overdue: {{ clock_en }}, {{ title }}",
            _BODY_EN % "“{{ clock_en }}” was due at {{ due }} and at {{ now }} still isn't done.",
            _SAMPLE,
        )
    )
