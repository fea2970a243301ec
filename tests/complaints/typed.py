"""What people type into the forms of complaints, and how they press their buttons."""

import re
from typing import Any

from sqlalchemy import select

from app.complaints.models import Complaint
from app.extensions import db
from tests.complaints.company import Company
from tests.people import Browser

STEPS: list[tuple[str, dict[str, str]]] = [
    ("accept", {}),
    ("dispatch", {"department_id": "jianghan"}),
    ("investigate", {"findings": "装车跌落"}),
    ("propose", {"remedy": "compensation", "text": "赔偿", "amount": "500"}),
    ("decline", {"answer": "太少"}),
    ("propose", {"remedy": "compensation", "text": "赔偿", "amount": "800"}),
    ("agree", {"answer": "好"}),
    ("carry_out", {}),
    ("close", {"notice": "王女士:已赔偿 800 元。"}),
    ("reopen", {"note": "没收到钱"}),
    ("dispatch", {"department_id": "jianghan"}),
    ("investigate", {"findings": "转账退回"}),
    ("propose", {"remedy": "apology", "text": "致歉并重新转账"}),
    ("agree", {"answer": "好"}),
    ("carry_out", {}),
    ("close", {"notice": "王女士:已重新转账。"}),
    ("archive", {}),
]


def typed(company: Company, **changed: Any) -> dict[str, Any]:
    """What an operator fills in while the customer talks."""
    usual = {
        "caller": f"{company.customer_id}-{company.contact_id}-0",
        "channel": "hotline_400",
        "category_id": str(company.damage_id),
        "description": "外包装破损,内有两瓶酒已碎。",
        "loss": "800",
        "occurred_at": "2026-11-20T10:30",
        "complaint_count": "1",
    }
    return usual | changed


def only() -> Complaint:
    db.session.rollback()
    return db.session.scalars(select(Complaint)).one()


def register(desk: Browser, company: Company, **changed: Any) -> Complaint:
    answer = desk.send("/complaint/add", typed(company, **changed))
    assert answer.status_code == 302, answer.text
    return only()


def press(desk: Browser, company: Company, complaint: Complaint, step: str, facts: dict[str, str]) -> Any:
    """Open the step's form as a browser does, keep what is filled in, type the facts, send."""
    url = f"/complaint/{complaint.id}/verb/{step}"
    page = desk.get(url)
    assert page.status_code == 200, page.text
    sent = {name: str(company.departments.get(value, value)) for name, value in facts.items()}
    return desk.send(url, filled_in(page.text) | sent)


def filled_in(page: str) -> dict[str, str]:
    """The hidden and text boxes of the form as they were drawn, and its chosen options."""
    form = page[page.index("model-form") :]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        values = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if values.get("type") in ("hidden", "text", "datetime-local") and values.get("name"):
            found[values["name"]] = values.get("value", "")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL):
        found[name] = text
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = chosen.group(1) if chosen else ""
    return found
