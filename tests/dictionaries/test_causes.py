"""郑启明 edits the categories of causes and the reasons for dismissal; 赵强 and 何敏 choose from them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints.dismissals import DISMISSALS
from app.complaints.models import Complaint
from app.complaints.verdict import verdict
from app.core.errors import Invalid
from app.db import by_id, unit_of_work
from app.dictionaries import seed_dictionaries, verbs
from app.dictionaries.models import DictionaryEntry
from app.extensions import db
from app.imports.columns import one_of
from app.rectifications import verbs as reports
from app.rectifications.causes import CAUSES
from app.rectifications.compare import compare_sections
from app.rectifications.views import _read
from tests.complaints.company import MONDAY, Company
from tests.complaints.desks import every_right
from tests.kept import kept
from tests.people import Browser, browser, login, make_person
from tests.rectifications.reports import TEXTS, company_with_quality, judged, opened, plans, the
from tests.rectifications.test_print import printed, words_of

NOW = MONDAY + timedelta(hours=1)
WHO: dict[str, Any] = {"actor": None, "now": NOW}


def found() -> Company:
    """With the entries that the product comes with."""
    company = company_with_quality()
    with unit_of_work():
        seed_dictionaries()
    return company


@pytest.fixture
def company(app: Flask) -> Company:
    return kept(found)


@pytest.fixture
def station(app: Flask, company: Company, time_machine: Any) -> Browser:
    """The station's head, with every right on complaints and reports."""
    time_machine.move_to(NOW, tick=False)
    rights = every_right(("Rectification", "Complaint", "Attachment"))
    person = make_person("station", department=company.department("jianghan"), reach="tree", permissions=rights)
    with unit_of_work():
        company.department("jianghan").head_id = person.id
    return login(browser(app), "station")


def retire(dictionary: str, code: str) -> None:
    same = (DictionaryEntry.dictionary == dictionary, DictionaryEntry.code == code)
    with unit_of_work():
        verbs.retire_entry(db.session.scalars(select(DictionaryEntry).where(*same)).one(), **WHO)


def form_of(company: Company, report_id: int, **facts: Any) -> dict[str, Any]:
    measure = {"measure_1_text": "检查", "measure_1_owner": company.people["qian"], "measure_1_due": "2026-11-27"}
    return TEXTS | measure | {"seen_version": the(report_id).version} | facts


def test_the_station_chooses_what_kind_of_cause_it_was(company: Company, station: Browser) -> None:
    mine, other = opened(company), opened(company)
    assert '<option value="training">人员培训不足</option>' in station.get(f"/rectification/edit/{mine}").text
    sent = form_of(company, mine, cause="training", then="submit")
    assert station.send(f"/rectification/edit/{mine}", sent).status_code == 302
    assert (the(mine).cause, the(mine).versions[0].sections["cause"]) == ("training", "training")
    assert "人员培训不足" in station.get(f"/rectification/show/{mine}").text
    found = station.get("/rectification/list/?_flt_0_cause=training&cols=no,cause").text
    assert the(mine).no in found
    assert the(other).no not in found
    assert "人员培训不足" in found


def test_a_report_without_one_is_saved_and_submitted_as_before(company: Company, station: Browser) -> None:
    mine = opened(company)
    assert station.send(f"/rectification/edit/{mine}", form_of(company, mine, then="submit")).status_code == 302
    assert (the(mine).state, the(mine).cause) == ("submitted", None)
    assert "cause" not in the(mine).versions[0].sections


def test_programs_name_it_by_its_code_and_leave_it_by_silence(company: Company, station: Browser) -> None:
    mine = opened(company)

    def call(**body: Any) -> Any:
        return station.post(
            f"/api/v1/rectification/{mine}/save", json=TEXTS | body, headers={"X-CSRFToken": station.token("/")}
        )

    assert call(cause="process").get_json()["result"]["cause"] == "process"
    assert call().get_json()["result"]["cause"] == "process"
    assert call(cause="magic").get_json()["error"]["fields"].keys() == {"cause"}
    assert call(cause="").get_json()["result"]["cause"] is None


