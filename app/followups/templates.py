"""The texts of messages about follow-ups, as they are before administrators reword them."""

from app.core.i18n import N_
from app.outbox import TemplateDefault, register_template

SURVEY = "followup_survey"
DISSATISFIED = "followup_dissatisfied"

_SAMPLE = {
    "company": "新邦物流",
    "name": "王芳",
    "no": "TS20261122-0001",
    "url": "http://127.0.0.1:8080/s/kq3vYw0cN8pT5rXb2mJdHf1A",
    "code": "kq3vYw0cN8pT5rXb2mJdHf1A",
    "until": "2026-11-30",
    "subject": "TS20261122-0001",
    "score": 1,
    "words": "问题没有解决",
    "reopened": True,
    "page": "http://127.0.0.1:8080/followup/show/1",
}

DEFAULTS = (
    TemplateDefault(
        SURVEY,
        N_("Survey: the customer is asked by a personal link"),
        "请您评价我们的服务",
        "{{ name }}，您好！\n\n{% if no %}您的投诉 {{ no }} 已处理完毕。{% endif %}"
        "请您评价我们的服务，只需半分钟：\n\n{{ url }}\n\n链接在 {{ until }} 前有效，只能填写一次。\n{{ company }}\n",
        "How did we do?",
        "Dear {{ name }},\n\n{% if no %}your complaint {{ no }} is closed. {% endif %}"
        "Please tell us how satisfied you are; it takes half a minute:\n\n{{ url }}\n\n"
        "The link can be used once, until {{ until }}.\n{{ company }}\n",
        _SAMPLE,
        "followup",
        sms_zh="{% if no %}您的投诉已办结，{% endif %}请您评价：{{ url }}",
        sms_en="{% if no %}Your complaint {{ no }} is closed. {% endif %}How did we do? {{ url }} (until {{ until }})",
        sms_parameters=("no", "code", "until"),
        sms_variables=("name", "no", "url", "code", "until", "company"),
    ),
    TemplateDefault(
        DISSATISFIED,
        N_("A customer is dissatisfied"),
        "【客户不满意】{{ subject }}：{{ score }} 分",
        "客户在回访中给出 {{ score }} 分。\n\n{{ words }}\n\n"
        "{% if reopened %}投诉已自动重新打开，请尽快联系客户。{% else %}请尽快联系客户。{% endif %}\n\n"
        "查看：{{ page }}\n",
        "Dissatisfied customer: {{ subject }}, score {{ score }}",
        "Asked how satisfied they are, the customer gave {{ score }} of 5.\n\n{{ words }}\n\n"
        "{% if reopened %}The complaint has been reopened; {% endif %}please call them soon.\n\nOpen it: {{ page }}\n",
        _SAMPLE,
        "followup",
        sms_zh="客户回访不满意（{{ no }}，{{ score }}分）{% if reopened %}，投诉已重新打开{% endif %}，"
        "请登录系统并尽快联系客户。",
        sms_en="Dissatisfied customer: {{ no }}, score {{ score }}. Please log in and call them soon.",
        sms_parameters=("no", "score"),
        sms_variables=("no", "score", "reopened"),
    ),
)

for default in DEFAULTS:
    register_template(default)
