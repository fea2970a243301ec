"""The first wording of reminders; administrators edit the rows that are made from it."""

from datetime import datetime

from app.core.clock import SHANGHAI
from app.core.i18n import N_
from app.outbox import TemplateDefault, register_template

_SAMPLE = {
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
_BODY_ZH = "{{ title }}\n\n%s\n\n依据：{{ clause }}\n查看：{{ url }}\n"
_BODY_EN = "{{ title }}\n\n%s\n\nClause: {{ clause }}\nOpen it: {{ url }}\n"


def register_notices() -> None:
    """Make them known to the outbox; called when the package is imported."""
    _register(
        "deadline_warn",
        N_("A deadline is coming up"),
        zh=("即将到期", "“{{ clock }}”将于 {{ due }} 到期，请抓紧处理。"),
        en=("Due soon", "“{{ clock }}” is due at {{ due }}."),
    )
    _register(
        "deadline_due",
        N_("A deadline has passed"),
        zh=("已到期", "“{{ clock }}”已于 {{ due }} 到期，尚未完成，请立即处理。"),
        en=("Past due", "“{{ clock }}” was due at {{ due }} and isn't done."),
    )
    _register(
        "deadline_overdue",
        N_("A deadline is overdue"),
        zh=("逾期催办", "“{{ clock }}”应于 {{ due }} 前完成，截至 {{ now }} 仍未完成，请立即处理并说明原因。"),
        en=("Overdue", "“{{ clock }}” was due at {{ due }}; at {{ now }} it still isn't done."),
    )
    _register(
        "deadline_escalate",
        N_("A deadline is overdue: told to the level above"),
        zh=(
            "逾期升级",
            (
                "“{{ clock }}”应于 {{ due }} 前完成,至今未完成,责任人:{{ keeper }}。"
                "按{{ cite }}升级至第 {{ level }} 级,请您协调处理。"
            ),
        ),
        en=(
            "Escalated",
            (
                "“{{ clock }}” was due at {{ due }} and isn't done; it is up to {{ keeper }}. "
                "It has come to you as level {{ level }}: {{ cite }}."
            ),
        ),
    )


def _register(code: str, title: str, *, zh: tuple[str, str], en: tuple[str, str]) -> None:
    subject_zh, subject_en = (
        f"【{zh[0]}】{{{{ clock }}}}：{{{{ title }}}}",
        f"{en[0]}: {{{{ clock }}}}, {{{{ title }}}}",
    )
    register_template(TemplateDefault(code, title, subject_zh, _BODY_ZH % zh[1], subject_en, _BODY_EN % en[1], _SAMPLE))
