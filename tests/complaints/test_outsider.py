"""The manager of Jianghan holds every permission there is, and tries everything on Hongshan's complaint.

The addresses come from the app's own map, so that a new screen is tried without being named here.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.routing import IntegerConverter, Rule

from app.complaints import workflow
from app.complaints.models import Complaint, Proposal
from app.complaints.states import VERBS
from app.core import clock
from app.customers.models import Contact, Customer, Waybill
from app.customers.verbs import add_contact, register_customer
from app.customers.visits.models import Visit
from app.customers.visits.verbs import plan as plan_visit
from app.db import by_id, unit_of_work
from app.deadlines import Deadline, DeadlineEvent
from app.events import Event
from app.extensions import appbuilder, db
from app.files import Attachment
from app.outbox import Message
from app.security import system_scope
from tests.complaints.company import Company
from tests.complaints.desks import manager
from tests.people import Browser

SECRET = "洪山机密"
REFUSED = {403, 404, 405}
STEPS: dict[Any, list[str]] = {
    Complaint: [*VERBS, "reveal"],
    Visit: ["record", "postpone", "hand_over", "cancel", "amend"],
}
"""What is tried with the rows of a table."""


@dataclass(frozen=True)
class Prey:
    """Ids of everything that belongs to Hongshan's complaint, by model; what no answer may hold."""

    ids: dict[type, int]
    words: tuple[str, ...]


@pytest.fixture
def prey(company: Company) -> Prey:
    now, li, hongshan = clock.now(), company.person("li"), company.departments["hongshan"]
    with unit_of_work():
        customer = register_customer(name=f"{SECRET}客户", department_id=hongshan, actor=li, now=now)
        contact = add_contact(customer, name=f"{SECRET}联系人", phone="13711112222", actor=li, now=now)
        waybill = Waybill(no="XB-SECRET-1", customer_id=customer.id, origin_id=hongshan, destination_id=hongshan)
        db.session.add(waybill)
        db.session.flush()
        visit = plan_visit(
            customer_id=customer.id,
            contact_id=contact.id,
            planned_at=now + timedelta(days=1),
            purpose=f"{SECRET}目的",
            actor=li,
            now=now,
        )
        complaint = workflow.register(
            channel="hotline_400",
            category_id=company.damage_id,
            customer_id=customer.id,
            contact_id=contact.id,
            waybill_id=waybill.id,
            description=f"{SECRET}描述",
            title=f"{SECRET}标题",
            actor=li,
            now=now,
        )
        photo = FileStorage(io.BytesIO(f"{SECRET}附件".encode()), filename=f"{SECRET}.txt")
        workflow.attach(complaint, files=[photo], actor=li, now=now)
        workflow.accept(complaint, actor=li, now=now)
        workflow.dispatch(complaint, department_id=hongshan, actor=li, now=now)
        workflow.investigate(complaint, findings=f"{SECRET}调查", actor=li, now=now)
        workflow.propose(complaint, remedy="apology", text=f"{SECRET}方案", actor=li, now=now)
        ids = {type(row): row.id for row in (complaint, customer, contact, waybill, visit)}
    ids |= {model: _last(model) for model in (Proposal, Event, Deadline, DeadlineEvent, Message, Attachment)}
    return Prey(ids, (SECRET, complaint.no, "XB-SECRET-1", "13711112222", "137****2222"))


def test_every_address_of_the_app_refuses(app: Flask, company: Company, prey: Prey) -> None:
    thief = manager(app, company, "jianghan", everywhere=True)
    before, token, tried = _traces(prey), thief.token("/"), 0
    for rule in app.url_map.iter_rules():
        for url, guarded in _urls(rule, prey):
            for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE", "PATCH"}):
                answer = _ask(thief, token, method, url)
                assert not _told(answer, prey), f"{method} {url} tells it"
                assert not guarded or answer.status_code in REFUSED, f"{method} {url}: {answer.status_code}"
                tried += 1
    assert tried > len(VERBS) * 3
    assert _traces(prey) == before


def test_hongshans_own_manager_is_told_all_of_it(app: Flask, company: Company, prey: Prey) -> None:
    """The control: those words are on the pages of the one who may read them."""
    page = manager(app, company, "hongshan").get(f"/complaint/show/{prey.ids[Complaint]}").text
    assert all(word in page for word in prey.words if word != "13711112222")


