"""Who decides: the level above, quality where it is vacant, never who wrote it."""

from datetime import timedelta

import pytest

from app.core.errors import NotAllowed, UserError
from app.db import unit_of_work
from app.rectifications import measuring, verbs
from app.rectifications.approval import approver_level, waiting_for
from tests.complaints.company import MONDAY, Company
from tests.rectifications.reports import TEXTS, approved, first_measure, opened, photo, plans, submitted, the

NOW = MONDAY + timedelta(hours=2)


def deciders(report_id: int) -> list[str]:
    return [person.full_name for person in approver_level(the(report_id))[1]]


def vacate(company: Company, code: str, *, deputy: str | None = None) -> None:
    with unit_of_work():
        company.department(code).head_id = None
        company.department(code).deputy_id = company.people[deputy] if deputy else None


def test_the_head_of_the_level_above(company: Company) -> None:
    assert deciders(submitted(company)) == ["周明"]


def test_the_deputy_too(company: Company) -> None:
    mine = submitted(company)
    vacate(company, "hubei", deputy="wu")
    assert deciders(mine) == ["吴敏"]


def test_quality_where_the_level_above_is_vacant(company: Company) -> None:
    vacate(company, "hubei")
    mine = submitted(company)
    assert deciders(mine) == ["林岚"]
    assert the(mine).approver_department_id == company.departments["qc"]


def test_quality_where_the_manager_above_has_left(company: Company) -> None:
    mine = submitted(company)
    with unit_of_work():
        company.person("zhou").active = False
    assert deciders(mine) == ["林岚"]


def test_quality_where_the_manager_above_wrote_it(company: Company) -> None:
    """周明 heads the province, stands in at the vacant station and wrote the report."""
    vacate(company, "jianghan")
    mine = opened(company)
    with unit_of_work():
        verbs.save(the(mine), sections=TEXTS, measures=plans(company), actor=company.person("zhou"), now=MONDAY)
        verbs.submit(the(mine), actor=company.person("zhou"), now=MONDAY)
    assert deciders(mine) == ["林岚"]
    with pytest.raises(NotAllowed, match="own"), unit_of_work():
        verbs.approve(the(mine), submission=1, actor=company.person("zhou"), now=NOW)


def test_nobody_where_all_is_vacant(company: Company) -> None:
    vacate(company, "hubei")
    vacate(company, "qc")
    mine = submitted(company)
    assert (deciders(mine), the(mine).approver_department_id) == ([], None)


@pytest.mark.parametrize("name", ["zhao", "qian", "sun", "li", "lin", "wu"])
def test_nobody_else_decides(company: Company, name: str) -> None:
    mine, actor = submitted(company), company.person(name)
    for decide in (
        lambda: verbs.approve(the(mine), submission=1, actor=actor, now=NOW),
        lambda: verbs.return_(the(mine), submission=1, reasons={"problem": "x"}, actor=actor, now=NOW),
        lambda: verbs.approve_read(the(mine), submission=1, actor=actor, now=NOW),
        lambda: verbs.close(the(mine), actor=actor, now=NOW),
    ):
        with pytest.raises(UserError) as refused, unit_of_work():
            decide()
        assert refused.value.code in ("not_allowed", "refused")
    assert the(mine).state == "submitted"


def test_the_system_decides_nothing(company: Company) -> None:
    mine = submitted(company)
    with pytest.raises(NotAllowed), unit_of_work():
        verbs.approve(the(mine), submission=1, actor=None, now=NOW)


def test_who_did_it_does_not_verify_it(company: Company) -> None:
    mine = approved(company)
    with unit_of_work():
        measuring.tick(first_measure(mine), files=[photo()], actor=company.person("zhao"), now=NOW)
    for name in ("zhao", "qian", "sun"):
        with pytest.raises(NotAllowed), unit_of_work():
            measuring.verify(first_measure(mine), actor=company.person(name), now=NOW)


def test_a_measure_is_ticked_by_its_owner_or_the_department_only(company: Company) -> None:
    mine = approved(company)
    for name in ("sun", "zhou", "li"):
        with pytest.raises(NotAllowed), unit_of_work():
            measuring.tick(first_measure(mine), files=[photo()], actor=company.person(name), now=NOW)


def test_each_manager_is_shown_what_waits_for_them(company: Company) -> None:
    mine = submitted(company)
    shown = {name: [report.id for report in waiting_for(company.person(name))] for name in company.people}
    assert shown == {name: [mine] if name == "zhou" else [] for name in company.people}
    vacate(company, "hubei")
    assert [report.id for report in waiting_for(company.person("lin"))] == [mine]
