"""`python run.py explain`: everything decided about a complaint, with its clauses, without a browser."""

import pytest

from app.complaints import workflow
from app.complaints.explain import explain_text
from app.core.errors import NotFound
from app.db import unit_of_work
from tests.complaints.company import MONDAY, Company, told


def test_the_grade_and_each_deadline_name_their_clause(company: Company) -> None:
    with unit_of_work():
        complaint = workflow.register(**told(company), actor=company.person("li"), now=MONDAY)
    blocks = explain_text(complaint.no.lower()).split("\n\n")
    assert blocks[0].startswith(complaint.no)
    assert "四(四)1A" in blocks[0]
    assert any("四(五)1a" in block for block in blocks[1:]), "the clock to resolve a minor complaint"


def test_an_unknown_number_is_said_so(company: Company) -> None:
    with pytest.raises(NotFound, match="TS20000101-0001"):
        explain_text("TS20000101-0001")
