"""The track of a waybill: each event once, the newest moves the status; customers are told where their tier says so."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.errors import Invalid, NotFound
from app.customers.models import Tier, TrackingEvent, Waybill
from app.customers.tracking import track, track_rows
from app.customers.words import TOLD_KINDS
from app.db import unit_of_work
from app.extensions import db
from app.org.tree import subtree_ids
from app.outbox import Message
from app.security import Scope, use_scope
from tests.complaints.company import MONDAY, Company
from tests.complaints.desks import every_right
from tests.people import browser, login, make_person


def waybill(company: Company) -> Waybill:
    return db.session.get_one(Waybill, company.waybill_id)


def happened(company: Company, kind: str, **facts: Any) -> bool:
    with unit_of_work():
        return track(waybill(company), kind=kind, **({"actor": company.person("li"), "now": MONDAY} | facts))


def told(company: Company) -> list[str]:
    """The kinds of message about waybills."""
    return list(db.session.scalars(select(Message.template_code).where(Message.owner_kind == "waybill")))


def tells(*kinds: str) -> None:
    """Golden customers are told of these."""
    with unit_of_work():
        db.session.scalars(select(Tier)).one().tells = list(kinds)


def test_the_newest_event_moves_the_status(company: Company) -> None:
    happened(company, "picked_up", at=MONDAY - timedelta(hours=5))
    assert (waybill(company).status, waybill(company).shipped_at) == ("picked_up", MONDAY - timedelta(hours=5))
    happened(company, "signed", at=MONDAY)
    happened(company, "departed", at=MONDAY - timedelta(hours=3))
    assert (waybill(company).status, waybill(company).delivered_at) == ("signed", MONDAY)


def test_what_is_sent_twice_is_kept_once(company: Company) -> None:
    assert [happened(company, "damaged", note="外箱破"), happened(company, "damaged")] == [True, False]
    assert len(db.session.scalars(select(TrackingEvent)).all()) == 1


@pytest.mark.parametrize("kind", TOLD_KINDS)
def test_customers_are_told_where_their_tier_says_so(company: Company, kind: str) -> None:
    happened(company, kind, at=MONDAY - timedelta(minutes=1))
    assert told(company) == []
    tells(kind)
    happened(company, kind)
    assert told(company) == [f"waybill_{kind}"]


def test_old_news_and_imports_tell_nobody(company: Company) -> None:
    tells(*TOLD_KINDS)
    happened(company, "signed", at=MONDAY - timedelta(days=2))
    happened(company, "damaged", source="import")
    happened(company, "arrived")
    assert told(company) == []


def test_a_waybill_of_nobody_we_know_tells_nobody(company: Company) -> None:
    tells(*TOLD_KINDS)
    with unit_of_work():
        waybill(company).customer_id = None
    happened(company, "signed")
    assert told(company) == []


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "flown"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"kind": "signed", "at": MONDAY + timedelta(days=1)}, "at"),
        ({"kind": "signed", "at": "soon"}, "at"),
        ({"kind": "signed", "station_id": 4711}, "station_id"),
        ({"kind": "signed", "note": "x" * 501}, "note"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(company: Company, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        happened(company, **facts)
    assert set(refusal.value.fields) == {field}


def test_a_station_at_neither_end_does_not_reach_it(company: Company) -> None:
    calls = Scope("tree", company.people["zhou"], frozenset({company.departments["calls"]}))
    row = waybill(company)
    with use_scope(calls), pytest.raises(NotFound), unit_of_work():
        track(row, kind="signed", actor=company.person("zhou"), now=MONDAY)
    both = Scope("tree", company.people["sun"], subtree_ids(company.departments["hongshan"]))
    with use_scope(both), unit_of_work():
        assert track(row, kind="signed", actor=company.person("sun"), now=MONDAY)


def test_an_import_says_what_became_of_each_row(company: Company) -> None:
    no = "XB2026112300017"
    rows = [
        {"waybill_no": no, "kind": "picked_up", "at": MONDAY - timedelta(days=3), "station_code": "hongshan"},
        {"waybill_no": no, "kind": "picked_up", "at": MONDAY - timedelta(days=3)},
        {"waybill_no": "nobody's", "kind": "signed"},
        {"waybill_no": no, "kind": "signed", "station_code": "moon"},
    ]
    taken = track_rows(rows, source="import", actor=company.person("li"), now=MONDAY)
    assert (taken.new, taken.known, sorted(taken.wrong)) == (1, 1, [2, 3])


def test_the_page_shows_the_track_and_programs_send_it(app: Flask, company: Company) -> None:
    make_person("boss", permissions=every_right())
    boss = login(browser(app), "boss")
    token = {"X-CSRFToken": boss.token("/")}
    event = {"waybill_no": "XB2026112300017", "kind": "damaged", "at": "2026-11-23T08:00", "station_code": "hongshan"}
    answers = [boss.post("/api/v1/tracking/", json=event, headers=token).status_code for _ in range(2)]
    assert answers == [201, 409]
    assert boss.post("/api/v1/tracking/", json=event | {"waybill_no": "?"}, headers=token).status_code == 422
    assert (
        boss.send(f"/waybill/{company.waybill_id}/verb/track", {"kind": "arrived", "place": "武汉"}).status_code == 302
    )
    page = boss.get(f"/waybill/show/{company.waybill_id}").text
    assert [word for word in ("破损", "武汉洪山网点", "接口推送", "到达网点", "人工录入") if word not in page] == []
    make_person("clerk", permissions=[("can_list", "WaybillView"), ("can_show", "WaybillView")])
    clerk = login(browser(app), "clerk")
    assert clerk.send(f"/waybill/{company.waybill_id}/verb/track", {"kind": "signed"}).status_code == 403
