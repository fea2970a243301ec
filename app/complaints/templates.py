"""The texts of messages about complaints, as they are before administrators reword them."""

from typing import Any

from app.core.i18n import N_
from app.outbox import TemplateDefault, register_template

RECEIVED = "complaint_received"
DISPATCHED = "complaint_dispatched"
PROPOSED = "complaint_proposed"
APPROVAL = "complaint_approval"
DECLINED = "complaint_declined"
ESCALATED = "complaint_escalated"
CLOSED = "complaint_closed"
DISMISSED = "complaint_dismissed"
MENTIONED = "complaint_mentioned"

SAMPLE = {
    "no": "TS20261122-0001",
    "title": "外包装破损",
    "category": "外包装破损",
    "severity": "一般",
    "received": "2026-11-22 19:05",
    "complainant": "王芳",
    "handler": "李娜",
    "department": "武汉江汉网点",
    "url": "http://127.0.0.1:8080/complaint/show/1",
    "note": "客户要求今天回电。",
    "remedy": "赔偿",
    "proposal": "按申报价值赔偿破损部分。",
    "amount": "¥300.00",
    "answer": "金额太少。",
    "notice": "您的投诉已处理完毕。",
    "by": "陈静",
    "explanation": "经核对监控与签收记录，货物送达时包装完好，破损发生在签收之后。",
}
_FACTS_ZH = (
    "投诉编号：{{ no }}\n投诉类型：{{ category }}\n投诉程度：{{ severity }}\n受理时间：{{ received }}\n"
    "处理人：{{ handler }}\n"
)
_FACTS_EN = (
    "Complaint: {{ no }}\nCategory: {{ category }}\nSeverity: {{ severity }}\nReceived: {{ received }}\n"
    "Handled by: {{ handler }}\n"
)
_LINK_ZH = "\n查看：{{ url }}\n"
_LINK_EN = "\nOpen it: {{ url }}\n"


def _short(zh: str, en: str, *names: str, to_customer: bool = False) -> dict[str, Any]:
    """The text message. One to a customer costs money and wakes people: an administrator decides whether it goes."""
    return {"sms_zh": zh, "sms_en": en, "sms_parameters": names, "sms_variables": names, "sms_active": not to_customer}


