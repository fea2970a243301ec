"""Who is told of what about inquiries, and the texts as they are before administrators reword them."""

from datetime import datetime
from typing import Any

from flask import current_app

from app.core.i18n import N_
from app.customers.inquiries.models import Inquiry
from app.org.tree import people_in_charge
from app.outbox import Recipient, TemplateDefault, enqueue, register_template

PASSED_ON, ANSWERED = "inquiry_passed_on", "inquiry_answered"
_SAMPLE = {
    "no": "ZX20261122-0001",
    "name": "王芳",
    "question": "货物什么时候到？",
    "answer": "预计明天送达。",
    "note": "请查明后回复客户",
    "company": "新邦物流",
    "page": "http://127.0.0.1:8080/inquiry/show/1",
}

register_template(
    TemplateDefault(
        PASSED_ON,
        N_("An inquiry is passed on"),
        "【咨询转办】{{ no }}",
        "咨询 {{ no }} 已转给您处理：\n\n{{ question }}\n\n"
        "{% if note %}备注：{{ note }}\n\n{% endif %}请登录系统答复：{{ page }}\n",
        "Inquiry passed on: {{ no }}",
        "Inquiry {{ no }} was passed on to you:\n\n{{ question }}\n\n{% if note %}Note: {{ note }}\n\n{% endif %}"
        "Please answer it: {{ page }}\n",
        _SAMPLE,
        "inquiry",
        sms_zh="咨询{{ no }}已转给您处理，请登录系统答复。",
        sms_en="Inquiry {{ no }} was passed on to you. Please log in and answer it.",
        sms_parameters=("no",),
        sms_variables=("no",),
    )
)
register_template(
    TemplateDefault(
        ANSWERED,
        N_("The answer to an inquiry, for the caller"),
        "您的咨询 {{ no }} 已有答复",
        "{{ name }}，您好！\n\n您咨询的问题：{{ question }}\n\n"
        "答复：{{ answer }}\n\n如还有其他问题，欢迎随时联系我们。\n{{ company }}\n",
        "The answer to your question {{ no }}",
        "Dear {{ name }},\n\nyou asked: {{ question }}\n\nOur answer: {{ answer }}\n\n"
        "Is there anything else? We are glad to help.\n{{ company }}\n",
        _SAMPLE,
        "inquiry",
        sms_zh="您的咨询{{ no }}已有答复，如需了解详情请致电我们。",
        sms_en="Your inquiry {{ no }} is answered. Please call us for the details.",
        sms_parameters=("no",),
        sms_variables=("no",),
        sms_active=False,
    )
)


def passed_on(inquiry: Inquiry, *, note: str, now: datetime) -> None:
    """Tell the person, else who is in charge of the department."""
    people = [inquiry.handler] if inquiry.handler else people_in_charge(inquiry.department)
    for person in people:
        _tell(PASSED_ON, inquiry, person, f"{person.id}:{now.isoformat()}", now=now, note=note)


def answered(inquiry: Inquiry, *, actor: Any | None, now: datetime) -> None:
    """The caller reads it where an address is known, else it was said on the telephone."""
    if inquiry.email:
        to = Recipient(inquiry.caller, inquiry.email)
        _tell(ANSWERED, inquiry, to, now.isoformat(), now=now)


def _tell(template: str, inquiry: Inquiry, to: Any, key: str, *, now: datetime, note: str = "") -> None:
    context = {
        "no": inquiry.no,
        "name": inquiry.caller,
        "question": inquiry.question,
        "answer": inquiry.answer,
        "note": note,
        "company": current_app.config["APP_NAME"],
        "page": f"{current_app.config['SETTINGS'].site()}/inquiry/show/{inquiry.id}",
    }
    dedup = f"{template}:{inquiry.id}:{key}"
    enqueue(template, to=to, owner=inquiry, context=context, dedup_key=dedup, now=now)
