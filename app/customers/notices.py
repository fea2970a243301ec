"""Texts of messages about customers, as they are before administrators reword them."""

from app.core.i18n import N_
from app.outbox import TemplateDefault, register_template

REVIEW = "customer_review"

register_template(
    TemplateDefault(
        REVIEW,
        N_("Customer files ask to be looked through"),
        "【客户档案待核对】您名下有 {{ count }} 份档案超过 {{ months }} 个月未核对",
        "您名下有 {{ count }} 份客户档案超过 {{ months }} 个月未核对，请查看并确认资料是否仍然准确：\n\n{{ page }}\n",
        "{{ count }} customer files of yours have not been confirmed for {{ months }} months",
        "{{ count }} customer files of yours have not been confirmed for {{ months }} months. Please look through "
        "them:\n\n{{ page }}\n",
        {"count": 3, "months": 12, "page": "http://127.0.0.1:8080/customer/list/?only=to_review"},
        sms_zh="您名下有 {{ count }} 份客户档案超过 {{ months }} 个月未核对，请登录系统。",
        sms_en="{{ count }} customer files of yours have not been confirmed for {{ months }} months. Please log in.",
        sms_parameters=("count", "months"),
        sms_variables=("count", "months"),
    )
)
