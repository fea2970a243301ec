"""Approval and reminders of one's own records."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.errors import NotAllowed, Refused
from app.customfields.verbs import define, fill
from app.db import unit_of_work
from app.extensions import db
from app.outbox import Message
from app.ownrecords import OwnRecord, RecordType, define_type, register
from app.ownrecords.numbering import next_number
from app.ownrecords.reminders import send_due, settle
from app.ownrecords.verbs import change_type
from app.ownrecords.workflow import approve, archive, change, restore, send_back, submit
from tests.admin.conftest import Company, sign_in
from tests.ownrecords.conftest import make_type, the_record
from tests.people import Browser

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def told(template: str) -> list[str]:
    db.session.expire_all()
    found = select(Message).where(Message.template_code == template).order_by(Message.id)
    return [message.to_name for message in db.session.scalars(found)]


def kind_of(company: Company, *, approval: bool = False) -> RecordType:
    """培训记录; quality approves."""
    rights = {"see": [company.role("manager").role_id], "approve": [company.role("quality").role_id]}
    with unit_of_work():
        facts = {"name_zh": "培训记录", "pattern": "PX-YYYYMM-####", "approval": approval, "rights": rights}
        return define_type(code="training", actor=None, now=NOW, **facts)


def test_one_asks_another_decides_and_both_are_told(app: Flask, admin: Browser, guo: Browser, company: Company) -> None:
    company.person("wu", "quality", company.hq)
    make_type(admin, company, approved=True)
    guo.send("/record/training/add", {"subject": "理货规范"})
    row = the_record()
    assert row.state == "waiting"
    assert told("own_record_waiting") == ["wu"]
    wu = sign_in(app, "wu")
    assert wu.send(f"/record/training/{row.id}/verb/send_back", {"note": ""}).status_code == 422
    assert wu.send(f"/record/training/{row.id}/verb/send_back", {"note": "缺签到表"}).status_code == 302
    assert "缺签到表" in guo.get(f"/record/training/show/{row.id}").text
    assert guo.send(f"/record/training/{row.id}/verb/submit", {}).status_code == 302
    assert wu.send(f"/record/training/{row.id}/verb/approve", {"note": ""}).status_code == 302
    assert the_record().state == "approved"
    assert told("own_record_decided") == ["guo", "guo"]
    assert guo.send(f"/record/training/edit/{row.id}", {"subject": "x"}).status_code in (404, 422)
    assert the_record().subject == "理货规范"


def test_nobody_decides_on_their_own_record(company: Company) -> None:
    wu = company.person("wu", "quality", company.hq)
    kind = kind_of(company, approval=True)
    with unit_of_work():
        row = register(kind, subject="理货", actor=wu, now=NOW)
    with pytest.raises(NotAllowed), unit_of_work():
        approve(row, actor=wu, now=NOW)
    assert the_record().state == "waiting"


@pytest.mark.parametrize(
    ("steps", "refused"),
    [
        ([], submit),
        ([], restore),
        ([approve], approve),
        ([approve], submit),
        ([approve, archive], archive),
        ([approve, archive], submit),
    ],
)
def test_a_step_out_of_turn_is_refused(company: Company, steps: list, refused) -> None:
    kind = kind_of(company, approval=True)
    with unit_of_work():
        row = register(kind, subject="理货", actor=None, now=NOW)
        for step in steps:
            step(row, actor=company.zheng, now=NOW)
    before = row.state
    with pytest.raises(Refused), unit_of_work():
        refused(row, actor=company.zheng, now=NOW)
    assert the_record().state == before


def test_what_was_approved_comes_back_from_the_archive_approved(company: Company) -> None:
    kind = kind_of(company, approval=True)
    with unit_of_work():
        row = register(kind, subject="理货", actor=None, now=NOW)
        send_back(row, note="再看", actor=company.zheng, now=NOW)
        change(row, subject="理货二", actor=company.zheng, now=NOW)
        submit(row, actor=None, now=NOW)
        approve(row, actor=company.zheng, now=NOW)
        archive(row, actor=company.zheng, now=NOW)
        restore(row, actor=company.zheng, now=NOW)
    assert (the_record().state, the_record().subject) == ("approved", "理货二")


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("PX-YYYYMM-####", "PX-202611-0001"),
        ("A-##", "A-01"),
        ("XYYMMDD_###", "X261120_001"),
        ("QYYYY-########", "Q2026-00000001"),
    ],
)
def test_numbers_follow_the_pattern(company: Company, pattern: str, number: str) -> None:
    with unit_of_work():
        assert next_number(1, pattern, NOW) == number
        assert next_number(2, pattern, NOW) == number


def test_a_month_later_numbers_begin_anew(company: Company) -> None:
    with unit_of_work():
        assert next_number(1, "P-YYYYMM-##", NOW) == "P-202611-01"
        assert next_number(1, "P-YYYYMM-##", NOW) == "P-202611-02"
        assert next_number(1, "P-YYYYMM-##", NOW + timedelta(days=30)) == "P-202612-01"


def dated(company: Company, day: str) -> OwnRecord:
    """A record with a date two days before which it is reminded of."""
    kind = kind_of(company)
    with unit_of_work():
        field = define(entity=kind.kind, kind="date", code="day", name_zh="培训日期", actor=None, now=NOW)
        change_type(kind, remind_field=field.code, remind_days=2, actor=None, now=NOW)
        row = register(kind, subject="理货", actor=company.zheng, now=NOW)
        fill(row, {"x_day": date.fromisoformat(day)}, actor=None, now=NOW)
        settle(row, now=NOW)
    return row


def test_it_is_reminded_of_once_at_nine_so_many_days_before(company: Company) -> None:
    row = dated(company, "2026-11-30")
    nine = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
    assert row.remind_at == nine
    send_due(nine - timedelta(seconds=1))
    assert told("own_record_reminder") == []
    send_due(nine)
    send_due(nine)
    send_due(nine + timedelta(days=1))
    assert told("own_record_reminder") == ["郑启明"]


def test_what_is_past_or_archived_is_not_reminded_of(company: Company) -> None:
    row = dated(company, "2026-11-21")
    assert row.remind_at is None
    with unit_of_work():
        fill(row, {"x_day": date(2026, 12, 24)}, actor=None, now=NOW)
        settle(row, now=NOW)
        archive(row, actor=company.zheng, now=NOW)
    send_due(datetime(2027, 1, 1, tzinfo=UTC))
    assert told("own_record_reminder") == []
