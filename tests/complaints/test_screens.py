"""The screens of complaints, as an operator and a station's manager use them."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints.models import Complaint
from app.core.money import Money
from app.events import history_of
from app.extensions import db
from tests.complaints.company import Company
from tests.complaints.desks import manager, operator
from tests.complaints.typed import STEPS, only, press, register, typed

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "5e5bd2de0000000049454e44ae426082"
)


def test_the_caller_is_suggested_with_a_masked_number(app: Flask, company: Company) -> None:
    found = operator(app, company).get("/complaint/callers?q=8000").json["results"]
    assert found == [
        {
            "id": f"{company.customer_id}-{company.contact_id}-0",
            "text": "王芳 · 138****8000 · 武汉鑫源商贸有限公司 (KH000001) · 金牌",
            "hints": {
                "complainant": "王芳",
                "phone": "138****8000",
                "email": "wang.fang@example.com",
                "waybill_id-text": "",
            },
        }
    ]


def test_registering_with_a_photo_leads_to_the_page_with_everything(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    complaint = register(desk, company, files=[(io.BytesIO(PNG), "破损照片.png")])
    page = desk.get(f"/complaint/show/{complaint.id}").text
    for text in (complaint.no, "外包装破损", "王芳", "138****8000", "破损照片.png", "data-countdown"):
        assert text in page
    assert "13800138000" not in page
    download = re.search(r"/file/\d+", page)
    assert download
    assert desk.get(download.group()).data == PNG
    assert complaint.loss == Money(80000)
    assert [event.verb for event in history_of(complaint)] == ["register", "attach"]


def test_a_waybill_at_a_station_is_registered_and_counted(app: Flask, company: Company) -> None:
    facts = {"waybill_id": str(company.waybill_id), "station_id": str(company.departments["jianghan"])}
    complaint = register(operator(app, company), company, **facts)
    assert complaint.waybill_id == company.waybill_id


def test_an_unknown_caller_is_added_on_the_spot(app: Flask, company: Company) -> None:
    complaint = register(operator(app, company), company, caller="", complainant="刘洋", phone="１３９００１３９０００")
    assert complaint.customer.name == "刘洋"
    assert complaint.phone == "+8613900139000"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("description", ""),
        ("description", "x" * 100_000),
        ("description", "a\0b"),
        ("title", "\x07"),
        ("loss", "viel"),
        ("claim", "-1"),
        ("occurred_at", "22.11.2026"),
        ("occurred_at", "2999-01-01T00:00"),
        ("phone", "noch nicht"),
        ("email", "nobody"),
        ("category_id", "999999"),
        ("category_id", ""),
        ("channel", "pigeon"),
        ("behaviours", ["dances"]),
        ("complaint_count", "0"),
        ("station_id", "4711"),
        ("caller", "999-0-0"),
        ("caller", "'; drop table"),
        ("waybill_id", "4711"),
        ("place", "街" * 201),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    app: Flask, company: Company, field: str, value: Any
) -> None:
    wrong = typed(company, **{"expected_remedy": "请赔偿😀", field: value})
    answer = operator(app, company).send("/complaint/add", wrong)
    assert answer.status_code == 422
    at = re.search(rf'id="{field}-hint"(.*?)</div>', answer.text, re.DOTALL)
    assert at, f"no message at {field}"
    assert 'class="error"' in at.group(1)
    assert "请赔偿😀" in answer.text
    assert "王芳" in answer.text or field == "caller"
    assert db.session.scalars(select(Complaint)).all() == []


def test_full_width_digits_and_emoji_are_understood(app: Flask, company: Company) -> None:
    complaint = register(
        operator(app, company), company, loss="１，２００．５０", description="太慢了😡", complaint_count="１"
    )
    assert (complaint.loss, complaint.description) == (Money(120050), "太慢了😡")


ASIDE: list[tuple[str, dict[str, str]]] = [
    ("amend", {"loss": "6000"}),
    ("regrade", {}),
    ("promise_callback", {"at": "2099-01-01T10:00"}),
    ("callback_done", {}),
    ("call_satisfaction", {"result": "satisfied"}),
    ("escalate", {"note": "太久"}),
    ("pause", {"note": "等材料"}),
    ("resume", {}),
    ("note", {"note": "客户再来电"}),
    ("verdict", {"verdict": "sustained", "party": "department", "reason": "装卸不当"}),
    ("reveal", {"reason": "回访客户"}),
]


def test_every_step_is_taken_through_its_form(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    complaint = register(desk, company)
    for number, (step, facts) in enumerate(STEPS):
        answer = press(desk, company, complaint, step, facts)
        assert answer.status_code == 302, (step, answer.text)
        if number == 1:
            for aside, told in ASIDE:
                answer = press(desk, company, complaint, aside, told)
                assert answer.status_code == 302, (aside, answer.text)
        page = desk.get(f"/complaint/show/{complaint.id}")
        assert page.status_code == 200
    complaint = only()
    assert complaint.state == "archived"
    assert complaint.severity == "major"
    assert complaint.customer_id == company.customer_id
    assert complaint.phone == "+8613800138000"


def test_withdrawing_is_offered_until_there_is_a_verdict(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    complaint = register(desk, company)
    for step, facts in STEPS[:2]:
        press(desk, company, complaint, step, facts)
    assert "/verb/withdraw" in desk.get(f"/complaint/show/{complaint.id}").text
    press(desk, company, complaint, *ASIDE[-2])
    assert "/verb/withdraw" not in desk.get(f"/complaint/show/{complaint.id}").text
    assert press(desk, company, complaint, "withdraw", {"note": "算了"}).status_code == 422


def test_the_page_knows_which_categories_ask_for_behaviours(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    complaint = register(desk, company, category_id=str(company.attitude_id), behaviours=["rude"])
    assert (complaint.kind, complaint.behaviours) == ("attitude", ["rude"])
    for path in ("/complaint/add", f"/complaint/{complaint.id}/verb/amend"):
        page = desk.get(path).text
        known = re.search(r'data-attitude="([^"]*)"', page)
        assert known
        assert str(company.attitude_id) in known.group(1).split(",")
        assert str(company.damage_id) not in known.group(1).split(",")


def test_a_late_step_reads_a_clear_refusal_and_keeps_what_was_typed(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    complaint = register(desk, company)
    answer = desk.send(f"/complaint/{complaint.id}/verb/decline", {"answer": "不接受这个"})
    assert answer.status_code == 422
    assert complaint.no in answer.text
    assert "不接受这个" in answer.text


def test_only_open_steps_are_offered(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    complaint = register(desk, company)
    page = desk.get(f"/complaint/show/{complaint.id}").text
    offered = set(re.findall(rf"/complaint/{complaint.id}/verb/(\w+)", page))
    assert {"accept", "amend", "withdraw", "note"} <= offered
    assert not {"dispatch", "close", "agree", "archive", "reopen"} & offered
    assert "pause" in offered
    assert not {"resume", "callback_done"} & offered


def test_a_number_is_shown_after_a_recorded_reason(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    complaint = register(desk, company)
    assert desk.send(f"/complaint/{complaint.id}/verb/reveal", {"reason": ""}).status_code == 422
    assert desk.send(f"/complaint/{complaint.id}/verb/reveal", {"reason": "回访客户"}).status_code == 302
    page = desk.get(f"/complaint/show/{complaint.id}").text
    assert "13800138000" in page
    assert "回访客户" in page


def test_a_contacts_number_is_shown_after_a_recorded_reason_to_nobody_else(app: Flask, company: Company) -> None:
    desk, other = operator(app, company), manager(app, company, "jianghan")
    url = f"/contact/{company.contact_id}/verb/reveal"
    assert desk.send(url, {"reason": "约定上门取件"}).status_code == 302
    assert "13800138000" in desk.get(f"/contact/show/{company.contact_id}").text
    assert "13800138000" not in other.get(f"/contact/show/{company.contact_id}").text


def test_the_first_page_tells_what_waits(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    register(desk, company)
    assert "/complaint/list/?_flt_1_state=registered" in desk.get("/").text


def test_the_list_counts_down_and_searches(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    complaint = register(desk, company)
    page = desk.get("/complaint/list/").text
    assert complaint.no in page
    assert "data-countdown" in page
    assert complaint.no in desk.get("/complaint/list/?_flt_0_no=0001").text
    assert complaint.no not in desk.get("/complaint/list/?_flt_0_state=closed").text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_screen_opens(app: Flask, company: Company, language: str) -> None:
    desk = operator(app, company)
    complaint = register(desk, company)
    assert desk.send(f"/language/{language}").status_code == 302
    for path in (
        "/customer/list/",
        "/contact/list/",
        "/waybill/list/",
        "/tier/list/",
        "/customer/add",
        "/contact/add",
        "/waybill/add",
        "/tier/add",
        "/complaint/add",
        "/complaint/list/",
        f"/complaint/show/{complaint.id}",
        f"/customer/show/{company.customer_id}",
        f"/customer/edit/{company.customer_id}",
        f"/waybill/show/{company.waybill_id}",
        f"/waybill/edit/{company.waybill_id}",
    ):
        assert desk.get(path).status_code == 200, path


def test_a_contacts_number_is_in_no_form_and_masked_on_every_page(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    for path in (
        f"/contact/show/{company.contact_id}",
        f"/contact/edit/{company.contact_id}",
        f"/customer/show/{company.customer_id}",
        "/contact/list/",
        f"/contact/{company.contact_id}/verb/change_phone",
    ):
        assert "13800138000" not in desk.get(path).text
