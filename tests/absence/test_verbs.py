"""Absences are registered, ended earlier, cancelled; what can't be is refused at its field."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.absence import Absence
from app.absence.verbs import cancel, change_absence, register_absence, shorten
from app.core.errors import Invalid, NotAllowed, Refused
from app.db import unit_of_work
from app.events import history_of
from tests.absence.conftest import away
from tests.complaints.company import MONDAY, Company

HOUR = timedelta(hours=1)


def register(company: Company, by: str, **facts: Any) -> Absence:
    """Wednesday to Friday, 李娜 acts."""
    usual = {
        "starts_at": MONDAY + 48 * HOUR,
        "ends_at": MONDAY + 96 * HOUR,
        "delegate": company.person("li"),
        "contact": "13900001111",
    }
    with unit_of_work():
        return register_absence(**(usual | facts), actor=company.person(by), now=MONDAY)


def test_one_registers_oneself_with_delegate_and_contact(company: Company) -> None:
    absence = register(company, "zhao", kind="trip")
    assert (absence.person.full_name, absence.delegate.full_name, absence.contact) == ("赵强", "李娜", "13900001111")
    assert [absence.state_at(MONDAY + hours * HOUR) for hours in (0, 48, 95, 96)] == ["planned", "away", "away", "over"]
    told = history_of(absence)[0].facts
    assert told["delegate"] == "李娜"
    assert "13900001111" not in str(told), "the number is not for the history"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"delegate": None}, "delegate"),
        ({"contact": ""}, "contact"),
        ({"starts_at": None}, "starts_at"),
        ({"ends_at": MONDAY + 48 * HOUR}, "ends_at"),
        ({"starts_at": MONDAY - 48 * HOUR, "ends_at": MONDAY - HOUR}, "ends_at"),
        ({"kind": "moon"}, "kind"),
        ({"contact": "1" * 61}, "contact"),
        ({"note": "字" * 501}, "note"),
    ],
)
def test_what_is_missing_or_impossible_is_refused_at_its_field(
    company: Company, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        register(company, "zhao", **facts)
    assert field in refused.value.fields


def test_nobody_acts_for_themselves(company: Company) -> None:
    with pytest.raises(Invalid) as refused:
        register(company, "zhao", delegate=company.person("zhao"))
    assert "delegate" in refused.value.fields


def test_a_second_absence_of_the_same_time_is_refused(company: Company) -> None:
    register(company, "zhao")
    with pytest.raises(Invalid) as refused:
        register(company, "zhao", starts_at=MONDAY + 90 * HOUR, ends_at=MONDAY + 120 * HOUR)
    assert "starts_at" in refused.value.fields
    register(company, "zhao", starts_at=MONDAY + 96 * HOUR, ends_at=MONDAY + 120 * HOUR)


def test_two_don_t_act_for_each_other(company: Company) -> None:
    register(company, "zhao", delegate=company.person("sun"))
    with pytest.raises(Invalid) as refused:
        register(company, "sun", delegate=company.person("zhao"))
    assert "delegate" in refused.value.fields
    later = {"starts_at": MONDAY + 96 * HOUR, "ends_at": MONDAY + 99 * HOUR}
    register(company, "sun", delegate=company.person("zhao"), **later)


def test_whoever_leads_registers_for_somebody_even_without_a_delegate(company: Company) -> None:
    facts = {"person": company.person("zhao"), "kind": "sick", "delegate": None, "contact": ""}
    assert register(company, "zhou", **facts).delegate is None


@pytest.mark.parametrize("by", ["li", "sun"])
def test_others_may_not(company: Company, by: str) -> None:
    with pytest.raises(NotAllowed):
        register(company, by, person=company.person("zhao"))


def at(company: Company, absence: Absence, verb: Any, when: datetime, by: str = "zhao", **facts: Any) -> None:
    with unit_of_work():
        verb(absence, actor=company.person(by), now=when, **facts)


def test_back_earlier(company: Company) -> None:
    absence, noon = register(company, "zhao"), MONDAY + 60 * HOUR
    at(company, absence, shorten, noon)
    assert absence.ends_at == noon
    assert absence.state_at(noon) == "over"
    with pytest.raises(Refused):
        at(company, absence, shorten, noon + HOUR)


def test_an_end_after_the_end_is_no_shortening(company: Company) -> None:
    absence = register(company, "zhao")
    with pytest.raises(Invalid):
        at(company, absence, shorten, MONDAY + 60 * HOUR, ends_at=MONDAY + 100 * HOUR)
    with pytest.raises(Refused):
        at(company, absence, shorten, MONDAY + HOUR)


def test_cancelled_before_it_begins_only(company: Company) -> None:
    absence = register(company, "zhao")
    with pytest.raises(NotAllowed):
        at(company, absence, cancel, MONDAY + HOUR, by="li")
    with pytest.raises(Refused):
        at(company, absence, cancel, MONDAY + 60 * HOUR)
    at(company, absence, cancel, MONDAY + HOUR)
    assert absence.state_at(MONDAY + 60 * HOUR) == "cancelled"
    register(company, "zhao")


def test_changed_while_it_lasts(company: Company) -> None:
    absence = register(company, "zhao")
    facts = {
        "kind": "leave",
        "starts_at": absence.starts_at,
        "ends_at": absence.ends_at + HOUR,
        "contact": "1",
        "note": "",
    }
    at(company, absence, change_absence, MONDAY + 60 * HOUR, delegate=company.person("sun"), **facts)
    assert absence.delegate.full_name == "孙丽"
    assert history_of(absence)[-1].facts["changes"]["delegate"] == ["李娜", "孙丽"]
    with pytest.raises(Refused):
        at(company, absence, change_absence, MONDAY + 200 * HOUR, delegate=None, **facts)


def test_a_day_long_absence_of_today(company: Company) -> None:
    assert away(company, "sun", "li").state == "away"
