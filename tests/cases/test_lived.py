"""Every case in policies/cases, through the real complaint on both databases."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.errors import UserError
from app.db import unit_of_work
from app.deadlines import Deadline, sweep
from app.extensions import db
from app.policy.cases import Case, CaseBook, Found, Step, differences
from app.policy.load import shipped
from app.policy.pack import Pack
from tests.cases.deeds import Deeds
from tests.cases.seen import seen
from tests.cases.stage import founded
from tests.cases.test_cases import BOOKS, name

ALL = [pytest.param(book, case, id=f"{name(book)}-{case.name}") for book in BOOKS for case in book.cases]


@pytest.mark.parametrize(("book", "case"), ALL)
def test_the_product_does_what_the_case_says(app: Flask, book: CaseBook, case: Case) -> None:
    pack, overlays = shipped(book.pack), [shipped(each) for each in book.overlays]
    wrong = [str(each) for each in differences(pack, case, lived(pack, case, overlays), overlays)]
    assert not wrong, "\n".join(wrong)


def lived(pack: Pack, case: Case, overlays: list[Pack]) -> Found:
    """Do everything at its time, sweep in between, and look at what is there in the end."""
    company = founded(pack, case, overlays)
    deeds = [Deeds(company, pack, each.facts, number) for number, each in enumerate((*case.earlier, case))]
    stories = [(deeds[number], step) for number, each in enumerate((*case.earlier, case)) for step in each.steps]
    unrefused = []
    for whose, step in sorted(stories, key=lambda story: story[1].at):
        _sweep_until(step.at, inclusive=False)
        unrefused += _take(whose, step)
    until = case.until or case.steps[-1].at
    _sweep_until(until, inclusive=True)
    found = seen(deeds[-1].complaint, pack, until) if deeds[-1].complaint_id else Found()
    found.unrefused = unrefused
    return found


def _take(whose: Deeds, step: Step) -> list[str]:
    """What is wrong with how the step was refused, or wasn't."""
    try:
        with unit_of_work():
            whose.take(step)
    except UserError as error:
        if not step.refused:
            raise
        said = " ".join(map(str, (error.message, *error.fields, *error.fields.values())))
        clause = whose.pack.clause(step.refused_clause).ref if step.refused_clause else ""
        missing = [word for word in (step.refused, clause) if word != "是" and word not in said]
        return [f"{step.verb} was refused with “{said}”, not with “{word}”" for word in missing]
    return [f"{step.verb} at {step.at:%H:%M} was not refused"] if step.refused else []


def _sweep_until(until: datetime, *, inclusive: bool) -> None:
    """Each step of a clock at its instant; what falls on the very minute of a deed comes after the deed."""
    while True:
        db.session.rollback()
        coming = db.session.scalar(select(func.min(Deadline.next_at)))
        if coming is None or coming > until or (coming == until and not inclusive):
            return
        sweep(coming)