def test_it_is_printed_and_compared_in_the_readers_words(app: Flask, company: Company) -> None:
    mine, actor = opened(company), company.person("zhao")
    for number, cause in enumerate(("training", "process"), 1):
        with unit_of_work():
            reports.save(the(mine), sections=TEXTS, measures=plans(company), cause=cause, actor=actor, now=NOW)
            reports.submit(the(mine), actor=actor, now=NOW)
        if number == 1:
            with unit_of_work():
                reasons = {"root_cause": "写到流程"}
                reports.return_(the(mine), submission=1, reasons=reasons, actor=company.person("zhou"), now=NOW)
    assert "流程缺陷" in words_of(printed(app, mine))
    assert "Gap in the process" in words_of(printed(app, mine, language="en"))
    with app.test_request_context():
        changed = [pair for pair in compare_sections(*map(_read, the(mine).versions)) if pair.changed]
    assert [pair.name for pair in changed] == ["cause"]
    sides = ["".join(text for text, _marked in side) for side in (changed[0].before, changed[0].after)]
    assert sides == ["人员培训不足", "流程缺陷"]


def test_a_retired_cause_keeps_its_name_and_is_chosen_no_more(company: Company, station: Browser) -> None:
    mine, other, actor = opened(company), opened(company), company.person("zhao")
    with unit_of_work():
        reports.save(the(mine), sections=TEXTS, cause="training", actor=actor, now=NOW)
    retire("cause", "training")
    assert "人员培训不足" in station.get(f"/rectification/show/{mine}").text
    assert '<option selected value="training">' in station.get(f"/rectification/edit/{mine}").text
    with unit_of_work():
        reports.save(the(mine), sections=TEXTS, cause="training", actor=actor, now=NOW)
    with pytest.raises(Invalid) as refused, unit_of_work():
        reports.save(the(other), sections=TEXTS, cause="training", actor=actor, now=NOW)
    assert set(refused.value.fields) == {"cause"}
    assert CAUSES.is_used("training")


def to_judge(company: Company) -> int:
    """A complaint that was dismissed without saying which kind of reason it was."""
    return judged(company, sustained=False)


Judge = Callable[..., None]


@pytest.fixture
def judge() -> Judge:
    """Gives a verdict on a complaint."""

    def give(pk: int, outcome: str = "dismissed", **facts: Any) -> None:
        row = by_id(Complaint, pk)
        assert row is not None
        with unit_of_work():
            verdict(row, verdict=outcome, party="nobody", reason="经核实", explanation="包装完好", **facts, **WHO)

    return give


def test_a_dismissed_complaint_says_why(company: Company, station: Browser, judge: Judge) -> None:
    mine, other = to_judge(company), to_judge(company)
    page = station.get(f"/complaint/{mine}/verb/verdict").text
    assert '<option value="no_evidence">证据不足</option>' in page
    sent = {
        "verdict": "dismissed",
        "party": "nobody",
        "reason": "无凭证",
        "explanation": "请谅解",
        "dismissal": "no_evidence",
    }
    version = by_id(Complaint, mine).version  # type: ignore[union-attr]
    assert station.send(f"/complaint/{mine}/verb/verdict", sent | {"version": version}).status_code == 302
    row, beside = by_id(Complaint, mine), by_id(Complaint, other)
    assert row is not None
    assert beside is not None
    assert row.dismissal == "no_evidence"
    assert "证据不足" in station.get(f"/complaint/show/{mine}").text
    found = station.get("/complaint/list/?_flt_0_dismissal=no_evidence&cols=no,dismissal").text
    assert row.no in found
    assert beside.no not in found
    assert station.get(f"/api/v1/complaint/{mine}").get_json()["result"]["dismissal"] == "no_evidence"


def test_a_verdict_that_is_turned_round_forgets_it(company: Company, judge: Judge) -> None:
    mine = to_judge(company)
    judge(mine, dismissal="not_ours")
    judge(mine, "sustained", dismissal="not_ours")
    row = by_id(Complaint, mine)
    assert row is not None
    assert (row.verdict, row.dismissal) == ("sustained", None)


def test_a_retired_reason_stays_with_its_complaint(company: Company, station: Browser, judge: Judge) -> None:
    mine, other = to_judge(company), to_judge(company)
    judge(mine, dismissal="taken_back")
    retire("dismissal", "taken_back")
    assert "客户撤回说法" in station.get(f"/complaint/show/{mine}").text
    judge(mine, dismissal="taken_back")
    for wrong in ("taken_back", "magic"):
        with pytest.raises(Invalid) as refused:
            judge(other, dismissal=wrong)
        assert set(refused.value.fields) == {"dismissal"}


def test_imports_know_it_by_name(company: Company) -> None:
    code, _corrected = one_of("dismissal", "", DISMISSALS).read("证据不足")
    assert code == "no_evidence"
