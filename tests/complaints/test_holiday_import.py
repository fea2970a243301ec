"""Next year's holidays are pasted as the State Council wrote them; running deadlines move only where that is chosen."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from xlsxwriter import Workbook

from app.complaints import workflow
from app.complaints.models import Complaint
from app.core.clock import SHANGHAI
from app.db import unit_of_work
from app.deadlines import Deadline, of_owner
from app.events import history_of
from app.extensions import db
from app.outbox.models import Message
from app.rulebook import CalendarDay, CalendarEdition, calendar, uncovered_years
from app.rulebook.alarm import warn_of_missing_years
from tests.admin.conftest import Company as House
from tests.admin.conftest import company as house  # noqa: F401  (a company with an administrator)
from tests.complaints.company import Company, told
from tests.people import Browser, browser, login, make_person

EVE = datetime(2026, 12, 31, 10, 0, tzinfo=SHANGHAI)
NOTICE = """关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月30日（周六）、2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。"""


@pytest.fixture
def administrator(app: Flask, company: Company) -> Iterator[Browser]:
    """王芳, who looks after the calendars, on the last day of the year."""
    rights = [("can_import", "NoticeImportView"), ("can_list", "CalendarDayView"), ("can_add", "CalendarDayView")]
    make_person("wang", permissions=rights)
    with time_machine.travel(EVE, tick=False):
        yield login(browser(app), "wang")


def registered(company: Company) -> Deadline:
    """A moderate complaint of the last day of the year: three working days."""
    with unit_of_work():
        complaint = workflow.register(**told(company, loss="1200"), actor=company.person("li"), now=EVE)
        workflow.accept(complaint, actor=company.person("li"), now=EVE)
        workflow.dispatch(complaint, department_id=company.departments["jianghan"], actor=company.person("li"), now=EVE)
    return resolve(complaint.id)


def resolve(complaint_id: int) -> Deadline:
    complaint = db.session.get_one(Complaint, complaint_id)
    return next(row for row in of_owner(complaint) if row.clock == "resolve")


def entered() -> int:
    """How many days of the new year are entered."""
    return db.session.scalar(select(func.count()).select_from(CalendarDay).where(CalendarDay.day > EVE.date())) or 0


def boxes(page: str) -> dict[str, list[str]]:
    """The days in a page's form."""
    sent: dict[str, list[str]] = {"day": [], "kind": [], "label": []}
    for row in re.findall(r"<tr>.*?</tr>", page.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0], re.S):
        kind = re.search(r'<option value="(\w+)" selected', row)
        sent["kind"].append(kind[1] if kind else "")
        for name in ("day", "label"):
            found = re.search(rf'name="{name}" value="([^"]*)"', row)
            sent[name].append(unescape(found[1]) if found else "")
    return sent


def test_the_notice_is_read_corrected_previewed_and_entered(administrator: Browser, company: Company) -> None:
    before = registered(company).due_at
    page = administrator.send("/holiday-import/read", {"text": NOTICE, "source": "国办发明电〔2026〕9号"}).text
    days = boxes(page)
    assert days["day"][:3] == ["2027-01-01", "2027-01-02", "2027-01-03"]
    assert (days["kind"][3], days["label"][3]) == ("makeup", "春节")
    preview = administrator.send("/holiday-import/preview", days | {"source": "国办发明电〔2026〕9号"}).text
    assert "2027-01-06" in preview
    assert entered() == 0
    sent = days | {"source": "国办发明电〔2026〕9号", "move": "no"}
    assert administrator.send("/holiday-import/apply", sent).status_code == 302
    row = db.session.scalars(select(CalendarDay).where(CalendarDay.day == date(2027, 1, 1))).one()
    assert (row.kind, row.label, row.source) == ("holiday", "元旦", "国办发明电〔2026〕9号")
    assert not calendar("default").works(date(2027, 1, 1))
    assert uncovered_years(EVE) == []
    db.session.expire_all()
    assert db.session.scalars(select(Deadline.due_at).where(Deadline.clock == "resolve")).one() == before


def test_deadlines_move_where_that_is_chosen_and_say_so(administrator: Browser, company: Company) -> None:
    deadline = registered(company)
    before, complaint_id = deadline.due_at, deadline.owner_id
    days = boxes(administrator.send("/holiday-import/read", {"text": NOTICE}).text)
    assert administrator.send("/holiday-import/apply", days | {"move": "yes"}).status_code == 302
    db.session.expire_all()
    moved = resolve(complaint_id)
    assert moved.due_at == before + timedelta(days=1)
    assert [event.kind for event in moved.events][-1] == "recalendar"
    assert [event.verb for event in history_of(moved)] == ["recalendar"]
    assert moved.calendar_edition_id == db.session.scalar(select(func.max(CalendarEdition.id)))