DEFAULTS = (
    TemplateDefault(
        RECEIVED,
        N_("Acknowledgement to the customer"),
        "您的投诉已受理：{{ no }}",
        "{{ complainant }}，您好：\n\n我们已于 {{ received }} 收到您的投诉，编号 {{ no }}。"
        "{% if handler %}由 {{ handler }} 负责处理，{% endif %}处理进展会及时告知您。\n\n来电查询时请提供投诉编号。\n",
        "We have your complaint: {{ no }}",
        "Dear {{ complainant }},\n\nwe received your complaint on {{ received }}; its number is {{ no }}. "
        "{% if handler %}{{ handler }} is looking after it. {% endif %}We will tell you how it goes on.\n\n"
        "Please name the number when you call.\n",
        SAMPLE,
        "complaint",
        **_short(
            "您的投诉已受理，编号{{ no }}，处理进展将及时告知，来电请报编号。",
            "We have your complaint {{ no }} and will tell you how it goes on. Please name the number when you call.",
            "no",
            to_customer=True,
        ),
    ),
    TemplateDefault(
        DISPATCHED,
        N_("Complaint given to a department"),
        "【请处理】投诉 {{ no }}：{{ category }}",
        "{{ department }}负责人：\n\n以下投诉由贵部门负责，请尽快调查、提出解决方案并回复客户。\n\n"
        + _FACTS_ZH
        + "{% if note %}说明：{{ note }}\n{% endif %}"
        + _LINK_ZH,
        "Please handle complaint {{ no }}: {{ category }}",
        "To those in charge of {{ department }}:\n\nyour department is responsible for this complaint. Please look "
        "into it, propose a remedy and answer the customer.\n\n"
        + _FACTS_EN
        + "{% if note %}Note: {{ note }}\n{% endif %}"
        + _LINK_EN,
        SAMPLE,
        "complaint",
        **_short(
            "投诉{{ no }}（{{ category }}，{{ severity }}）由{{ department }}负责，请尽快登录系统处理。",
            "Complaint {{ no }} ({{ category }}, {{ severity }}) is for {{ department }} to handle. Please log in.",
            "no",
            "category",
            "severity",
            "department",
        ),
    ),
    TemplateDefault(
        PROPOSED,
        N_("Proposal to put to the customer"),
        "【请征询客户】投诉 {{ no }} 已有解决方案",
        "{{ department }}已提出解决方案，请联系客户征询意见。\n\n"
        + _FACTS_ZH
        + "方案：{{ remedy }}{% if amount %} {{ amount }}{% endif %}\n{{ proposal }}\n"
        + _LINK_ZH,
        "Please ask the customer: proposal for complaint {{ no }}",
        "{{ department }} has proposed a remedy. Please ask the customer.\n\n"
        + _FACTS_EN
        + "Proposal: {{ remedy }}{% if amount %} {{ amount }}{% endif %}\n{{ proposal }}\n"
        + _LINK_EN,
        SAMPLE,
        "complaint",
        **_short(
            "投诉{{ no }}已有解决方案，请登录系统查看并征询客户意见。",
            "There is a proposal for complaint {{ no }}. Please log in and ask the customer.",
            "no",
        ),
    ),
    TemplateDefault(
        DECLINED,
        N_("Proposal declined by the customer"),
        "【请修改方案】投诉 {{ no }}：客户不接受",
        "客户不接受目前的解决方案，请尽快修改。\n\n" + _FACTS_ZH + "客户意见：{{ answer }}\n" + _LINK_ZH,
        "Please revise: complaint {{ no }}, the customer declines",
        "The customer declines the proposal. Please revise it.\n\n"
        + _FACTS_EN
        + "The customer says: {{ answer }}\n"
        + _LINK_EN,
        SAMPLE,
        "complaint",
        **_short(
            "客户不接受投诉{{ no }}的解决方案，请登录系统尽快修改。",
            "The customer declines the proposal for complaint {{ no }}. Please log in and revise it.",
            "no",
        ),
    ),
    TemplateDefault(
        APPROVAL,
        N_("Proposal awaiting approval"),
        "【待审批】投诉 {{ no }} 的处理方案",
        "以下方案超出提出人的权限，请审批。\n\n"
        + _FACTS_ZH
        + "补救方式：{{ remedy }}\n方案：{{ proposal }}\n金额：{{ amount }}\n"
        + _LINK_ZH,
        "To approve: the proposal on complaint {{ no }}",
        "This proposal is beyond its author's authority. Please approve it or send it back.\n\n"
        + _FACTS_EN
        + "Remedy: {{ remedy }}\nProposal: {{ proposal }}\nAmount: {{ amount }}\n"
        + _LINK_EN,
        SAMPLE,
        "complaint",
        **_short(
            "投诉{{ no }}的处理方案待您审批，请登录系统处理。",
            "A proposal for complaint {{ no }} awaits your approval. Please log in.",
            "no",
        ),
    ),
    TemplateDefault(
        ESCALATED,
        N_("Complaint escalated by hand"),
        "【升级】投诉 {{ no }}：{{ category }}，{{ severity }}",
        "以下投诉已升级，请协调处理。\n\n" + _FACTS_ZH + "责任部门：{{ department }}\n说明：{{ note }}\n" + _LINK_ZH,
        "Escalated: complaint {{ no }}, {{ category }}, {{ severity }}",
        "This complaint has been escalated to you.\n\n"
        + _FACTS_EN
        + "Responsible department: {{ department }}\nNote: {{ note }}\n"
        + _LINK_EN,
        SAMPLE,
        "complaint",
        **_short(
            "投诉{{ no }}已升级（{{ category }}，{{ severity }}，{{ department }}），请登录系统协调处理。",
            "Complaint {{ no }} ({{ category }}, {{ severity }}, {{ department }}) was escalated to you. Log in.",
            "no",
            "category",
            "severity",
            "department",
        ),
    ),
    TemplateDefault(
        CLOSED,
        N_("Closing notice to the customer"),
        "您的投诉 {{ no }} 已处理完毕",
        "{{ notice }}\n",
        "Your complaint {{ no }} is closed",
        "{{ notice }}\n",
        SAMPLE,
        "complaint",
        **_short(
            "您的投诉{{ no }}已处理完毕，如有疑问请来电并报编号。",
            "Your complaint {{ no }} is closed. If there is anything else, please call and name the number.",
            "no",
            to_customer=True,
        ),
    ),
    TemplateDefault(
        DISMISSED,
        N_("Dismissed complaint explained to the customer"),
        "关于您的投诉 {{ no }} 的核查结果",
        "{{ complainant }}，您好：\n\n您的投诉 {{ no }}（{{ title }}）经我们核查，不能认定成立。\n\n"
        "{{ explanation }}\n\n如有新的情况，欢迎随时联系我们，请报投诉编号。\n",
        "What we found about your complaint {{ no }}",
        "Dear {{ complainant }},\n\nwe have looked into your complaint {{ no }} ({{ title }}) and could not find it "
        "justified.\n\n{{ explanation }}\n\nIf there is anything new, please contact us and name the number of your "
        "complaint.\n",
        SAMPLE,
        "complaint",
        **_short(
            "您的投诉{{ no }}已核查完毕，未能认定成立，详情请来电并报编号。",
            "We could not find complaint {{ no }} justified. Please call and name the number to hear why.",
            "no",
            to_customer=True,
        ),
    ),
    TemplateDefault(
        MENTIONED,
        N_("Mentioned in a note on a complaint"),
        "{{ by }} 在投诉 {{ no }} 的备注中提到了您",
        "{{ by }} 在以下投诉的备注中提到了您：\n\n{{ note }}\n\n" + _FACTS_ZH + _LINK_ZH,
        "{{ by }} mentioned you in a note on complaint {{ no }}",
        "{{ by }} mentioned you in a note:\n\n{{ note }}\n\n" + _FACTS_EN + _LINK_EN,
        SAMPLE,
        "complaint",
        **_short(
            "{{ by }}在投诉{{ no }}的备注中提到了您，请登录系统查看。",
            "{{ by }} mentioned you in a note on complaint {{ no }}. Please log in.",
            "by",
            "no",
        ),
    ),
)

for default in DEFAULTS:
    register_template(default)
