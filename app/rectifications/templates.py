"""The texts of messages about 投诉整改表, as they are before administrators reword them."""

from app.core.i18n import N_
from app.outbox import TemplateDefault, register_template

OPENED = "rectification_opened"
SUBMITTED = "rectification_submitted"
RETURNED = "rectification_returned"
APPROVED = "rectification_approved"
DONE = "rectification_done"
REDO = "rectification_redo"

_SAMPLE = {
    "no": "ZG20261123-0001",
    "complaint": "TS20261122-0001",
    "category": "外包装破损",
    "department": "武汉江汉网点",
    "due": "2026-11-24 18:00",
    "author": "赵强",
    "said": "根本原因：请写明是哪个环节、为什么没有发现。",
    "note": "照片看不清，请补拍。",
    "measure": "ZG20261123-0001-1 交接时拍照留底",
    "url": "http://127.0.0.1:8080/rectification/show/1",
}
_FACTS_ZH = "整改表：{{ no }}\n投诉编号：{{ complaint }}（{{ category }}）\n责任部门：{{ department }}\n"
_FACTS_EN = "Report: {{ no }}\nComplaint: {{ complaint }} ({{ category }})\nDepartment: {{ department }}\n"
_SAYABLE = ("no", "complaint", "department", "due")
"""What a text message may name: no sentence that somebody wrote, nobody's name."""
_LINK_ZH, _LINK_EN = "\n查看：{{ url }}\n", "\nOpen it: {{ url }}\n"


def _register(code: str, title: str, zh: tuple[str, str], en: tuple[str, str], short: tuple[str, str]) -> None:
    register_template(
        TemplateDefault(
            code,
            title,
            f"【{zh[0]}】投诉整改表 {{{{ no }}}}",
            f"{zh[1]}\n\n{_FACTS_ZH}{_LINK_ZH}",
            f"{en[0]}: rectification report {{{{ no }}}}",
            f"{en[1]}\n\n{_FACTS_EN}{_LINK_EN}",
            _SAMPLE,
            "rectification_report",
            sms_zh=short[0],
            sms_en=short[1],
            sms_parameters=tuple(name for name in _SAYABLE if f"{{{{ {name} }}}}" in short[0]),
            sms_variables=_SAYABLE,
        )
    )


_register(
    OPENED,
    N_("Rectification report to be written"),
    ("请填写", "该投诉已判定成立，请于 {{ due }} 前填写并提交《投诉整改表》。"),
    ("Please write", "The complaint was sustained. Please write and submit the rectification report by {{ due }}."),
    (
        "整改表{{ no }}（投诉{{ complaint }}）请于{{ due }}前填写并提交。",
        "Please write and submit rectification report {{ no }} (complaint {{ complaint }}) by {{ due }}.",
    ),
)
_register(
    SUBMITTED,
    N_("Rectification report awaits approval"),
    ("待审批", "{{ author }} 提交了《投诉整改表》，请审批。"),
    ("Awaiting approval", "{{ author }} submitted the rectification report. Please approve or return it."),
    (
        "整改表{{ no }}（{{ department }}）已提交，请登录系统审批。",
        "Rectification report {{ no }} ({{ department }}) awaits your approval. Please log in.",
    ),
)
_register(
    RETURNED,
    N_("Rectification report returned"),
    ("已退回", "《投诉整改表》被退回，请于 {{ due }} 前修改后重新提交。\n{{ said }}"),
    ("Returned", "The report was returned. Please revise and submit it again by {{ due }}.\n{{ said }}"),
    (
        "整改表{{ no }}被退回，请于{{ due }}前修改后重新提交。",
        "Rectification report {{ no }} was returned. Please revise and submit it again by {{ due }}.",
    ),
)
_register(
    APPROVED,
    N_("Rectification report approved"),
    ("已通过", "《投诉整改表》已审批通过，请按期落实整改措施并上传证明材料。"),
    ("Approved", "The report was approved. Please carry out the measures in time and add the evidence."),
    (
        "整改表{{ no }}已通过，请按期落实整改措施并上传证明材料。",
        "Rectification report {{ no }} was approved. Please carry out the measures in time, with evidence.",
    ),
)
_register(
    DONE,
    N_("A measure was carried out"),
    ("待验证", "整改措施已落实，请验证：{{ measure }}"),
    ("To be verified", "A measure was carried out. Please verify it: {{ measure }}"),
    (
        "整改表{{ no }}有措施已落实，请登录系统验证。",
        "A measure of rectification report {{ no }} was carried out. Please log in and verify it.",
    ),
)
_register(
    REDO,
    N_("A measure has to be done again"),
    ("请重做", "整改措施未通过验证，请于 {{ due }} 前重新落实：{{ measure }}\n原因：{{ note }}"),
    ("Please do it again", "The measure wasn't accepted. Please do it again by {{ due }}: {{ measure }}\n{{ note }}"),
    (
        "整改表{{ no }}有措施未通过验证，请于{{ due }}前重新落实。",
        "A measure of rectification report {{ no }} wasn't accepted. Please do it again by {{ due }}.",
    ),
)
