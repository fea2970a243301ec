"""A company, its administrator Zheng, and files on their way into the books."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from app.admin.bootstrap import bootstrap
from app.core import clock
from app.db import by_id, unit_of_work
from app.imports import verbs
from app.imports.models import ImportRun
from app.security import Person
from tests.complaints.company import Company, found
from tests.complaints.desks import every_right
from tests.kept import kept
from tests.people import make_person


class Desk:
    """Somebody who imports: takes a file in, has it tried, has it put."""

    def __init__(self, person: Person | None) -> None:
        self.person_id = person.id if person else None

    @property
    def person(self) -> Person | None:
        return by_id(Person, self.person_id) if self.person_id else None

    def take_in(self, kind: str, name: str, data: bytes) -> ImportRun:
        with unit_of_work():
            upload = FileStorage(BytesIO(data), filename=name)
            return verbs.request(kind=kind, upload=upload, actor=self.person, now=clock.now())

    def tried(self, kind: str, name: str, data: bytes, **mapping: str) -> ImportRun:
        """Taken in and tried, with the guessed columns and these beside them (position → column)."""
        run = self.take_in(kind, name, data)
        wanted = {int(at): column for at, column in run.mapping.items()}
        wanted |= {int(at.removeprefix("at_")): column for at, column in mapping.items()}
        with unit_of_work():
            verbs.map_columns(run, wanted, actor=self.person, now=clock.now())
        return work(run)

    def put(self, run: ImportRun, *, whole: bool = False) -> ImportRun:
        with unit_of_work():
            (verbs.start if whole else verbs.start_valid)(run, actor=self.person, now=clock.now())
        return work(run)

    def undone(self, run: ImportRun) -> ImportRun:
        with unit_of_work():
            verbs.undo(run, actor=self.person, now=clock.now())
        return work(run)


def work(run: ImportRun) -> ImportRun:
    """What a worker does, until there is nothing left to do."""
    run_id = run.id
    for pass_no in range(20):
        verbs.run_queued(clock.now() + timedelta(minutes=10 * pass_no))
        run = by_id(ImportRun, run_id)  # type: ignore[assignment]
        if run.state not in ("checking", "importing", "undoing"):
            break
    return run


def csv(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(lines).encode(encoding)


@pytest.fixture
def company(app: Flask) -> Company:
    return kept(_upgraded)


def _upgraded() -> Company:
    bootstrap(datetime(2026, 1, 1, tzinfo=clock.SHANGHAI))
    return found()


@pytest.fixture
def zheng(app: Flask, company: Company) -> Desk:
    """May do and see everything."""
    calls = company.department("calls")
    return Desk(make_person("zheng", department=calls, last_name="郑", permissions=every_right()))


@pytest.fixture
def room(tmp_path: Path) -> Path:
    return tmp_path


def told(run: ImportRun) -> Any:
    """(added, changed, unchanged, corrected, refused, blank)."""
    return (run.added, run.changed, run.unchanged, run.corrected, run.refused, run.blank)
