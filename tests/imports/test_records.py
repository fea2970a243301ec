"""Records of one's own forms out of files, addresses of customers, quiet hours."""

from datetime import time
from pathlib import Path

import pytest
from flask import Flask, g
from sqlalchemy import func, select

from app.core.errors import NotAllowed, NotFound
from app.customers.models import Address, Contact
from app.customfields.verbs import define
from app.db import unit_of_work
from app.events import history_of
from app.extensions import db
from app.imports import cells
from app.imports.kinds import kind_of, kinds
from app.imports.models import ImportFault
from app.imports.sheets import read_rows
from app.imports.writing import write_kind, write_template
from app.outbox import Message
from app.ownrecords import OwnRecord, RecordType, define_type
from app.ownrecords.verbs import retire_type
from tests.complaints.company import MONDAY, Company
from tests.imports.conftest import Desk, csv, told
from tests.people import make_person

TRAININGS = csv(
    "培训主题,部门,讲师,人数,日期",
    "理货规范,武汉江汉网点,周老师,１2,2026/11/20",
    "客诉处理,武汉洪山网点,王老师,many,2026-11-21",
    "装车安全,,周老师,8,2025年12月9日",
)


@pytest.fixture
def form(company: Company, zheng: Desk) -> RecordType:
    """培训记录, approved by others, which asks for the teacher, how many came, when."""
    assert zheng.person is not None
    roles = [zheng.person.roles[0].id]
    with unit_of_work():
        rights = dict.fromkeys(("see", "add", "change", "approve"), roles)
        facts = {"name_zh": "培训记录", "subject_zh": "培训主题", "pattern": "PX-YYYYMM-###", "rights": rights}
        made = define_type(code="training", approval=True, actor=None, now=MONDAY, **facts)
        for code, kind, name in (("teacher", "text", "讲师"), ("heads", "number", "人数"), ("day", "date", "日期")):
            define(entity=made.kind, kind=kind, name_zh=name, code=code, actor=None, now=MONDAY)
    return made


def records() -> list[OwnRecord]:
    return list(db.session.scalars(select(OwnRecord).order_by(OwnRecord.id)))


def test_they_are_tried_put_and_undone_and_nobody_is_told(app: Flask, zheng: Desk, form: RecordType) -> None:
    run = zheng.tried("record_training", "培训.csv", TRAININGS)
    assert run.mapping == {"0": "subject", "1": "department_id", "2": "x_teacher", "3": "x_heads", "4": "x_day"}
    assert told(run) == (2, 0, 0, 2, 1, 0)
    wrong = select(ImportFault.row, ImportFault.column).where(ImportFault.corrected.is_(False))
    assert [tuple(row) for row in db.session.execute(wrong)] == [(3, "人数")]
    assert records() == []
    run = zheng.put(run)
    first, second = records()
    assert (first.subject, first.x_teacher, first.x_heads, first.department.code) == (
        "理货规范",
        "周老师",
        12,
        "jianghan",
    )
    assert (second.x_day.isoformat(), second.state) == ("2025-12-09", "waiting")
    assert first.no.startswith("PX-")
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0
    assert zheng.undone(run).state == "undone"
    assert records() == []


def test_written_out_and_taken_in_again_it_changes_nothing(
    app: Flask, zheng: Desk, form: RecordType, room: Path
) -> None:
    zheng.put(zheng.tried("record_training", "培训.csv", TRAININGS))
    path = room / "out.xlsx"
    assert write_kind(kind_of("record_training"), path, "xlsx") == 2
    assert told(zheng.tried("record_training", "out.xlsx", path.read_bytes())) == (0, 0, 2, 0, 0, 0)


def test_a_row_with_a_number_changes_that_record_unless_it_waits(app: Flask, zheng: Desk, form: RecordType) -> None:
    zheng.put(zheng.tried("record_training", "培训.csv", TRAININGS))
    no = records()[0].no
    change = csv("编号,培训主题,讲师", f"{no},理货规范,孙老师", "PX-209901-001,别的,x")
    assert told(zheng.tried("record_training", "改.csv", change)) == (0, 0, 0, 0, 2, 0), "it waits for a decision"
    with unit_of_work():
        records()[0].state = "returned"
    assert told(zheng.put(zheng.tried("record_training", "改.csv", change))) == (0, 1, 0, 0, 1, 0)
    assert records()[0].x_teacher == "孙老师"
    assert history_of(records()[0])[-1].verb == "fill"


def test_there_is_a_template_to_download_and_no_form_that_is_not_ones_own(
    app: Flask, zheng: Desk, form: RecordType, room: Path
) -> None:
    path = room / "template.xlsx"
    write_template(kind_of("record_training"), path)
    head = list(next(read_rows(path, path.name))[1])
    assert head == ["编号", "培训主题*", "部门", "讲师", "人数", "日期"]
    stranger = Desk(make_person("stranger", permissions=[("can_add", "ImportRunView")]))
    with app.test_request_context(), pytest.raises(NotAllowed):
        g.user = stranger.person
        stranger.take_in("record_training", "培训.csv", TRAININGS)
    with pytest.raises(NotFound):
        kind_of("record_other")


def test_a_retired_form_keeps_what_was_imported_and_takes_nothing_more(
    app: Flask, zheng: Desk, form: RecordType
) -> None:
    with unit_of_work():
        retire_type(form, actor=None, now=MONDAY)
    assert "record_training" in kinds()
    with app.test_request_context(), pytest.raises(NotAllowed):
        g.user = zheng.person
        zheng.take_in("record_training", "培训.csv", TRAININGS)


def test_addresses_come_one_a_row(app: Flask, company: Company, zheng: Desk) -> None:
    no = db.session.get_one(Contact, company.contact_id).customer.no
    data = csv("客户编号,地址类别,详细地址", f"{no},,江汉路 1 号", f"{no},,解放大道 2 号", f"{no},,江汉路 1 号")
    run = zheng.put(zheng.tried("address", "地址.csv", data))
    assert told(run) == (2, 0, 0, 0, 1, 0)
    assert db.session.scalars(select(Address.line).order_by(Address.id)).all() == ["江汉路 1 号", "解放大道 2 号"]
    assert told(zheng.tried("address", "地址.csv", data)) == (0, 0, 2, 0, 1, 0)
    zheng.undone(run)
    assert db.session.scalars(select(Address)).all() == []


def test_quiet_hours_are_columns_of_contacts(app: Flask, company: Company, zheng: Desk) -> None:
    no = db.session.get_one(Contact, company.contact_id).customer.no
    data = csv(
        "客户编号,姓名,手机,免打扰开始,免打扰结束",
        f"{no},李静,13900139000,21：30,8:00",
        f"{no},吴迪,13900139001,21:17,",
    )
    run = zheng.put(zheng.tried("contact", "联系人.csv", data))
    assert (run.added, run.refused) == (1, 1)
    quiet = db.session.scalars(select(Contact).where(Contact.name == "李静")).one()
    assert (quiet.quiet_from, quiet.quiet_until) == ("21:30", "08:00")


@pytest.mark.parametrize(
    ("raw", "read"), [("9:30", "09:30"), ("21点", "21:00"), (0.5, "12:00"), (time(8, 30), "08:30"), ("", None)]
)
def test_times_of_day_are_read_as_people_write_them(raw: object, read: str | None) -> None:
    assert cells.clock_time(raw)[0] == read
