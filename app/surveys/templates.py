"""The texts of messages about surveys, as they are before administrators reword them."""

from app.core.i18n import N_
from app.outbox import TemplateDefault, register_template

INVITATION = "survey_invitation"
LOW_SCORE = "survey_low_score"
HANDED_OVER = "survey_task_handed_over"

_SAMPLE = {
    "company": "新邦物流",
    "name": "王芳",
    "title": "2026 年第四季度服务满意度调查",
    "url": "http://127.0.0.1:8080/q/kq3vYw0cN8pT5rXb2mJdHf1A",
    "code": "kq3vYw0cN8pT5rXb2mJdHf1A",
    "until": "2026-11-30",
    "no": "KH000012",
    "customer": "石家庄鑫源商贸有限公司",
    "question": "您对我们的服务总体满意吗？",
    "score": 1,
    "highest": 5,
    "due": "2026-11-25 18:00",
    "note": "我下周休假",
    "page": "http://127.0.0.1:8080/survey-task/show/1",
}

DEFAULTS = (
    TemplateDefault(
        INVITATION,
        N_("Survey: a customer is asked to fill in a question set"),
        "{{ title }}",
        "{{ name }}，您好！\n\n诚邀您参加“{{ title }}”，只需一两分钟：\n\n{{ url }}\n\n"
        "链接在 {{ until }} 前有效，只能填写一次。\n{{ company }}\n",
        "{{ title }}",
        "Dear {{ name }},\n\nplease take a minute or two for our survey “{{ title }}”:\n\n{{ url }}\n\n"
        "The link can be used once, until {{ until }}.\n{{ company }}\n",
        _SAMPLE,
        "survey_invitation",
        sms_zh="诚邀您评价我们的服务：{{ url }}",
        sms_en="Please tell us how we do: {{ url }} (until {{ until }})",
        sms_parameters=("code", "until"),
        sms_variables=("name", "url", "code", "until", "company"),
    ),
    TemplateDefault(
        LOW_SCORE,
        N_("Survey: a customer gave a low score"),
        "【低分待办】{{ customer }}：{{ score }} 分",
        "客户 {{ customer }}（{{ no }}）在“{{ title }}”中给出低分。\n\n"
        "{{ question }}\n{{ score }} 分（满分 {{ highest }} 分）\n\n"
        "请在 {{ due }} 前联系客户并登记处理情况。\n\n查看：{{ page }}\n",
        "Low score: {{ customer }}, {{ score }}",
        "{{ customer }} ({{ no }}) gave a low score in “{{ title }}”.\n\n"
        "{{ question }}\n{{ score }} of {{ highest }}\n\n"
        "Please call them and record what was done by {{ due }}.\n\nOpen it: {{ page }}\n",
        _SAMPLE,
        "survey_task",
        sms_zh="客户满意度低分（{{ no }}，{{ score }}分），请登录系统并在{{ due }}前处理。",
        sms_en="Low survey score ({{ no }}, {{ score }}). Please log in and see to it by {{ due }}.",
        sms_parameters=("no", "score", "due"),
        sms_variables=("no", "score", "due"),
    ),
    TemplateDefault(
        HANDED_OVER,
        N_("Survey: a low-score task is handed over"),
        "【低分待办转交】{{ customer }}：{{ score }} 分",
        "客户 {{ customer }}（{{ no }}）的低分待办已转交给您。\n\n"
        "{{ question }}\n{{ score }} 分（满分 {{ highest }} 分）"
        "{% if note %}\n\n备注：{{ note }}{% endif %}\n\n"
        "请在 {{ due }} 前联系客户并登记处理情况。\n\n查看：{{ page }}\n",
        "A low score is yours to see to: {{ customer }}, {{ score }}",
        "The low score of {{ customer }} ({{ no }}) was handed over to you.\n\n"
        "{{ question }}\n{{ score }} of {{ highest }}{% if note %}\n\nNote: {{ note }}{% endif %}\n\n"
        "Please call them and record what was done by {{ due }}.\n\nOpen it: {{ page }}\n",
        _SAMPLE,
        "survey_task",
        sms_zh="客户{{ no }}的低分待办（{{ score }}分）已转交给您，请登录系统并在{{ due }}前处理。",
        sms_en="The low score of {{ no }} ({{ score }}) is yours now. Please log in and see to it by {{ due }}.",
        sms_parameters=("no", "score", "due"),
        sms_variables=("no", "score", "due"),
    ),
)

for default in DEFAULTS:
    register_template(default)
