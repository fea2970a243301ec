"""Question sets and rounds: what may be changed when, who is asked, and that nobody is asked twice."""

import pytest
from sqlalchemy import func, select

from app.core.errors import Invalid, Refused
from app.customers.merging import archive
from app.customers.models import Customer
from app.db import by_id, unit_of_work
from app.extensions import db
from app.outbox import Message
from app.surveys import verbs, workflow
from app.surveys.group import preview_of
from app.surveys.models import SurveyRound
from app.surveys.sending import send_due
from tests.complaints.company import MONDAY, Company
from tests.surveys.asked import (
    PHONE,
    composed,
    customer,
    days,
    invitations,
    prepared,
    scheduled,
    sent,
    token,
    who,
)


def reasons(company: Company, row: SurveyRound, **more: int) -> dict[str, int]:
    return dict(preview_of(row, None, MONDAY).left_out)


def test_a_draft_is_composed_and_its_questions_are_moved(company: Company) -> None:
    row = composed(company, publish=False)
    with unit_of_work():
        verbs.move_question(row.questions[4], -1, **who(company))
        verbs.remove_question(row.questions[0], **who(company))
    assert [(each.no, each.kind) for each in row.questions] == [
        (1, "score10"),
        (2, "single"),
        (3, "text"),
        (4, "multi"),
    ]
    with pytest.raises(Invalid) as refused, unit_of_work():
        verbs.add_question(row, kind="single", text="选一个", options_text="只有一个", **who(company))
    assert "options_text" in refused.value.fields


def test_what_is_published_stays_and_is_copied(company: Company) -> None:
    row = composed(company)
    with pytest.raises(Refused), unit_of_work():
        verbs.add_question(row, kind="text", text="还有吗？", **who(company))
    with unit_of_work():
        verbs.edit_again(row, **who(company))
        verbs.publish(row, **who(company))
    customer(company, "江城百货", phone=PHONE)
    scheduled(company, prepared(company, row))
    with pytest.raises(Refused), unit_of_work():
        verbs.edit_again(row, **who(company))
    with unit_of_work():
        made = verbs.copy(row, **who(company))
    assert (made.state, len(made.questions), made.questions[2].options) == ("draft", 5, ["零担", "整车", "快递"])
    with unit_of_work():
        empty = verbs.compose(title="空的", **who(company))
    with pytest.raises(Refused), unit_of_work():
        verbs.publish(empty, **who(company))


def test_the_preview_says_who_is_left_out_and_why(company: Company) -> None:
    customer(company, "无手机客户", phone="027-85551234")
    customer(company, "不愿联系客户", phone="13912340001", do_not_contact=True)
    gone = customer(company, "已归档客户", phone="13912340002")
    customer(company, "第一个", phone=PHONE)
    customer(company, "同一号码", phone=PHONE)
    customer(company, "已销户", phone="13912340003", status="closed")
    with unit_of_work():
        archive(gone, reason="不再合作", **who(company))
    row = prepared(company, composed(company))
    found = preview_of(row, None, MONDAY)
    assert found.left_out == {"no_address": 1, "do_not_contact": 1, "archived": 1, "twice": 1, "closed": 1}
    assert [each.name for each in found.named["archived"]] == ["已归档客户"]
    assert len(found.asked) == 2, "鑫源, and 第一个"


def test_the_group_is_what_was_chosen(company: Company) -> None:
    customer(company, "食品厂", phone=PHONE, industry="food", region="42")
    customer(company, "机械厂", phone="13912340009", industry="machinery", region="42", owner_id=company.people["li"])
    asked = composed(company)

    def names(**facts: object) -> set[str]:
        found = preview_of(prepared(company, asked, **facts), None, MONDAY).asked
        return {db.session.get_one(Customer, key).name for key, _contact in found}

    gold = db.session.get_one(Customer, company.customer_id).tier_id
    assert names(tiers=[str(gold)]) == {"武汉鑫源商贸有限公司"}
    assert names(regions=["42"], industries=["food"]) == {"食品厂"}
    assert names(owner_id=company.people["li"]) == {"机械厂"}
    assert names(complained_days=30) == set()
    with pytest.raises(Invalid) as refused:
        names(industries=["魔法"])
    assert set(refused.value.fields) == {"industries"}


def test_the_worker_asks_each_customer_once_and_finishes(company: Company) -> None:
    customer(company, "江城百货", phone=PHONE)
    row = scheduled(company, prepared(company, composed(company), send_at=MONDAY + days(1)))
    send_due(MONDAY)
    assert {each.state for each in invitations()} == {"planned"}
    for _ in range(3):
        send_due(MONDAY + days(1))
    assert [each.state for each in invitations()] == ["sent", "sent"]
    messages = select(func.count(Message.id)).where(Message.template_code == "survey_invitation")
    assert db.session.scalar(messages) == 2
    assert db.session.get_one(SurveyRound, row.id).state == "sent"
    again = prepared(company, row.question_set)
    assert preview_of(again, None, MONDAY + days(5)).left_out == {"asked_lately": 2}
    assert len(preview_of(again, None, MONDAY + days(120)).asked) == 2


def test_what_changed_meanwhile_is_heeded_when_it_is_sent(company: Company) -> None:
    late = customer(company, "江城百货", phone=PHONE)
    row = scheduled(company, prepared(company, composed(company), send_at=MONDAY + days(1)))
    with unit_of_work():
        late.contacts[0].do_not_contact = True
    send_due(MONDAY + days(1))
    assert [(each.state, each.reason) for each in invitations()] == [("sent", ""), ("left_out", "do_not_contact")]
    assert invitations()[1].token_hash is None
    assert db.session.get_one(SurveyRound, row.id).state == "sent"


def test_quiet_hours_are_kept(company: Company) -> None:
    customer(company, "江城百货", phone=PHONE, quiet_from="08:00", quiet_until="11:30")
    sent(company, MONDAY)
    newest = db.session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()
    assert newest.due_at == MONDAY.replace(hour=11, minute=30)


def test_a_stopped_round_asks_nobody_else(company: Company) -> None:
    row = sent(company, MONDAY)
    key = token()
    with unit_of_work():
        workflow.stop(row, **who(company))
    assert {each.state for each in invitations()} == {"stopped"}
    from app.surveys.links import open_invitation

    assert open_invitation(key, MONDAY) is None
    with pytest.raises(Refused), unit_of_work():
        workflow.stop(row, **who(company))


def test_only_a_published_set_and_somebody_to_ask(company: Company) -> None:
    with pytest.raises(Invalid) as refused:
        prepared(company, composed(company, publish=False))
    assert set(refused.value.fields) == {"set_id"}
    row = prepared(company, composed(company), regions=["11"])
    with pytest.raises(Refused):
        scheduled(company, row)
    assert by_id(SurveyRound, row.id).state == "draft"  # type: ignore[union-attr]
