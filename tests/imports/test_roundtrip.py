"""Out and in again without a difference, by the commands; and files that want to do harm."""

import zipfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock
from app.core.errors import Invalid
from app.customers.models import Customer
from app.customfields.verbs import define
from app.db import unit_of_work
from app.extensions import db
from app.imports import cells
from app.imports.commands import export_file, import_file
from app.imports.kinds import kinds
from app.imports.sheets import read_rows
from benchmarks.messy import write_messy
from tests.complaints.company import Company, told
from tests.imports.conftest import Desk


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_what_was_exported_comes_back_without_a_difference(
    app: Flask, company: Company, zheng: Desk, room: Path, suffix: str
) -> None:
    stations = [company.department(code).name for code in ("jianghan", "hongshan", "calls")]
    write_messy(room / "台账.xlsx", 120, stations)
    text, code = import_file("waybill", room / "台账.xlsx", dry_run=False, valid=True, now=clock.now())
    assert (code, "done: added" in text) == (1, True), text
    with unit_of_work():
        define(entity="customer", kind="money", name_zh="年发货额", code="turnover", actor=None, now=clock.now())
        row = db.session.scalars(select(Customer)).first()
        assert row is not None
        row.name, row.note, row.extra = "=危险(公司)", " @第一行\n第二行".strip(), {"turnover": 123_450}
    from app.complaints.workflow import register

    with unit_of_work():
        register(**told(company), actor=company.person("li"), now=clock.now())
    for kind in kinds():
        path = room / f"{kind}.{suffix}"
        count = int(export_file(kind, path).split()[0])
        text, code = import_file(kind, path, dry_run=True, valid=False, now=clock.now())
        assert f"trial: added 0, changed 0, unchanged {count}, corrected 0, refused 0, blank 0" in text, (kind, text)


def test_a_dry_run_stores_nothing(app: Flask, company: Company, room: Path) -> None:
    path = room / "客户.csv"
    path.write_text("客户编码,公司名称\nA001,禾丰\n", encoding="gb18030")
    text, code = import_file("customer", path, dry_run=True, valid=False, now=clock.now())
    assert (code, text.endswith("nothing was imported")) == (0, True)
    assert db.session.scalar(select(Customer.id).where(Customer.no == "A001")) is None


def test_a_workbook_that_unpacks_without_end_is_refused(room: Path) -> None:
    path = room / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(Invalid):
        list(read_rows(path, path.name))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2026/1/5", "2026-01-05"),
        ("２０２６年１月５日", "2026-01-05"),
        ("20260105", "2026-01-05"),
        (46027.0, "2026-01-05"),
        ("2026-1-5 9:30", "2026-01-05"),
    ],
)
def test_dates_are_read_as_people_write_them(raw: object, expected: str) -> None:
    value, _corrected = cells.day(raw)
    assert value.isoformat() == expected


def test_bad_dates_are_refused() -> None:
    for raw in ("2026-02-30", "明天", "31/12/2026", 12.0, "1899-01-01"):
        with pytest.raises(Invalid):
            cells.day(raw)


def test_numbers_from_spreadsheets_lose_nothing() -> None:
    assert cells.code(40)(13800138000.0)[0] == "13800138000"
    assert cells.code(40)("００１２３")[0] == "00123"
    assert str(cells.money("１，２００．５０")[0]) == "¥1,200.50"
    assert str(cells.money(1200.5)[0]) == "¥1,200.50"
