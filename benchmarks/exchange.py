"""Files in and out at size: a messy workbook imported, exported, imported again; a long list against plain XlsxWriter.

    .venv/bin/python -m benchmarks.exchange                  100,000 rows
    .venv/bin/python -m benchmarks.exchange --rows 5000      fewer

On a fresh SQLite database in a temporary folder. Each measurement is a process of its own, so that its peak is its own.
"""

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
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
from benchmarks.messy import Expected, write_messy

LONGEST = 7200
MOST_SECONDS, MOST_MEGABYTES = 20, 150
STATIONS = ["江汉网点", "洪山网点", "武昌网点"]
WIDTH = 20


def main() -> None:
    """Print one line for each measurement."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--lists", action="store_true", help="only the long list, of rows that are put in at once")
    wanted = asked.parse_args()
    print(f"{'':58}{'seconds':>9}{'of CPU':>8}{'peak MB':>9}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        measured("a process that makes the tables", found, home)
        if wanted.lists:
            measured(f"put {wanted.rows} waybills in", filled, home, wanted.rows)
        else:
            files_in_and_out(home, wanted.rows)
        lists(home, wanted.rows)


def files_in_and_out(home: Path, rows: int) -> None:
    """The messy workbook into the books, out of them, and in again without a difference."""
    expected = Expected(**json.loads(measured(f"{rows} messy rows written", messy, home, rows).told))
    first = measured(f"{rows} messy rows: trial and import", imported, home, "messy.xlsx").told
    written = measured("all of them written out", exported, home).told
    again = measured("that file taken in again", imported, home, "waybill.xlsx").told
    wanted = f"added {expected.added}, changed 0, unchanged 0, corrected {expected.corrected}, "
    wanted += f"refused {expected.refused}, blank {expected.blank}"
    for name, told, meant in (
        ("as the script expected", first, wanted),
        ("every row written", written, f"{expected.added} rows"),
        ("no difference", again, f"added 0, changed 0, unchanged {expected.added}, corrected 0, refused 0, blank 0"),
    ):
        print(f"{name}: {'yes' if meant in told else 'NO'}: {told}; expected {meant}", flush=True)


def lists(home: Path, rows: int) -> None:
    """The same number of rows and columns by the library alone, by our writer, and as a list of the database."""
    count = db_rows(home)
    plain = measured(f"plain XlsxWriter, {count} × {WIDTH}", plain_writer, home, count)
    ours = measured(f"our writer, {count} × {WIDTH}", our_writer, home, count)
    taken = measured(f"a list of {count} waybills, {WIDTH} columns, as lists are exported", listed, home)
    for name, each in (("our writer", ours), ("the list", taken)):
        by_cpu, by_clock = each.cpu / plain.cpu, each.seconds / plain.seconds
        print(f"{name} to plain XlsxWriter: {by_clock:.2f} by the clock, {by_cpu:.2f} by CPU")
    kept = taken.seconds < MOST_SECONDS and taken.peak < MOST_MEGABYTES
    print(f"under {MOST_SECONDS} s and {MOST_MEGABYTES} MB: {'yes' if kept else 'NO'} ({taken.told})")


@dataclass(frozen=True)
class Measured:
    """What a process took: by the clock, of the processor, of memory at its largest (MB)."""

    seconds: float
    cpu: float
    peak: float
    told: str


def measured(name: str, work: Callable[..., str], *arguments: Any) -> Measured:
    """Run in a process of its own, and print its line. Raises RuntimeError where it fails or takes hours."""
    ends, others = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(others, work, *arguments), daemon=True)
    process.start()
    others.close()  # ours: so that the end of the process is the end of the pipe
    try:
        if not ends.poll(LONGEST):
            raise RuntimeError(f"{name}: nothing after {LONGEST} s")
        found = Measured(*ends.recv())
    except EOFError as error:
        raise RuntimeError(f"{name}: the process ended without an answer") from error
    finally:
        process.join(5)
        process.terminate()
    print(f"{name:58}{found.seconds:>9.1f}{found.cpu:>8.1f}{found.peak:>9.0f}", flush=True)
    return found


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


def messy(home: Path, rows: int) -> str:
    """A workbook as people send them; tells what an import has to make of it."""
    return json.dumps(asdict(write_messy(home / "messy.xlsx", rows, STATIONS)))


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
    return f"{seen[-1]} rows, {(home / 'list.xlsx').stat().st_size / 1e6:.1f} MB"


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
