"""Two change one complaint: the second sees both texts field by field, and nothing they typed is lost."""

import re

from flask import Flask

from tests.complaints.company import Company
from tests.complaints.desks import every_right, operator
from tests.complaints.typed import filled_in, only, press, register
from tests.people import browser, login, make_person


def test_the_second_sees_both_and_decides(app: Flask, company: Company) -> None:
    first = operator(app, company)
    complaint = register(first, company, place="武昌")
    make_person("second", department=company.department("calls"), permissions=every_right(("Complaint",)))
    second = login(browser(app), "second")
    address = f"/complaint/{complaint.id}/verb/amend"
    drawn = filled_in(second.get(address).text)
    press(first, company, complaint, "amend", {"place": "汉口站台"})
    answer = second.send(address, drawn | {"place": "汉阳站台", "expected_remedy": "赔偿"})
    assert answer.status_code == 422
    assert 'id="conflicts"' in answer.text
    table = answer.text.split('id="conflicts"')[1].split("</table>")[0]
    assert table.split("<tbody>")[1].count("<tr") == 2, "place and wish; the caller is the same for both"
    assert re.search(r'data-take="place"\s+data-value="汉口站台"', answer.text), "theirs can be taken"
    assert 'value="汉阳站台"' in answer.text, "mine is still in the form"
    assert "赔偿" in answer.text
    assert "<mark>" in answer.text
    assert only().place == "汉口站台"
    again = filled_in(answer.text) | {"place": "汉阳站台", "expected_remedy": "赔偿"}
    assert second.send(address, again).status_code == 302
    assert (only().place, only().expected_remedy) == ("汉阳站台", "赔偿")


def test_an_ordinary_refusal_shows_no_conflict(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    complaint = register(desk, company)
    answer = press(desk, company, complaint, "amend", {"loss": "viel"})
    assert answer.status_code == 422
    assert 'id="conflicts"' not in answer.text
