"""The mail that says which year's holidays are missing, as it is before administrators reword it."""

from app.core.i18n import N_
from app.outbox import TemplateDefault, register_template

MISSING_YEAR = "calendar_missing"

register_template(
    TemplateDefault(
        MISSING_YEAR,
        N_("The holidays of a year are missing"),
        "【工作日历】{{ year }} 年的节假日尚未录入",
        "您好！\n\n{{ year }} 年的法定节假日与调休安排尚未录入。"
        "录入之前，跨入该年的时限按普通工作周计算，可能不准。\n\n"
        "国务院办公厅的通知发布后，请在此粘贴通知全文导入：\n{{ url }}\n",
        "Working calendar: the holidays of {{ year }} are missing",
        "Hello,\n\nthe public holidays and make-up days of {{ year }} are not entered yet. Until they are, deadlines "
        "that reach into that year follow the plain week and may be wrong.\n\n"
        "Once the State Council's notice is out, paste it here:\n"
        "{{ url }}\n",
        {"year": 2027, "url": "http://127.0.0.1:8080/holiday-import/"},
        sms_zh="{{ year }}年的节假日尚未录入，时限暂按普通工作周计算，请登录系统导入放假通知。",
        sms_en="The holidays of {{ year }} are not entered yet; deadlines follow the plain week. Please log in.",
        sms_parameters=("year",),
        sms_variables=("year",),
    )
)
