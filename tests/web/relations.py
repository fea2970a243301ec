"""What the company of `tests.web.site` knows of its customer beside name and contact."""

from datetime import timedelta

import sqlalchemy as sa

from app.core import clock
from app.customers.inquiries import verbs as inquiries
from app.customers.models import Customer, Tier, Waybill
from app.customers.tiers.models import TierProposal, TierRule
from app.customers.tracking import track
from app.customers.verbs import add_address
from app.customers.visits import verbs as visits
from app.db import unit_of_work
from app.extensions import db
from app.security import Person
from app.surveys import verbs as sets
from app.surveys import workflow as surveys
from app.surveys.answering import Said, keep
from app.surveys.group import preview_of
from app.surveys.models import SurveyInvitation
from tests.complaints.company import Company


def relate(company: Company) -> None:
    """An address, an inquiry in each state, visits made and to come, a rule of tiers with its proposals, an event on
    a waybill's track."""
    boss = db.session.scalars(sa.select(Person).where(Person.username == "boss")).one()
    customer = db.session.get_one(Customer, company.customer_id)
    with unit_of_work():
        add_address(customer, kind="pickup", line="武汉市江汉区新华街12号", actor=boss, now=clock.now())
        asked = {"caller": "王芳", "customer_id": customer.id, "question": "货什么时候到？", "actor": boss}
        asked["phone"] = "13800138002"
        done, answered, _open = (inquiries.register(**asked, now=clock.now()) for _ in range(3))
        for each in (done, answered):
            inquiries.answer(each, answer="明天", actor=boss, now=clock.now())
        tier = db.session.scalars(sa.select(Tier)).first()
        assert tier is not None
        rows = [{"field": "waybills", "operator": "at_least", "value": 1}]
        db.session.add(TierRule(tier_id=tier.id, rows=rows))
        for state in ("confirmed", "open"):
            db.session.add(TierProposal(customer_id=customer.id, to_tier_id=tier.id, made_at=clock.now(), state=state))
        track(db.session.get_one(Waybill, company.waybill_id), kind="arrived", actor=boss, now=clock.now())
        tomorrow = clock.now() + timedelta(days=1)
        planned = {"customer_id": customer.id, "contact_id": company.contact_id, "actor": boss, "now": clock.now()}
        made, _coming = (visits.plan(**planned, planned_at=tomorrow + timedelta(days=day)) for day in (1, 2))
        visits.record(made, said="一切满意", satisfaction=5, actor=boss, now=clock.now())
        inquiries.close(done, anything_else="没有了", actor=boss, now=clock.now())
    with unit_of_work():
        _survey(boss)


def _survey(boss: Person) -> None:
    """A question set in each state, a round that is sent and answered badly, one that is being prepared."""
    who = {"actor": boss, "now": clock.now()}
    used, draft, retired, unused = (
        sets.compose(title=title, low_of_5=2, **who) for title in ("用过的", "草稿", "停用的", "没用过的")
    )
    for each in (used, draft, retired, unused):
        for text in ("总体满意吗？", "愿意推荐吗？", "还会再来吗？"):
            sets.add_question(each, kind="score5", text=text, required=True, **who)
        if each is not draft:
            sets.publish(each, **who)
    sets.retire(retired, **who)
    row = surveys.prepare(name="已发送的", set_id=used.id, channel="sms", **who)
    surveys.schedule(row, preview_of(row, None, clock.now()), **who)
    for invitation in db.session.scalars(sa.select(SurveyInvitation)):
        surveys.mark_sent(invitation, now=clock.now(), expires_at=clock.now() + timedelta(days=14))
        surveys.mark_answered(invitation, now=clock.now())
        keep(invitation, [Said(used.questions[0], score=1)], now=clock.now())
    surveys.prepare(name="准备中的", set_id=used.id, channel="sms", pause_days=0, **who)
