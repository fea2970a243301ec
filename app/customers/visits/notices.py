"""The messages that visits by text message and e-mail are, and who is told that a visit is theirs."""

from datetime import datetime
from typing import Any

from flask import current_app

from app.core.i18n import N_
from app.customers.visits.models import Visit
from app.customers.visits.words import OPEN, WRITTEN
from app.db import by_id
from app.deadlines import still_wanted
from app.org.company import company_name
from app.outbox import Message, Recipient, TemplateDefault, enqueue, register_template

WRITE, HANDED_OVER = "visit_message", "visit_handed_over"
_SAMPLE = {
    "no": "BF20261125-0001",
    "name": "王芳",
    "owner": "李娜",
    "words": "双十二期间我们加开武汉专线，欢迎提前预约。",
    "customer": "KH000012",
    "at": "2026-11-25 10:00",
    "note": "我下周休假",
    "company": "新邦物流",
    "page": "http://127.0.0.1:8080/visit/show/1",
}

register_template(
    TemplateDefault(
        WRITE,
        N_("Customer visit by e-mail or text message"),
        "{{ company }}客户回访",
        "{{ name }}，您好！\n\n感谢您一直以来对我们的支持。\n\n{% if words %}{{ words }}\n\n{% endif %}"
        "您对我们的服务有任何意见或新的需求，欢迎直接回复本邮件或致电您的客户经理"
        "{% if owner %}（{{ owner }}）{% endif %}。\n\n{{ company }}\n",
        "{{ company }}: how are things with you?",
        "Dear {{ name }},\n\nthank you for your trust in us.\n\n{% if words %}{{ words }}\n\n{% endif %}"
        "Whatever you wish or miss in our service, please answer this mail or call "
        "{% if owner %}{{ owner }}{% else %}us{% endif %}.\n\n{{ company }}\n",
        _SAMPLE,
        "visit",
        sms_zh="{{ name }}您好，感谢您的支持。对我们的服务如有意见或新的需求，欢迎随时致电。{{ company }}",
        sms_en="Dear {{ name }}, thank you for your trust. Whatever you wish of us, please call. {{ company }}",
        sms_parameters=("name",),
        sms_variables=("name", "company"),
    )
)
register_template(
    TemplateDefault(
        HANDED_OVER,
        N_("A customer visit is handed over"),
        "【拜访转交】{{ no }}，{{ at }}",
        "拜访 {{ no }}（客户 {{ customer }}，{{ at }}）已转交给您。"
        "{% if note %}\n\n备注：{{ note }}{% endif %}\n\n查看：{{ page }}\n",
        "A visit is yours now: {{ no }}, {{ at }}",
        "Visit {{ no }} (customer {{ customer }}, {{ at }}) was handed over to you."
        "{% if note %}\n\nNote: {{ note }}{% endif %}\n\nOpen it: {{ page }}\n",
        _SAMPLE,
        "visit",
        sms_zh="拜访{{ no }}已转交给您，时间{{ at }}，请登录系统查看。",
        sms_en="Visit {{ no }} at {{ at }} is yours now. Please log in.",
        sms_parameters=("no", "at"),
        sms_variables=("no", "at"),
    )
)


def write_to(visit: Visit, *, now: datetime) -> Message | None:
    """Queue the message of a visit that is one, not before its planned time; quiet hours are the outbox's to keep."""
    contact = visit.contact
    if visit.way not in WRITTEN or contact is None:
        return None
    to = Recipient(contact.name, contact.email or None, contact.phone, contact.language)
    return enqueue(
        WRITE,
        to=to,
        owner=visit,
        context=_context(visit) | {"name": contact.name},
        dedup_key=key_of(visit),
        now=now,
        send_after=visit.planned_at,
        channel="email" if visit.way == "email" else "sms",
    )


def handed_over(visit: Visit, *, note: str, now: datetime) -> None:
    """Tell who makes it now."""
    if visit.owner is not None:
        key = f"{HANDED_OVER}:{visit.id}:{visit.owner_id}:{now.isoformat()}"
        enqueue(
            HANDED_OVER, to=visit.owner, owner=visit, context=_context(visit) | {"note": note}, dedup_key=key, now=now
        )


def key_of(visit: Visit) -> str:
    """Tells the message of this plan from those of earlier ones: another time, another way, another contact."""
    return f"{WRITE}:{visit.id}:{visit.postponed}:{visit.way}:{visit.contact_id}"


def is_wanted(message: Any) -> bool:
    """A message whose visit was postponed, cancelled or made otherwise isn't sent, nor a reminder of what is done."""
    if message.template_code != WRITE:
        return still_wanted(message.dedup_key)
    visit = by_id(Visit, message.owner_id)
    return visit is not None and visit.state in OPEN and message.dedup_key == key_of(visit)


def _context(visit: Visit) -> dict[str, Any]:
    return {
        "no": visit.no,
        "name": "",
        "owner": visit.owner.full_name if visit.owner else "",
        "words": visit.words,
        "customer": visit.customer.no,
        "at": visit.planned_at,
        "note": "",
        "company": company_name(),
        "page": f"{current_app.config['SETTINGS'].site()}/visit/show/{visit.id}",
    }
