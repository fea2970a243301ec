"""The texts of messages about one's own records, as they are before administrators reword them."""

from app.core.i18n import N_
from app.outbox import TemplateDefault, register_template

WAITING = "own_record_waiting"
DECIDED = "own_record_decided"
REMINDER = "own_record_reminder"

_SAMPLE = {
    "form": "培训记录",
    "no": "PX-202611-0003",
    "subject": "理货与装卸规范培训",
    "owner": "王芳",
    "state": "已通过",
    "note": "",
    "field": "培训日期",
    "day": "2026-11-30",
    "url": "http://127.0.0.1:8080/record/training/show/3",
}

DEFAULTS = (
    TemplateDefault(
        WAITING,
        N_("A record of your own forms waits for approval"),
        "【待审批】{{ form }} {{ no }} {{ subject }}",
        "{{ owner }} 提交了{{ form }} {{ no }}：{{ subject }}，请审批。\n\n查看：{{ url }}\n",
        "To approve: {{ form }} {{ no }} {{ subject }}",
        "{{ owner }} has submitted {{ form }} {{ no }}: {{ subject }}. Please decide on it.\n\nOpen it: {{ url }}\n",
        _SAMPLE,
        "own_record",
        sms_zh="您有待审批的{{ form }}{{ no }}，请登录系统。",
        sms_en="{{ form }} {{ no }} awaits your decision. Please log in.",
        sms_parameters=("form", "no"),
        sms_variables=("form", "no"),
    ),
    TemplateDefault(
        DECIDED,
        N_("A record of your own forms was decided on"),
        "【{{ state }}】{{ form }} {{ no }} {{ subject }}",
        "您提交的{{ form }} {{ no }}（{{ subject }}）{{ state }}。"
        "{% if note %}\n\n{{ note }}{% endif %}\n\n查看：{{ url }}\n",
        "{{ state }}: {{ form }} {{ no }} {{ subject }}",
        "{{ form }} {{ no }} ({{ subject }}), which you submitted: {{ state }}."
        "{% if note %}\n\n{{ note }}{% endif %}\n\nOpen it: {{ url }}\n",
        _SAMPLE,
        "own_record",
        sms_zh="您提交的{{ form }}{{ no }}{{ state }}，详情请登录系统。",
        sms_en="{{ form }} {{ no }}: {{ state }}. Please log in for details.",
        sms_parameters=("form", "no"),
        sms_variables=("form", "no", "state"),
    ),
    TemplateDefault(
        REMINDER,
        N_("A reminder of a record of your own forms"),
        "【提醒】{{ form }} {{ no }} {{ subject }}：{{ field }} {{ day }}",
        "{{ form }} {{ no }}：{{ subject }}\n{{ field }}：{{ day }}\n\n查看：{{ url }}\n",
        "Reminder: {{ form }} {{ no }} {{ subject }}, {{ field }} {{ day }}",
        "{{ form }} {{ no }}: {{ subject }}\n{{ field }}: {{ day }}\n\nOpen it: {{ url }}\n",
        _SAMPLE,
        "own_record",
        sms_zh="提醒：{{ form }}{{ no }}，{{ day }}，请登录系统查看。",
        sms_en="Reminder: {{ form }} {{ no }}, {{ day }}. Please log in.",
        sms_parameters=("form", "no", "day"),
        sms_variables=("form", "no", "day"),
    ),
)

for default in DEFAULTS:
    register_template(default)