def test_nothing_is_found_by_searching_sorting_or_suggesting(app: Flask, company: Company, prey: Prey) -> None:
    thief = manager(app, company, "jianghan")
    for url in (
        f"/complaint/list/?_flt_0_complainant={SECRET}",
        "/complaint/list/?_oc_ComplaintView=no&_od_ComplaintView=asc",
        "/complaint/list/?_oc_ComplaintView=registered_by.password&_od_ComplaintView=asc",
        "/complaint/choices?q=",
        f"/complaint/callers?q={SECRET}",
        "/complaint/callers?q=13711112222",
        "/complaint/callers?q=2222",
        "/complaint/callers?q=XB-SECRET-1",
        f"/customer/choices?q={SECRET}",
        "/waybill/choices?q=XB",
        f"/contact/choices?q={SECRET}",
        "/api/v1/complaint/?q=(page_size:100)",
        "/api/v1/customer/?q=(page_size:100)",
    ):
        answer = thief.get(url)
        assert answer.status_code == 200, url
        # The term itself may stand in the search box again.
        assert prey.words[1] not in answer.text, url
        assert f"{SECRET}客户" not in answer.text, url


def test_what_belongs_to_hongshan_can_not_be_named_in_a_form_either(app: Flask, company: Company, prey: Prey) -> None:
    thief = manager(app, company, "jianghan")
    facts = {"channel": "hotline_400", "category_id": company.damage_id, "description": "x"}
    for stolen in (
        {"caller": f"{prey.ids[Customer]}-{prey.ids[Contact]}-0"},
        {"waybill_id": prey.ids[Waybill]},
        {"caller": f"{prey.ids[Customer]}-0-{prey.ids[Waybill]}"},
    ):
        assert thief.send("/complaint/add", facts | stolen).status_code == 422, stolen
    assert thief.get(f"/contact/add?customer={prey.ids[Customer]}").status_code == 404
    planted = {"customer": prey.ids[Customer], "name": "我的人", "language": "zh"}
    assert thief.send("/contact/add", planted).status_code == 422
    assert thief.send("/complaint/action_post", {"action": "delete", "rowid": prey.ids[Complaint]}).status_code == 404
    assert db.session.scalars(select(Contact).where(Contact.name == "我的人")).all() == []


def _urls(rule: Rule, prey: Prey) -> Iterator[tuple[str, bool]]:
    """The rule's addresses on Hongshan's rows; whether each must be refused."""
    if rule.endpoint.endswith("static") or "logout" in rule.rule or not rule.methods:
        return
    model = _model_of(rule)
    known = prey.ids.get(model) if model else None
    keys = [name for name, converter in rule._converters.items() if isinstance(converter, IntegerConverter)]
    others = [name for name in rule.arguments if name not in keys]
    for word in STEPS.get(model, ["delete"]):
        built = rule.build(dict.fromkeys(keys, known or prey.ids[Complaint]) | dict.fromkeys(others, word))
        if built is not None:
            yield built[1], bool(keys and known)
        if not others:
            return


def _model_of(rule: Rule) -> type | None:
    name = rule.endpoint.partition(".")[0]
    if name == "AttachmentView":
        return Attachment
    view: Any = next((view for view in appbuilder.baseviews if view.endpoint == name), None)
    return getattr(getattr(view, "datamodel", None), "obj", None)


def _ask(thief: Browser, token: str, method: str, url: str) -> Any:
    if method == "GET":
        return thief.get(url)
    headers = {"X-CSRFToken": token}
    if url.startswith("/api/"):
        return thief.open(url, method=method, json={"note": "x"}, headers=headers)
    form = {"csrf_token": token, "note": "x", "reason": "x", "answer": "x"}
    return thief.open(url, method=method, data=form)


def _told(answer: Any, prey: Prey) -> bool:
    return any(word in answer.text for word in prey.words)


def _traces(prey: Prey) -> tuple[Any, ...]:
    """What would be different had anything been done."""
    db.session.rollback()
    with system_scope():
        complaint: Any = by_id(Complaint, prey.ids[Complaint])
        events = select(Event.id).where(Event.owner_kind == "complaint", Event.owner_id == complaint.id)
        return complaint.version, complaint.state, len(db.session.scalars(events).all())


def _last(model: Any) -> int:
    return db.session.scalars(select(model.id).order_by(model.id.desc()).limit(1)).one()
