"""Files in and out at size: a messy workbook imported, exported, imported again; a long list against plain XlsxWriter.

    .venv/bin/python -m benchmarks.exchange                  100,000 rows
    .venv/bin/python -m benchmarks.exchange --rows 5000      fewer

On a fresh SQLite database in a temporary folder. Each measurement is a process of its own, so that its peak is its own.
"""

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.config import Settings
from app.core import clock
from app.core.money import Money
from app.customers.models import Waybill
from app.db import unit_of_work
from app.extensions import appbuilder, db
from app.imports.commands import export_file, import_file
from app.org.models import Department
from app.org.tree import place
from app.security import system_scope
from benchmarks.messy import write_messy

STATIONS = ["江汉网点", "洪山网点", "武昌网点"]
WIDTH = 20


def main() -> None:
    """Print one line for each measurement."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--lists", action="store_true", help="only the long list, of rows that are put in at once")
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        measured("found the company", found, home)
        if wanted.lists:
            measured(f"put {wanted.rows} waybills in", filled, home, wanted.rows)
        else:
            files_in_and_out(home, wanted.rows)
        lists(home, wanted.rows)


def files_in_and_out(home: Path, rows: int) -> None:
    """The messy workbook into the books, out of them, and in again without a difference."""
    print(f"expected: {write_messy(home / 'messy.xlsx', rows, STATIONS)}")
    measured("import, trial and in earnest", imported, home, "messy.xlsx")
    measured("export", exported, home)
    measured("import again", imported, home, "waybill.xlsx")


def lists(home: Path, rows: int) -> None:
    """The same number of rows and columns by the library alone, by our writer, and as a list of the database."""
    plain = measured(f"plain XlsxWriter, {rows} × {WIDTH}", plain_writer, home, rows)
    ours = measured(f"our writer, {rows} × {WIDTH}", our_writer, home, rows)
    listed_rows = measured(f"a list of waybills, {WIDTH} columns, as lists are exported", listed, home)
    print(f"ratio to plain XlsxWriter: our writer {ours / plain:.2f}, the list {listed_rows / plain:.2f}")


def measured(name: str, work: Callable[..., str], *arguments: Any) -> float:
    """Run in a process of its own; returns the seconds."""
    ends, others = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(others, work, *arguments))
    process.start()
    seconds, cpu, peak, told = ends.recv()
    process.join()
    print(f"{name}: {seconds:.1f} s, {cpu:.1f} s of CPU, {peak:.0f} MB at most. {told}", flush=True)
    return seconds


def _run(pipe: Any, work: Callable[..., str], *arguments: Any) -> None:
    begun = time.perf_counter()
    told = work(*arguments)
    used = resource.getrusage(resource.RUSAGE_SELF)
    pipe.send((time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, told))


def app_in(home: Path) -> Flask:
    """The application on a database of its own."""
    return create_app(Settings(data_dir=home))


def found(home: Path) -> str:
    """Tables and three stations."""
    with app_in(home).app_context(), system_scope():
        db.create_all()
        with unit_of_work():
            for number, name in enumerate(STATIONS):
                department = Department(code=f"s{number}", name=name, kind="station")
                db.session.add(department)
                place(department)
    return ""


def filled(home: Path, rows: int) -> str:
    """Waybills without an import, to measure lists alone."""
    with app_in(home).app_context(), system_scope():
        stations = [row.id for row in db.session.scalars(select(Department)).all()]
        told = {"goods": "茶叶 2 件", "status": "signed", "promised_at": clock.now(), "declared_value": Money(120_050)}
        for begin in range(0, rows, 5000):
            with unit_of_work():
                numbers = range(begin, min(begin + 5000, rows))
                db.session.add_all(
                    Waybill(no=f"XB{number:010d}", origin_id=stations[number % 3], destination_id=stations[0], **told)
                    for number in numbers
                )
    return ""


def imported(home: Path, name: str) -> str:
    """By the command's own code."""
    with app_in(home).app_context(), system_scope():
        text, _code = import_file("waybill", home / name, dry_run=False, valid=True, now=clock.now())
    return " | ".join(line for line in text.splitlines() if not line.startswith("row "))


def exported(home: Path) -> str:
    """Every waybill."""
    with app_in(home).app_context(), system_scope():
        text = export_file("waybill", home / "waybill.xlsx")
    return f"{text.split(' to ')[0]}, {(home / 'waybill.xlsx').stat().st_size / 1e6:.1f} MB"


def listed(home: Path) -> str:
    """Every waybill, as its list is exported: each of the ten columns twice."""
    app = app_in(home)
    with app.app_context(), system_scope(), app.test_request_context("/"):
        view = next(view for view in appbuilder.baseviews if type(view).__name__ == "WaybillView")
        view.list_columns = view.show_columns[:10] * 2
        seen: list[int] = []
        view._write(home / "list.xlsx", "xlsx", "运单", view.list_columns, seen.append)
    return f"{db_rows(home)} rows, {(home / 'list.xlsx').stat().st_size / 1e6:.1f} MB"


def db_rows(home: Path) -> int:
    """How many waybills there are."""
    with app_in(home).app_context(), system_scope():
        return db.session.scalar(select(func.count()).select_from(Waybill)) or 0


def cells(rows: int) -> Iterator[list[Any]]:
    """What a list of complaints holds: numbers, names, Chinese sentences, amounts."""
    for number in range(rows):
        yield [
            f"TS2026{number:08d}",
            "包装破损，茶叶受潮",
            number,
            "江汉网点",
            "13800138000",
            *["已结案"] * (WIDTH - 5),
        ]


def plain_writer(home: Path, rows: int) -> str:
    """The library alone, row by row, in constant memory."""
    with xlsxwriter.Workbook(str(home / "plain.xlsx"), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(cells(rows)):
            sheet.write_row(number, 0, row)
    return ""


def our_writer(home: Path, rows: int) -> str:
    """What lists and background exports write with."""
    from app.web.spreadsheet import write_xlsx

    write_xlsx(home / "ours.xlsx", "投诉", [f"列{number}" for number in range(WIDTH)], cells(rows))
    return ""


if __name__ == "__main__":
    main()
