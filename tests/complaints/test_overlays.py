"""A regulator's clocks beside the company's: switched on and off, each under its clause, the earlier one binding."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import workflow
from app.complaints.explain import explain_text
from app.complaints.models import Complaint
from app.complaints.page import clocks_of
from app.core.errors import Refused
from app.db import by_id, unit_of_work
from app.deadlines import Deadline, explain, of_owner
from app.extensions import db
from app.rulebook import PackVersion, current_pack_version, seed_overlays
from app.rulebook.verbs import retire, switch_off, switch_on
from tests.complaints.company import MONDAY, Company, told
from tests.people import browser, login, make_person


@pytest.fixture
def overlay(company: Company) -> int:
    """Id of the regulatory pack, which came with the product and is switched off."""
    with unit_of_work():
        seed_overlays(MONDAY)
    return db.session.scalars(select(PackVersion.id).where(PackVersion.overlay)).one()


def the(version_id: int) -> PackVersion:
    version = by_id(PackVersion, version_id)
    assert version is not None
    return version


def switch(version_id: int, *, on: bool) -> None:
    with unit_of_work():
        (switch_on if on else switch_off)(the(version_id), actor=None, now=MONDAY)


def registered(company: Company, **facts: object) -> Complaint:
    with unit_of_work():
        return workflow.register(**told(company, **facts), actor=company.person("li"), now=MONDAY)


def clock(complaint: Complaint, code: str) -> Deadline:
    return next(row for row in of_owner(complaint) if row.clock == code)


def codes(complaint: Complaint) -> set[str]:
    return {row.clock for row in of_owner(complaint)}


def test_it_is_off_until_an_administrator_switches_it_on(company: Company, overlay: int) -> None:
    before = registered(company)
    assert "regulatory_answer" not in codes(before)
    switch(overlay, on=True)
    after = registered(company)
    assert codes(after) == {*codes(before), "regulatory_answer"}
    assert current_pack_version(MONDAY).code == "xinbang", "it is laid over the company's pack, not put in its place"
    switch(overlay, on=False)
    assert codes(registered(company)) == codes(before)
    assert clock(after, "regulatory_answer").state == "running", "what is under way keeps it"


def test_seeding_again_leaves_the_choice_as_it_is(company: Company, overlay: int) -> None:
    switch(overlay, on=True)
    with unit_of_work():
        seed_overlays(MONDAY + timedelta(days=1))
    assert the(overlay).status == "published"


def test_only_an_overlay_that_is_off_can_be_switched_on(company: Company, overlay: int) -> None:
    switch(overlay, on=True)
    company_pack = current_pack_version(MONDAY).id
    for refused in (lambda: switch(overlay, on=True), lambda: switch(company_pack, on=False)):
        with pytest.raises(Refused):
            refused()
    with unit_of_work():
        retire(the(company_pack), actor=None, now=MONDAY)
    with pytest.raises(Refused):
        switch(company_pack, on=True)


def test_each_of_the_two_clocks_says_its_clause_and_which_one_binds(company: Company, overlay: int) -> None:
    switch(overlay, on=True)
    minor, major = registered(company), registered(company, loss="6000")
    assert clock(minor, "regulatory_answer").pack_version_id == overlay
    assert "“Handle and answer within 7 days”, due 2026-12-01 00:00 (“快递暂行条例” 投诉处理期限). This one binds" in (
        "\n".join(map(str, explain(clock(minor, "resolve"))))
    )
    assert "“Resolve”, due 2026-11-24 18:00" in "\n".join(map(str, explain(clock(minor, "regulatory_answer"))))
    assert "That one binds" in "\n".join(map(str, explain(clock(minor, "regulatory_answer"))))
    assert "This one binds" in "\n".join(map(str, explain(clock(major, "regulatory_answer")))), "12-01 before 12-02"
    assert "That one binds" in "\n".join(map(str, explain(clock(major, "resolve"))))
    assert "binds" not in "\n".join(map(str, explain(clock(minor, "forward"))))


def test_the_command_the_page_and_the_api_show_both(app: Flask, company: Company, overlay: int) -> None:
    switch(overlay, on=True)
    complaint = registered(company)
    number, key = complaint.no, complaint.id
    assert "快递暂行条例" in explain_text(number)
    assert {row.row.clock: row.binds for row in clocks_of(complaint)} == {
        "forward": None, "satisfaction_call": None, "resolve": True, "regulatory_answer": False,
    }  # fmt: skip
    steps = [(f"can_{verb}", "ComplaintView") for verb in workflow.STEPS]
    rights = [("can_show", "ComplaintView"), ("can_get", "ComplaintApi"), ("can_list", "ComplaintView"), *steps]
    make_person("fang", permissions=rights)
    fang = login(browser(app), "fang")
    page = fang.get(f"/complaint/show/{key}").text
    assert "快递暂行条例" in page
    assert page.count("以此为准") == 1


def test_a_regrade_counts_the_overlays_clocks_too(company: Company, overlay: int) -> None:
    switch(overlay, on=True)
    complaint = registered(company)
    due = clock(complaint, "regulatory_answer").due_at
    with unit_of_work():
        workflow.amend(complaint, loss="9000", actor=company.person("li"), now=MONDAY + timedelta(minutes=30))
    assert clock(complaint, "regulatory_answer").due_at == due
    assert "That one binds" in "\n".join(map(str, explain(clock(complaint, "resolve"))))
    with unit_of_work():
        workflow.withdraw(complaint, note="误会", actor=None, now=MONDAY + timedelta(minutes=40))
    assert {row.state for row in of_owner(complaint)} >= {"cancelled"}
    assert "binds" not in "\n".join(map(str, explain(clock(complaint, "resolve")))), "nothing runs beside it any more"


def test_the_company_cannot_pause_what_is_laid_over_its_policy(company: Company, overlay: int) -> None:
    switch(overlay, on=True)
    complaint = registered(company)
    with unit_of_work():
        workflow.pause(complaint, note="等客户寄照片", actor=company.person("li"), now=MONDAY + timedelta(minutes=1))
    assert (clock(complaint, "resolve").state, clock(complaint, "regulatory_answer").state) == ("paused", "running")
