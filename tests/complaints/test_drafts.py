"""What is typed while the customer talks is kept: per person and window, sealed, with its files, for some days."""

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.complaints import drafts
from app.complaints.models import Complaint, ComplaintDraft
from app.core.errors import Invalid, NotFound
from app.db import unit_of_work
from app.extensions import db
from app.files import Attachment
from tests.complaints.company import MONDAY, Company
from tests.complaints.desks import manager, operator
from tests.complaints.test_screens import PNG
from tests.complaints.typed import only, typed
from tests.people import Browser

STORY = "两瓶酒碎了，客户很着急"


def _kept(desk: Browser, **typed_in: str) -> dict[str, int]:
    answer = desk.send("/complaint/draft", {"description": STORY, "complainant": "刘洋", **typed_in})
    assert answer.status_code == 200, answer.text
    return answer.json


def _pictures(desk: Browser, draft: int | str = "", name: str = "破损.png", content: bytes = PNG) -> tuple[int, dict]:
    data = {"draft": str(draft), "files": [(io.BytesIO(content), name)]}
    answer = desk.send("/complaint/draft/files", data, headers={"Accept": "application/json"})
    return answer.status_code, answer.json


def test_a_draft_is_there_again_after_a_reload(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    kept = _kept(desk, category_id=str(company.damage_id), claim="1,5oo", caller="", **{"caller-text": "鑫源"})
    page = desk.get(f"/complaint/add?draft={kept['draft']}").text
    for words in (STORY, "刘洋", "1,5oo", "鑫源", f'selected value="{company.damage_id}"'):
        assert words in page, words
    offered = desk.get("/complaint/add").text
    assert f"/complaint/add?draft={kept['draft']}" in offered
    assert STORY in offered


def test_what_is_kept_is_sealed(app: Flask, company: Company) -> None:
    _kept(operator(app, company), phone="13900139000")
    stored = db.session.execute(text("SELECT * FROM complaint_draft")).one()
    assert not any(secret in str(stored) for secret in (STORY, "刘洋", "13900139000"))
    assert ("phone", "13900139000") in drafts.content_of(db.session.scalars(select(ComplaintDraft)).one())


def test_nobody_sees_or_takes_another_ones_draft(app: Flask, company: Company) -> None:
    kept = _kept(operator(app, company))
    other = manager(app, company, "jianghan")
    assert STORY not in other.get(f"/complaint/add?draft={kept['draft']}").text
    for path in (f"/complaint/draft/{kept['draft']}/discard", f"/complaint/draft/{kept['draft']}/file/1/drop"):
        assert other.send(path).status_code == 404
    assert _pictures(other, kept["draft"])[0] == 404
    assert _kept(other, draft=str(kept["draft"]), draft_revision="1")["draft"] != kept["draft"]
    db.session.rollback()
    assert STORY in db.session.get_one(ComplaintDraft, kept["draft"]).content


def test_two_windows_on_one_draft_part_ways(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    first = _kept(desk)
    same = {"draft": str(first["draft"]), "draft_revision": "1"}
    second = _kept(desk, **same)
    assert (second["draft"], second["revision"]) == (first["draft"], 2)
    parted = _kept(desk, **same, place="另一个窗口")
    assert parted["draft"] != first["draft"]


def test_registering_takes_the_drafts_files_along_and_ends_it(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    status, told = _pictures(desk)
    assert status == 200
    assert [each["name"] for each in told["files"]] == ["破损.png"]
    assert desk.get(told["files"][0]["url"]).data == PNG
    draft = str(told["draft"])
    refused = desk.send("/complaint/add", typed(company, description="", draft=draft))
    assert refused.status_code == 422
    assert "破损.png" in refused.text, "a refusal loses no file"
    assert desk.send("/complaint/add", typed(company, draft=draft, read_back="yes")).status_code == 302
    complaint = only()
    assert complaint.confirmations == ["read_back"]
    files = db.session.scalars(select(Attachment)).all()
    assert [(each.owner_kind, each.owner_id, each.name) for each in files] == [("complaint", complaint.id, "破损.png")]
    assert db.session.scalars(select(ComplaintDraft)).all() == []


def test_a_file_can_be_taken_away_and_a_bad_one_is_told_at_its_field(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    _status, told = _pictures(desk)
    status, refused = _pictures(desk, told["draft"], "病毒.exe", b"MZ")
    assert (status, list(refused["error"]["fields"])) == (422, ["files"])
    drop = f"/complaint/draft/{told['draft']}/file/{told['files'][0]['id']}/drop"
    assert desk.send(drop).status_code == 200
    assert desk.send(drop).status_code == 404
    assert "破损.png" not in desk.get(f"/complaint/add?draft={told['draft']}").text


def test_a_draft_is_discarded_on_request(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    kept = _kept(desk)
    assert desk.send(f"/complaint/draft/{kept['draft']}/discard").status_code == 302
    assert STORY not in desk.get("/complaint/add").text
    assert desk.send(f"/complaint/draft/{kept['draft']}/discard").status_code == 404


def test_an_untouched_draft_is_forgotten_with_its_files(company: Company) -> None:
    with unit_of_work():
        old = drafts.keep_draft([("description", STORY)], actor=company.person("li"), now=MONDAY)
        drafts.keep_draft([], actor=company.person("chen"), now=MONDAY + timedelta(days=2))
        old_id = old.id
    with pytest.raises(NotFound):
        drafts.draft_of(company.person("li"), old_id, MONDAY + drafts.KEPT)
    drafts.sweep_drafts(MONDAY + drafts.KEPT)
    db.session.rollback()
    assert [row.person_id for row in db.session.scalars(select(ComplaintDraft))] == [company.people["chen"]]


def test_a_person_keeps_so_many_drafts_and_no_more_than_a_form_holds(company: Company) -> None:
    with unit_of_work():
        for minute in range(25):
            drafts.keep_draft([], actor=company.person("li"), now=MONDAY + timedelta(minutes=minute))
    kept = drafts.drafts_of(company.person("li"), MONDAY)
    assert len(kept) == 20
    assert max(each.touched_at for each in kept) == MONDAY + timedelta(minutes=24)
    with pytest.raises(Invalid):
        drafts.keep_draft([("description", "长" * 200_001)], actor=company.person("li"), now=MONDAY)


def test_the_record_is_read_back_in_sentences(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    said = desk.send("/complaint/readback", typed(company, claim="1500", place="江汉路", complaint_count="2"))
    for words in ("您是王芳", "138****8000", "货损", "两瓶酒已碎", "¥1,500.00", "江汉路", "第 2 次"):
        assert words in said.json["sentences"], words
    assert db.session.scalars(select(Complaint)).all() == []
    wrong = desk.send("/complaint/readback", typed(company, description="", loss="viel"))
    assert wrong.status_code == 422
    assert set(wrong.json["fields"]) == {"description", "loss"}
    assert re.search("[\u4e00-\u9fff]", wrong.json["fields"]["loss"][0])


def test_the_form_begins_with_the_line_answered_last(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    assert 'selected value="hotline_400"' not in desk.get("/complaint/add").text
    assert desk.send("/complaint/add", typed(company)).status_code == 302
    page = desk.get("/complaint/add").text
    assert re.search(r'<option selected value="hotline_400"', page)
