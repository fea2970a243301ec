"""The mail about what nobody has, as it is before administrators reword it."""

from app.core.i18n import N_
from app.outbox import TemplateDefault, register_template

UNHELD = "unheld"

register_template(
    TemplateDefault(
        UNHELD,
        N_("What nobody has"),
        "【无人处理】共 {{ count }} 项，请指派",
        "您好！\n\n以下 {{ count }} 项目前无人处理：\n\n{{ list }}\n\n请在此逐项移交：{{ url }}\n",
        "What nobody has: {{ count }}",
        "Hello,\n\nnobody has these {{ count }} things at present:\n\n"
        "{{ list }}\n\nGive each to somebody here: {{ url }}\n",
        {"count": 1, "url": "http://127.0.0.1:8080/unheld/", "list": "投诉：1\n  TS20261122-0001：李娜已离职"},
        sms_zh="有{{ count }}项工作目前无人处理，请登录系统指派。",
        sms_en="Nobody has {{ count }} things at present. Please log in and give them to somebody.",
        sms_parameters=("count",),
        sms_variables=("count",),
        sms_active=False,
    )
)
