"""What customers are told of their waybills: nodes, and mishaps before they ask. Which ones, their tier says."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.core.i18n import N_
from app.customers.models import Contact, TrackingEvent, Waybill
from app.db import by_id
from app.extensions import db
from app.outbox import Recipient, TemplateDefault, enqueue, register_template

_OLD = timedelta(hours=24)
"""What is older is no news any more."""
_SAMPLE = {
    "no": "XB2026112300017",
    "name": "王芳",
    "at": "2026-11-23 09:30",
    "place": "武汉江汉网点",
    "note": "外包装破损",
    "goods": "瓶装白酒 12件",
    "company": "新邦物流",
}
_TEXTS: dict[str, tuple[str, str, str, str, str]] = {
    # Kind: title, what happened in Chinese and English, what follows in Chinese and English.
    "picked_up": (N_("Waybill: picked up"), "已揽收", "was picked up", "", ""),
    "out_for_delivery": (
        N_("Waybill: out for delivery"),
        "正在派送",
        "is out for delivery",
        "请保持电话畅通。",
        "Please keep your telephone at hand.",
    ),
    "signed": (N_("Waybill: signed for"), "已签收", "was signed for", "感谢您的支持。", "Thank you."),
    "damaged": (
        N_("Waybill: damaged"),
        "货物出现破损",
        "was damaged",
        "非常抱歉，我们会主动与您联系处理。",
        "We are sorry, and will call you.",
    ),
    "lost": (
        N_("Waybill: lost"),
        "货物暂未找到",
        "can't be found at present",
        "非常抱歉，我们正在全力查找，会主动与您联系。",
        "We are sorry, are searching for it, and will call you.",
    ),
    "misdelivered": (
        N_("Waybill: misdelivered"),
        "货物误送",
        "went to a wrong address",
        "非常抱歉，我们正在追回并重新派送。",
        "We are sorry, and are bringing it back.",
    ),
}


def code_of(kind: str) -> str:
    """The kind of message for a kind of event."""
    return f"waybill_{kind}"


for _kind, (_title, _zh, _en, _then_zh, _then_en) in _TEXTS.items():
    register_template(
        TemplateDefault(
            code_of(_kind),
            _title,
            f"您的运单 {{{{ no }}}} {_zh}",
            f"{{{{ name }}}}，您好！\n\n您的运单 {{{{ no }}}} {_zh}"
            f"（{{{{ at }}}}{{% if place %}}，{{{{ place }}}}{{% endif %}}）。{_then_zh}\n"
            "{% if note %}\n{{ note }}\n{% endif %}\n{{ company }}\n",
            f"Your waybill {{{{ no }}}} {_en}",
            f"Dear {{{{ name }}}},\n\nyour waybill {{{{ no }}}} {_en} "
            f"({{{{ at }}}}{{% if place %}}, {{{{ place }}}}{{% endif %}}). {_then_en}\n"
            "{% if note %}\n{{ note }}\n{% endif %}\n{{ company }}\n",
            _SAMPLE,
            "waybill",
            sms_zh=f"您的运单{{{{ no }}}}{_zh}。{_then_zh}",
            sms_en=f"Your waybill {{{{ no }}}} {_en}.",
            sms_parameters=("no",),
            sms_variables=("no", "at", "company"),
        )
    )


def tell(waybill: Waybill, event: TrackingEvent, *, now: datetime) -> None:
    """Tell the customer's contact, where the tier wants this told and it is news; once for each event."""
    if event.kind not in _TEXTS or event.at < now - _OLD or waybill.customer is None:
        return
    tier = waybill.customer.tier
    contact = _contact(waybill.customer_id)
    if tier is None or event.kind not in (tier.tells or ()) or contact is None:
        return
    context: dict[str, Any] = {
        "no": waybill.no,
        "name": contact.name,
        "at": event.at,
        "place": event.place or str(event.station or ""),
        "note": event.note,
        "goods": waybill.goods,
        "company": current_app.config["APP_NAME"],
    }
    to = Recipient(contact.name, contact.email or None, contact.phone, contact.language)
    key = f"{code_of(event.kind)}:{event.id}"
    enqueue(code_of(event.kind), to=to, owner=waybill, context=context, dedup_key=key, now=now)


def _contact(customer_id: int | None) -> Contact | None:
    mine = select(Contact.id).where(Contact.customer_id == customer_id)
    first = db.session.scalars(mine.order_by(Contact.preferred.desc(), Contact.id).limit(1)).first()
    return by_id(Contact, first) if first else None
