"""A step for several complaints: who takes part, and which state keeps the others out."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.complaints import workflow
from app.complaints.models import Complaint
from app.core import clock
from app.db import unit_of_work
from app.extensions import db
from tests.complaints.company import MONDAY, Company, found, told
from tests.complaints.desks import operator


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


def test_several_are_accepted_at_once_and_one_that_is_accepted_already_is_left_out(app: Flask) -> None:
    company: Company = found()
    with unit_of_work():
        li = company.person("li")
        rows = [workflow.register(**told(company), actor=li, now=clock.now()) for _ in range(3)]
        workflow.accept(rows[2], actor=li, now=clock.now())
        keys = [str(row.id) for row in rows]
    desk = operator(app, company)
    preview = desk.send("/complaint/bulk/accept", {"rowid": keys}).text
    taking, out = preview.split('class="bulk-rows"')[1:]
    assert taking.count("<li>") == 2
    assert "状态是“已受理”" in out, "the verb's own words"
    db.session.rollback()
    assert states() == ["accepted", "registered", "registered"], "a look changes nothing"
    desk.send("/complaint/bulk/accept", {"rowid": keys, "step": "do"})
    db.session.rollback()
    assert states() == ["accepted"] * 3


def states() -> list[str]:
    return sorted(db.session.scalars(sa.select(Complaint.state)))
