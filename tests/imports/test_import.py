"""Files into the books: tried first, put row by row or all or none, undone as a whole."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.complaints.models import Complaint
from app.core import clock
from app.core.errors import NotAllowed, Refused
from app.core.money import Money
from app.customers.models import Contact, Customer, Tier, Waybill
from app.db import unit_of_work
from app.deadlines.models import Deadline
from app.extensions import db
from app.imports import verbs
from app.imports.models import ImportFault, ImportRun
from app.outbox.models import Message
from app.security import Person
from benchmarks.messy import write_messy
from tests.complaints.company import Company
from tests.imports.conftest import Desk, csv, told, work
from tests.people import make_person

CUSTOMERS = csv(
    "客户资料导出,,,",
    ",,,",
    "客户编码,公司名称,客户性质,备注",
    "A001,禾丰贸易有限公司,合同物流,重点客户",
    "Ａ００２,  江城茶业 ,快运,",
    ",,,",
    "A001,又一个,合同物流,",
    "A003,,合同物流,没有名称",
    "A004,老街百货,不知道的类别,",
)


def faults(run: ImportRun, *, corrected: bool = False) -> list[tuple[int, str]]:
    mine = select(ImportFault).where(ImportFault.run_id == run.id, ImportFault.corrected.is_(corrected))
    return [(fault.row, fault.column) for fault in db.session.scalars(mine.order_by(ImportFault.row, ImportFault.id))]


def customer(no: str) -> Customer | None:
    return db.session.scalars(select(Customer).where(Customer.no == no)).one_or_none()


def test_the_columns_are_guessed_below_titles_and_blank_rows(app: Flask, zheng: Desk) -> None:
    run = zheng.take_in("customer", "客户.csv", CUSTOMERS)
    assert run.header_row == 3
    assert run.mapping == {"0": "no", "1": "name", "2": "kind", "3": "note"}


def test_a_trial_counts_everything_and_stores_nothing(app: Flask, zheng: Desk) -> None:
    run = zheng.tried("customer", "客户.csv", CUSTOMERS)
    assert run.state == "checked"
    assert told(run) == (2, 0, 0, 1, 3, 1)
    assert faults(run) == [(7, ""), (8, "公司名称"), (9, "客户性质")]
    assert faults(run, corrected=True) == [(5, "客户编码"), (5, "公司名称")]
    assert customer("A001") is None


def test_the_valid_rows_are_put_and_the_others_left_out(app: Flask, zheng: Desk) -> None:
    run = zheng.put(zheng.tried("customer", "客户.csv", CUSTOMERS))
    assert (run.state, told(run)) == ("done", (2, 0, 0, 1, 3, 1))
    first, second = customer("A001"), customer("A002")
    assert first is not None
    assert second is not None
    assert (first.name, first.kind, first.note) == ("禾丰贸易有限公司", "contract", "重点客户")
    assert second.name == "江城茶业"
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0


def test_all_or_none_is_refused_where_the_trial_found_faults(app: Flask, zheng: Desk) -> None:
    run = zheng.tried("customer", "客户.csv", CUSTOMERS)
    with pytest.raises(Refused), unit_of_work():
        verbs.start(run, actor=zheng.person, now=clock.now())


def test_all_or_none_takes_everything_back_when_a_row_fails_later(app: Flask, zheng: Desk) -> None:
    lines = ["客户编码,公司名称,等级", *(f"W{number:03d},客户{number},金牌" for number in range(150))]
    run = zheng.tried("customer", "客户.csv", csv(*lines))
    assert told(run) == (150, 0, 0, 0, 0, 0)
    with unit_of_work():  # meanwhile the tier gets another name
        db.session.scalars(select(Tier)).one().name_zh = "黄金"
    run = zheng.put(run, whole=True)
    assert run.state == "undone"
    assert customer("W000") is None


def test_doing_it_again_changes_nothing(app: Flask, zheng: Desk) -> None:
    zheng.put(zheng.tried("customer", "客户.csv", CUSTOMERS))
    again = zheng.tried("customer", "客户.csv", CUSTOMERS)
    assert told(again) == (0, 0, 2, 1, 3, 1)


def test_what_differs_is_changed_and_an_empty_cell_says_nothing(app: Flask, zheng: Desk) -> None:
    zheng.put(zheng.tried("customer", "客户.csv", CUSTOMERS))
    update = csv("客户编码,公司名称,备注", "A001,禾丰集团,", "A002,江城茶业,季节性")
    run = zheng.put(zheng.tried("customer", "更新.csv", update))
    assert told(run) == (0, 2, 0, 0, 0, 0)
    changed = customer("A001")
    assert changed is not None
    assert (changed.name, changed.note) == ("禾丰集团", "重点客户")


def test_an_import_is_undone_as_a_whole(app: Flask, zheng: Desk) -> None:
    zheng.put(zheng.tried("customer", "客户.csv", CUSTOMERS))
    update = csv("客户编码,公司名称", "A001,禾丰集团", "A009,新来的")
    run = zheng.undone(zheng.put(zheng.tried("customer", "更新.csv", update)))
    assert run.state == "undone"
    back = customer("A001")
    assert back is not None
    assert back.name == "禾丰贸易有限公司"
    assert customer("A009") is None


def test_a_changed_contact_is_put_back(app: Flask, company: Company, zheng: Desk) -> None:
    contact = db.session.get_one(Contact, company.contact_id)
    before = contact.email
    data = csv("客户,姓名,邮箱", f"{contact.customer.no},{contact.name},new@example.com")
    run = zheng.put(zheng.tried("contact", "联系人.csv", data))
    assert told(run) == (0, 1, 0, 0, 0, 0)
    assert zheng.undone(run).state == "undone"
    db.session.expire_all()
    assert db.session.get_one(Contact, company.contact_id).email == before


def test_nothing_is_undone_where_something_was_changed_since(app: Flask, zheng: Desk) -> None:
    run = zheng.put(zheng.tried("customer", "客户.csv", CUSTOMERS))
    with unit_of_work():
        row = customer("A002")
        assert row is not None
        row.note = "换了联系人"
    run = zheng.undone(run)
    assert run.state == "done"
    assert run.told is not None
    assert run.told["params"] == {"count": 1}
    assert customer("A001") is not None


def test_a_gbk_file_with_leading_zeros_keeps_them(app: Flask, zheng: Desk) -> None:
    lines = ("客户,联系人,联系电话,邮箱", "KH000001,王小明,０２７-８５５５１２３４,wang@example.com")
    known = db.session.scalars(select(Customer)).first()
    assert known is not None
    data = csv(*lines, encoding="gb18030").replace(b"KH000001", known.no.encode())
    run = zheng.put(zheng.tried("contact", "联系人.csv", data))
    assert told(run)[0] == 1
    wang = db.session.scalars(select(Contact).where(Contact.name == "王小明")).one()
    assert wang.phone == "+862785551234"


def test_past_complaints_start_no_clock_and_tell_nobody(app: Flask, company: Company, zheng: Desk) -> None:
    data = csv(
        "投诉单号,受理时间,结案日期,来源,投诉类别,投诉人姓名,投诉内容,处理结果,程度",
        "2024-001,2025/3/18 9:30,2025年3月20日,hotline_400,damage_packaging,王小明,包装破损,已赔偿,一般",
        "2024-002,2025-03-18,2025-03-01,hotline_400,damage_packaging,李四,少件,已赔偿,",
    )
    before = {model: db.session.scalar(select(func.count()).select_from(model)) for model in (Deadline, Message)}
    tried = zheng.tried("complaint", "历史.csv", data)
    run = zheng.put(tried)
    assert (run.added, run.refused) == (1, 1), faults(run)
    row = db.session.scalars(select(Complaint).where(Complaint.no == "2024-001")).one()
    assert (row.state, row.severity_provisional) == ("archived", False)
    assert row.received_at == datetime(2025, 3, 18, 1, 30, tzinfo=UTC)
    after = {model: db.session.scalar(select(func.count()).select_from(model)) for model in (Deadline, Message)}
    assert after == before


def test_people_come_with_roles_and_nobody_gives_more_than_he_has(app: Flask, company: Company, zheng: Desk) -> None:
    data = csv("工号,姓,名,邮箱,所属部门,角色", "wang.xm,王,小明,wang@example.com,江汉网点,系统管理员")
    named = data.decode().replace("江汉网点", company.department("jianghan").name).encode()
    clerk = make_person("clerk", reach="all", permissions=[("can_add", "PersonView"), ("can_edit", "PersonView")])
    run = Desk(clerk).tried("person", "用户.csv", named)
    assert (run.added, run.refused) == (0, 1)
    run = zheng.put(zheng.tried("person", "用户.csv", named.replace("系统管理员".encode(), b"")))
    assert run.added == 1
    wang = db.session.scalars(select(Person).where(Person.username == "wang.xm")).one()
    assert wang.department_id == company.departments["jianghan"]


def test_who_may_not_add_customers_may_not_import_them(app: Flask, company: Company) -> None:
    wu = make_person("wu.x", department=company.department("calls"), permissions=[("can_list", "CustomerView")])
    desk = Desk(wu)
    with app.test_request_context():
        from flask import g

        g.user = desk.person
        with pytest.raises(NotAllowed):
            desk.take_in("customer", "客户.csv", CUSTOMERS)


def test_a_manager_imports_into_his_own_department_only(app: Flask, company: Company) -> None:
    rights = [("can_add", "CustomerView"), ("can_edit", "CustomerView")]
    zhao = make_person("zhao.x", department=company.department("jianghan"), reach="tree", permissions=rights)
    stations = {code: company.department(code).name for code in ("jianghan", "hongshan")}
    data = csv("名称,服务部门", f"一号,{stations['jianghan']}", f"二号,{stations['hongshan']}")
    run = Desk(zhao).tried("customer", "客户.csv", data)
    assert (run.added, run.refused) == (1, 1)


def test_a_messy_workbook_comes_to_exactly_what_it_should(
    app: Flask, company: Company, zheng: Desk, room: Path
) -> None:
    stations = [company.department(code).name for code in ("jianghan", "hongshan", "calls")]
    expected = write_messy(room / "台账.xlsx", 400, stations)
    run = zheng.put(zheng.tried("waybill", "台账.xlsx", (room / "台账.xlsx").read_bytes()))
    counted = (run.added, run.corrected, run.refused, run.blank)
    assert counted == (expected.added, expected.corrected, expected.refused, expected.blank)
    assert expected.refused > 20
    row = db.session.scalars(select(Waybill).where(Waybill.no == "XB0000000000")).one()
    assert row.declared_value == Money(120_050)


def test_a_worker_that_dies_is_taken_up_by_the_next(app: Flask, zheng: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.imports import passes

    lines = ["运单号,品名", *(f"Z{number:04d},茶叶" for number in range(250))]
    run = zheng.tried("waybill", "运单.csv", csv(*lines))
    monkeypatch.setattr(passes, "SECONDS", -1.0)  # one batch, and the claim is given back
    with unit_of_work():
        verbs.start(run, actor=zheng.person, now=clock.now())
    verbs.run_queued(clock.now())
    db.session.refresh(run)
    assert (run.state, run.added) == ("importing", 100)
    run = work(run)
    assert (run.state, run.added, run.refused) == ("done", 250, 0)
    assert db.session.scalar(select(func.count()).select_from(Waybill).where(Waybill.no.startswith("Z"))) == 250
