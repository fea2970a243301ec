"""The texts of messages about penalties, as they are before administrators reword them."""

from app.core.i18n import N_
from app.outbox import TemplateDefault, register_template

CONFIRMED = "penalty_confirmed"
REWARDED = "reward_confirmed"
COUNTERED = "penalty_countered"

_SAMPLE = {
    "no": "CF20261122-0001",
    "complaint": "TS20261122-0001",
    "payee": "赵强",
    "department": "武汉江汉网点",
    "amount": "¥50.00",
    "month": "2026-11",
    "cite": "《物流公司客户投诉管理制度(新邦)》五(一)",
    "url": "http://127.0.0.1:8080/penalty/show/1",
}
_SAYABLE = ("complaint", "no", "amount", "month")
"""What a text message may name."""

DEFAULTS = (
    TemplateDefault(
        CONFIRMED,
        N_("Penalty confirmed, to whoever pays it"),
        "【处罚确认】投诉 {{ complaint }}：{{ amount }}",
        "{{ payee }}，您好：\n\n{{ department }}，投诉 {{ complaint }}：依据{{ cite }}，"
        "处罚 {{ amount }}（{{ no }}）已确认，计入 {{ month }}。\n\n计算过程与条款：{{ url }}\n",
        "Penalty confirmed: complaint {{ complaint }}, {{ amount }}",
        "Dear {{ payee }},\n\n{{ department }}, complaint {{ complaint }}: under {{ cite }} the "
        "penalty {{ no }} of {{ amount }} is confirmed for {{ month }}.\n\nIts working and clause: {{ url }}\n",
        _SAMPLE,
        "penalty",
        sms_zh="投诉{{ complaint }}判定成立，处罚{{ amount }}已确认，计入{{ month }}，详情请登录系统。",
        sms_en="Penalty {{ no }} of {{ amount }} (complaint {{ complaint }}) is confirmed for {{ month }}. "
        "Please log in to see why.",
        sms_parameters=("complaint", "amount", "month"),
        sms_variables=_SAYABLE,
    ),
    TemplateDefault(
        REWARDED,
        N_("Reward confirmed, to whoever gets it"),
        "【奖励确认】{{ complaint }}：{{ amount }}",
        "{{ payee }}，您好：\n\n{{ department }}，{{ complaint }}：依据{{ cite }}，"
        "奖励 {{ amount }}（{{ no }}）已确认，计入 {{ month }}。\n\n计算过程与条款：{{ url }}\n",
        "Reward confirmed: {{ complaint }}, {{ amount }}",
        "Dear {{ payee }},\n\n{{ department }}, {{ complaint }}: under {{ cite }} the reward {{ no }} of "
        "{{ amount }} is confirmed for {{ month }}.\n\nIts working and clause: {{ url }}\n",
        _SAMPLE,
        "penalty",
        sms_zh="{{ complaint }}奖励{{ amount }}已确认，计入{{ month }}，详情请登录系统。",
        sms_en="Reward {{ no }} of {{ amount }} ({{ complaint }}) is confirmed for {{ month }}. "
        "Please log in to see why.",
        sms_parameters=("complaint", "amount", "month"),
        sms_variables=_SAYABLE,
    ),
    TemplateDefault(
        COUNTERED,
        N_("Penalty undone, to whoever paid it"),
        "【处罚冲销】投诉 {{ complaint }}：{{ amount }}",
        "{{ payee }}，您好：\n\n投诉 {{ complaint }} 的奖惩依据已不成立，予以冲销（{{ no }}，{{ amount }}），"
        "计入 {{ month }}。\n\n查看：{{ url }}\n",
        "Penalty undone: complaint {{ complaint }}, {{ amount }}",
        "Dear {{ payee }},\n\nthe ground for it, complaint {{ complaint }}, is gone. It is undone by {{ no }} "
        "({{ amount }}) in {{ month }}.\n\nOpen it: {{ url }}\n",
        _SAMPLE,
        "penalty",
        sms_zh="投诉{{ complaint }}的判定已改变，处罚已冲销（{{ amount }}），计入{{ month }}。",
        sms_en="The verdict on complaint {{ complaint }} has changed: "
        "the penalty is undone by {{ no }} ({{ amount }}) in {{ month }}.",
        sms_parameters=("complaint", "amount", "month"),
        sms_variables=_SAYABLE,
    ),
)

for default in DEFAULTS:
    register_template(default)
