"""The texts of messages about appeals, as they are before administrators reword them."""

from app.core.i18n import N_
from app.outbox import TemplateDefault, register_template

FILED = "appeal_filed"
ANSWERED = "appeal_answered"

_SAMPLE = {
    "no": "FY20261124-0001",
    "penalty": "CF20261122-0001",
    "complaint": "TS20261122-0001",
    "payee": "赵强",
    "department": "武汉江汉网点",
    "amount": "¥50.00",
    "left": "",
    "outcome": "撤销处罚",
    "cite": "《物流公司客户投诉管理制度(新邦)》五(一)",
    "due": "2026-12-01 18:00",
    "url": "http://127.0.0.1:8080/appeal/show/1",
}
_SAYABLE = ("no", "penalty", "complaint", "amount", "left", "outcome", "due")
"""What a text message may name."""

DEFAULTS = (
    TemplateDefault(
        FILED,
        N_("Appeal filed, to those who answer it"),
        "【复议待答复】{{ no }}：{{ department }}",
        "您好：\n\n{{ department }}对处罚 {{ penalty }}（{{ amount }}，{{ payee }}）提出复议 {{ no }}，请您答复。"
        "{% if due %}答复时限：{{ due }}。{% endif %}\n\n依据：{{ cite }}\n查看并答复：{{ url }}\n",
        "Appeal to be answered: {{ no }}, {{ department }}",
        "Dear colleague,\n\n{{ department }} has filed appeal {{ no }} against penalty {{ penalty }} ({{ amount }}, "
        "{{ payee }}). Please answer it{% if due %} by {{ due }}{% endif %}.\n\nClause: {{ cite }}\n"
        "Open it: {{ url }}\n",
        _SAMPLE,
        "appeal",
        sms_zh="处罚{{ penalty }}（{{ amount }}）有复议{{ no }}待您答复，请登录系统。",
        sms_en="Appeal {{ no }} against penalty {{ penalty }} ({{ amount }}) awaits your answer. Please log in.",
        sms_parameters=("penalty", "amount", "no"),
        sms_variables=_SAYABLE,
    ),
    TemplateDefault(
        ANSWERED,
        N_("Appeal answered, to whoever filed it and whoever pays"),
        "【复议答复】{{ no }}：{{ outcome }}",
        "您好：\n\n针对处罚 {{ penalty }}（{{ amount }}，{{ payee }}）的复议 {{ no }} 已答复：{{ outcome }}"
        "{% if left %}，减为 {{ left }}{% endif %}。\n\n理由与明细：{{ url }}\n",
        "Appeal answered: {{ no }}, {{ outcome }}",
        "Dear colleague,\n\nappeal {{ no }} against penalty {{ penalty }} ({{ amount }}, {{ payee }}) is answered: "
        "{{ outcome }}{% if left %}, {{ left }} remains{% endif %}.\n\nReason and entries: {{ url }}\n",
        _SAMPLE,
        "appeal",
        sms_zh="复议{{ no }}已答复：{{ outcome }}，详情请登录系统。",
        sms_en="Appeal {{ no }} is answered: {{ outcome }}. Please log in to see why.",
        sms_parameters=("no", "outcome"),
        sms_variables=_SAYABLE,
    ),
)

for default in DEFAULTS:
    register_template(default)
