"""The first wording of reminders; administrators edit the rows that are made from it."""

from datetime import datetime

from app.core.clock import SHANGHAI
from app.core.i18n import N_
from app.outbox import TemplateDefault, register_template

_SAMPLE = {
    "no": "TS20261122-0001",
    "title": "TS20261122-0001 外包装破损",
    "url": "http://127.0.0.1:8080/complaint/show/1",
    "clock": "处理完毕",
    "clause": "《物流公司客户投诉管理制度(新邦)》四(五)1a",
    "due": datetime(2026, 11, 23, 18, tzinfo=SHANGHAI),
    "now": datetime(2026, 11, 23, 19, tzinfo=SHANGHAI),
    "ladder": "逾时升级",
    "cite": "《物流公司客户投诉管理制度(新邦)》四(六)2(1)",
    "level": 2,
    "keeper": "李娜",
}
_Pair = tuple[str, str]
_SAYABLE = ("no", "clock", "due", "level")
"""What a text message may name: a complaint's title may hold anybody's name."""
_BODY_ZH = "{{ title }}\n\n%s\n\n依据：{{ clause }}\n查看：{{ url }}\n"
_BODY_EN = "{{ title }}\n\n%s\n\nClause: {{ clause }}\nOpen it: {{ url }}\n"


_KINDS: tuple[tuple[str, str, _Pair, _Pair, _Pair], ...] = (
    (
        "deadline_warn",
        N_("A deadline is coming up"),
        ("即将到期", "“{{ clock }}”将于 {{ due }} 到期，请抓紧处理。"),
        ("Due soon", "“{{ clock }}” is due at {{ due }}."),
        (
            "{{ no }}“{{ clock }}”将于{{ due }}到期，请抓紧处理。",
            "{{ no }}: “{{ clock }}” is due at {{ due }}.",
        ),
    ),
    (
        "deadline_due",
        N_("A deadline has passed"),
        ("已到期", "“{{ clock }}”已于 {{ due }} 到期，尚未完成，请立即处理。"),
        ("Past due", "“{{ clock }}” was due at {{ due }} and isn't done."),
        (
            "{{ no }}“{{ clock }}”已于{{ due }}到期，请立即处理。",
            "{{ no }}: “{{ clock }}” was due at {{ due }} and isn't done.",
        ),
    ),
    (
        "deadline_overdue",
        N_("A deadline is overdue"),
        ("逾期催办", "“{{ clock }}”应于 {{ due }} 前完成，截至 {{ now }} 仍未完成，请立即处理并说明原因。"),
        ("Overdue", "“{{ clock }}” was due at {{ due }}; at {{ now }} it still isn't done."),
        (
            "{{ no }}“{{ clock }}”已逾期（{{ due }}到期），请立即处理并说明原因。",
            "{{ no }}: “{{ clock }}” is overdue since {{ due }}. Please see to it at once.",
        ),
    ),
    (
        "deadline_escalate",
        N_("A deadline is overdue: told to the level above"),
        (
            "逾期升级",
            (
                "“{{ clock }}”应于 {{ due }} 前完成,至今未完成,责任人:{{ keeper }}。"
                "按{{ cite }}升级至第 {{ level }} 级,请您协调处理。"
            ),
        ),
        (
            "Escalated",
            (
                "“{{ clock }}” was due at {{ due }} and isn't done; it is up to {{ keeper }}. "
                "It has come to you as level {{ level }}: {{ cite }}."
            ),
        ),
        (
            "{{ no }}“{{ clock }}”已逾期（{{ due }}到期），升级至第{{ level }}级，请登录系统协调处理。",
            "{{ no }}: “{{ clock }}” is overdue since {{ due }}; it has come to you as level {{ level }}.",
        ),
    ),
)
"""Code, title, subject and sentence in Chinese and in English, and both text messages."""


def register_notices() -> None:
    """Make them known to the outbox; called when the package is imported."""
    for kind in _KINDS:
        _register(*kind)


def _register(code: str, title: str, zh: _Pair, en: _Pair, short: _Pair) -> None:
    subject_zh, subject_en = (
        f"【{zh[0]}】{{{{ clock }}}}：{{{{ title }}}}",
        f"{en[0]}: {{{{ clock }}}}, {{{{ title }}}}",
    )
    register_template(
        TemplateDefault(
            code,
            title,
            subject_zh,
            _BODY_ZH % zh[1],
            subject_en,
            _BODY_EN % en[1],
            _SAMPLE,
            sms_zh=short[0],
            sms_en=short[1],
            sms_parameters=tuple(name for name in _SAYABLE if f"{{{{ {name} }}}}" in short[0]),
            sms_variables=_SAYABLE,
        )
    )
