"""The role editor as a table, and two roles side by side."""

import re

from flask import Flask

from app.admin.matrix import COLUMNS, matrix, offered_pairs
from app.admin.meanings import _MEANINGS, meaning_of
from app.security.roles import pairs_of_role
from tests.admin.conftest import Company
from tests.people import Browser


def test_every_permission_stands_in_the_table_once(app: Flask, company: Company) -> None:
    with app.test_request_context():
        boxes = [box.value for part in matrix(()) for row in part.rows for box in row.boxes]
    assert sorted(boxes) == sorted("|".join(pair) for pair in offered_pairs())


def test_screens_stand_in_the_order_of_the_menu(app: Flask, company: Company) -> None:
    with app.test_request_context():
        parts = matrix(())
        order = [row.screen for part in parts for row in part.rows]
    assert order.index("ComplaintView") < order.index("CustomerView") < order.index("RoleView")
    assert order[0] == "ComplaintView"


def test_the_reach_stands_beside_the_screens_that_it_decides_about(app: Flask, company: Company) -> None:
    with app.test_request_context():
        scoped = {row.screen: row.scoped for part in matrix(()) for row in part.rows}
    assert scoped["ComplaintView"] is True
    assert scoped["CarrierView"] is False


def test_the_steps_of_complaints_and_corrections_are_explained(app: Flask, company: Company) -> None:
    with app.test_request_context():
        rows = [row for part in matrix(()) for row in part.rows if row.screen in ("ComplaintView", "RectificationView")]
        silent = [box.value for row in rows for box in row.steps if not meaning_of(*box.value.split("|"))]
    assert silent == []


def test_every_explanation_is_of_a_step_that_there_is(app: Flask, company: Company) -> None:
    explained = {(f"can_{step}", screen) for screen, steps in _MEANINGS.items() for step in steps}
    assert explained <= offered_pairs()


def test_what_the_operator_holds_is_ticked(app: Flask, company: Company, admin: Browser) -> None:
    page = admin.get(f"/role/edit/{company.role('operator').id}").text
    ticked = set(re.findall(r'name="permissions" value="([^"]+)"[^>]* checked', page))
    assert ticked == {"|".join(pair) for pair in pairs_of_role(company.role("operator"))}
    assert page.count("data-tick-column") == len(COLUMNS)
    assert "将方案退回提出人，并说明原因。" in page


def test_two_roles_are_compared_by_what_differs(app: Flask, company: Company, admin: Browser) -> None:
    operator, agent = company.role("operator").id, company.role("agent").id
    page = admin.get(f"/role/compare?a={operator}&b={agent}").text
    assert "投诉 · 重新打开" in page
    assert "投诉 · 受理" not in page
    whole = admin.get(f"/role/compare?a={operator}&b={agent}&all=1").text
    assert "投诉 · 受理" in whole
    assert "全公司" in whole


def test_comparing_takes_odd_arguments(app: Flask, company: Company, admin: Browser) -> None:
    assert admin.get("/role/compare").status_code == 200
    for odd in ("0", "-1", "x", "9" * 30):
        assert admin.get(f"/role/compare?a={odd}").status_code in (200, 404)
