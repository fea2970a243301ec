"""How fast a draft is tried on past complaints, and in how much memory: `python -m benchmarks.replay`.

Each size runs in a process of its own, so that its peak is its own: the pure core fed by a generator, then the
command's way over a SQLite database. On a machine that others use too, look at the CPU seconds (the start of the
process counts), not at the clock on the wall.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.pasts import A_DAY, FIRST_DAY, Told, facts_of_step, told

CORE = (10_000, 50_000, 100_000)
DATABASE = (10_000, 30_000)
ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """All sizes, both ways; or, inside, one of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--core", type=int, nargs="*", default=list(CORE), help="complaints of each run of the core")
    parser.add_argument("--database", type=int, nargs="*", default=list(DATABASE), help="of each run over a database")
    parser.add_argument("--inside", choices=["core", "fill", "database"], help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside is None:
        side_by_side(asked.core, asked.database)
        return
    run = {"core": core, "fill": fill, "database": database}[asked.inside]
    print(json.dumps(run(asked.size, asked.folder)))


def side_by_side(cores: list[int], databases: list[int]) -> None:
    """Print a line for each run."""
    print(f"{'run':<10}{'complaints':>12}{'seconds':>10}{'CPU':>10}{'a CPU second':>14}{'peak MB':>10}  changed")
    with tempfile.TemporaryDirectory(prefix="kesu-benchmark-") as name:
        folder = Path(name)
        for size in cores:
            _line("core", size, _apart("core", size, folder))
        if databases:
            _line("fill", max(databases), _apart("fill", max(databases), folder))
        for size in databases:
            _line("database", size, _apart("database", size, folder))


def core(size: int, _folder: Path) -> dict[str, Any]:
    """The pure replay under two packs, fed one course at a time."""
    from app.policy.comparison import Difference, Tally
    from app.policy.holidays import COVERED, statutory_days
    from app.policy.replay import replay

    own, draft = _packs()
    calendars = [pack.build_calendars(statutory_days(), COVERED) for pack in (own, draft)]
    tally, begun = Tally(), time.perf_counter()
    for course in _courses(size):
        was, would = replay(own, calendars[0], course), replay(draft, calendars[1], course)
        tally.add("", Difference(was, would))
    return _result(size, begun, tally.total.changed)


def database(size: int, folder: Path) -> dict[str, Any]:
    """The command's way: chunks read from the database, both packs, sums."""
    from app.policy.commands import find_pack
    from app.replays.commands import Run, replay_text
    from app.replays.reading import Question

    _packs()
    with _application(folder):
        last = (FIRST_DAY + timedelta(days=(size - 1) // A_DAY)).date()
        run = Run(find_pack(str(folder / "draft.yaml")), Question(until=last), FIRST_DAY + timedelta(days=1_000))
        begun = time.perf_counter()
        text = replay_text(run, tell=lambda seen, expected: None)
    lines = text.splitlines()
    return _result(size, begun, lines[1])


def fill(size: int, folder: Path) -> dict[str, Any]:
    """The database with its complaints and events; the packs beside it."""
    import sqlalchemy as sa

    from app.admin.bootstrap import bootstrap
    from app.complaints.models import Complaint
    from app.events import Event
    from app.extensions import db
    from app.org.models import Department
    from app.rulebook import Category, current_pack_version

    begun = time.perf_counter()
    (folder / "draft.yaml").write_text(_draft_text(), encoding="utf-8")
    with _application(folder):
        db.create_all()
        bootstrap(FIRST_DAY - timedelta(days=30))
        version = current_pack_version(FIRST_DAY).id
        db.session.execute(sa.insert(Department.__table__), [department_row(number) for number in range(20)])
        category = db.session.scalars(sa.select(Category.id).where(Category.kind == "business")).first()
        for chunk in chunks(size, 2_000):
            rows = [complaint_row(each, version, category) for each in chunk]
            db.session.execute(sa.insert(Complaint.__table__), rows)
            db.session.execute(sa.insert(Event.__table__), [event for each in chunk for event in _events(each)])
            db.session.commit()
    return _result(size, begun, "")


def _courses(size: int) -> Iterator[Any]:
    from app.policy.replay import Course, Moment

    until = FIRST_DAY + timedelta(days=1_000)
    for each in told(size):
        facts = {"kind": "business", "origin": "external", "channel": "hotline_400", "loss_fen": each.loss_fen,
                 "complaint_count": 1, "urgent": each.urgent, "behaviours": ()}  # fmt: skip
        found = {"confirmed": each.sustained, "liable_party": "department" if each.sustained else "nobody"}
        moments = [Moment("register", each.received_at)]
        moments += [Moment(step, at, found if step == "verdict" else {}) for step, at in each.steps]
        yield Course(each.no, facts, tuple(moments), until)


def complaint_row(each: Told, version: int, category: Any) -> dict[str, Any]:
    """A complaint that was lived through, as its table has it."""
    return {
        "id": each.number,
        "no": each.no,
        "state": "closed",
        "kind": "business",
        "origin": "external",
        "channel": "hotline_400",
        "category_id": category,
        "pack_version_id": version,
        "title": "外包装破损",
        "description": "外包装破损",
        "loss": _money(each.loss_fen),
        "urgent": each.urgent,
        "severity": "minor",
        "severity_clause": "brief",
        "verdict": "sustained" if each.sustained else "dismissed",
        "liable_party": "department" if each.sustained else "nobody",
        "department_id": each.department + 1,
        "received_at": each.received_at,
        "closed_at": each.steps[-1][1],
    }


def _events(each: Told) -> Iterator[dict[str, Any]]:
    for step, at in (("register", each.received_at), *each.steps):
        facts = facts_of_step(each, step)
        yield {"owner_kind": "complaint", "owner_id": each.number, "at": at, "verb": step, "facts": facts, "note": ""}


def department_row(number: int) -> dict[str, Any]:
    """A station."""
    return {"id": number + 1, "code": f"station{number}", "name": f"网点{number}", "kind": "station",
            "path": f"/{number + 1}/", "active": True}  # fmt: skip


def _money(fen: int) -> Any:
    from app.core.money import Money

    return Money(fen)


def chunks(size: int, each: int) -> Iterator[list[Told]]:
    """The first so many, a few at a time."""
    chunk: list[Told] = []
    for one in told(size):
        chunk.append(one)
        if len(chunk) == each:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _packs() -> tuple[Any, Any]:
    from app.policy.load import load, shipped

    return shipped("xinbang"), load(_draft_text())


def _draft_text() -> str:
    """Moderate only above ¥2,000, a fine of ¥100 instead of ¥50."""
    text = (ROOT / "policies" / "xinbang.yaml").read_text(encoding="utf-8")
    return (
        re.sub(r'version: "[^"]+"', 'version: "9.9"', text, count=1)
        .replace("value: 1000}", "value: 2000}")
        .replace("    amount: 50\n", "    amount: 100\n")
    )


@contextmanager
def _application(folder: Path) -> Iterator[None]:
    from app import create_app
    from app.config import Settings
    from app.security import system_scope

    app = create_app(Settings(data_dir=folder, log_level="WARNING"))
    with app.app_context(), system_scope():
        yield


def _apart(what: str, size: int, folder: Path) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.replay", "--inside", what, "--size", str(size)]
    words += ["--folder", str(folder)]
    env = {name: value for name, value in os.environ.items() if not name.startswith("KESU_")}
    done = subprocess.run(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _result(size: int, begun: float, changed: Any) -> dict[str, Any]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime
    figures = {"seconds": time.perf_counter() - begun, "cpu": cpu, "rate": size / cpu, "peak": used.ru_maxrss / 1024}
    return figures | {"size": size, "changed": changed}


def _line(run: str, size: int, told: dict[str, Any]) -> None:
    figures = f"{told['seconds']:>10.1f}{told['cpu']:>10.1f}{told['rate']:>14.0f}{told['peak']:>10.1f}"
    print(f"{run:<10}{size:>12,}{figures}  {told['changed']}", flush=True)


if __name__ == "__main__":
    main()