def test_what_is_overdue_stays_overdue(administrator: Browser, company: Company) -> None:
    deadline = registered(company)
    late = deadline.due_at + timedelta(minutes=1)
    with time_machine.travel(late, tick=False):
        administrator = login(administrator, "wang")
        days = boxes(administrator.send("/holiday-import/read", {"text": NOTICE}).text)
        assert "2027-01-06" not in administrator.send("/holiday-import/preview", days).text
        administrator.send("/holiday-import/apply", days | {"move": "yes"})
    db.session.expire_all()
    assert resolve(deadline.owner_id).due_at == late - timedelta(minutes=1)


def workbook() -> bytes:
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ["日期", "安排", "名称"])
    for number, (when, kind) in enumerate([(date(2027, 1, 1), "放假"), (date(2027, 1, 30), "上班")], 1):
        sheet.write_datetime(number, 0, when, day)
        sheet.write_row(number, 1, [kind, "元旦" if kind == "放假" else "春节"])
    book.close()
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("2027.xlsx", workbook()),
        ("2027.csv", "日期,安排,名称\n2027-01-01,放假,元旦\n2027/1/30,上班,春节\n".encode()),
        ("2027.csv", "日期,安排,名称\n2027年1月1日,放假,元旦\n2027.1.30,补班,春节\n".encode("gb18030")),
    ],
)
def test_a_table_is_read_as_excel_or_csv(administrator: Browser, name: str, content: bytes) -> None:
    answer = administrator.send("/holiday-import/read", {"file": (BytesIO(content), name)})
    days = boxes(answer.text)
    assert (days["day"][:2], days["kind"][:2], days["label"][:2]) == (
        ["2027-01-01", "2027-01-30"], ["holiday", "makeup"], ["元旦", "春节"])  # fmt: skip


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"text": ""},
        {"text": "\0"},
        {"text": "x" * 30_000},
        {"text": NOTICE, "year": "二〇二七"},
        {"file": (b"PK\x03\x04 broken", "x.xlsx")},
        {"file": (b"\xff\xfe\x00\x01", "x.csv")},
    ],
)
def test_what_cannot_be_read_is_said_and_enters_nothing(administrator: Browser, sent: dict[str, Any]) -> None:
    if "file" in sent:
        sent = {"file": (BytesIO(sent["file"][0]), sent["file"][1])}
    answer = administrator.send("/holiday-import/read", sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    "row",
    [
        ("2027-02-30", "holiday", "元旦"),
        ("2027-01-01", "", "元旦"),
        ("2027-01-01", "x", "元旦"),
        ("2027-01-01", "holiday", ""),
    ],
)
def test_a_row_that_is_wrong_is_told_and_kept(administrator: Browser, row: tuple[str, str, str]) -> None:
    sent = dict(zip(("day", "kind", "label"), row, strict=True))
    for path in ("preview", "apply"):
        answer = administrator.send(f"/holiday-import/{path}", sent)
        assert answer.status_code == 422
        assert row[0] in answer.text
    assert entered() == 0


def test_an_outsider_imports_nothing(app: Flask, company: Company) -> None:
    make_person("li-wai", permissions=[("can_add", "CalendarDayView")])
    outsider = login(browser(app), "li-wai")
    assert outsider.get("/holiday-import/").status_code == 403
    for path in ("read", "preview", "apply"):
        assert outsider.send(f"/holiday-import/{path}", {"day": "2027-01-01"}).status_code == 403


def test_administrators_hear_once_a_month_that_a_year_is_missing(house: House) -> None:  # noqa: F811
    def told_of() -> list[str]:
        return list(db.session.scalars(select(Message.dedup_key).where(Message.template_code == "calendar_missing")))

    warn_of_missing_years(datetime(2026, 10, 31, 9, 0, tzinfo=SHANGHAI))
    assert told_of() == []
    for day in (1, 2, 30):
        warn_of_missing_years(datetime(2026, 11, day, 9, 0, tzinfo=SHANGHAI))
    assert len(told_of()) == 1
    warn_of_missing_years(datetime(2026, 12, 1, 9, 0, tzinfo=SHANGHAI))
    assert len(told_of()) == 2
