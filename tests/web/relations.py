"""What the company of `tests.web.site` knows of its customer beside name and contact."""

import sqlalchemy as sa

from app.core import clock
from app.customers.inquiries import verbs as inquiries
from app.customers.models import Customer
from app.customers.verbs import add_address
from app.db import unit_of_work
from app.extensions import db
from app.security import Person
from tests.complaints.company import Company


def relate(company: Company) -> None:
    """An address, an inquiry in each state."""
    boss = db.session.scalars(sa.select(Person).where(Person.username == "boss")).one()
    customer = db.session.get_one(Customer, company.customer_id)
    with unit_of_work():
        add_address(customer, kind="pickup", line="武汉市江汉区新华街12号", actor=boss, now=clock.now())
        asked = {"caller": "王芳", "customer_id": customer.id, "question": "货什么时候到？", "actor": boss}
        done, answered, _open = (inquiries.register(**asked, now=clock.now()) for _ in range(3))
        for each in (done, answered):
            inquiries.answer(each, answer="明天", actor=boss, now=clock.now())
        inquiries.close(done, anything_else="没有了", actor=boss, now=clock.now())
