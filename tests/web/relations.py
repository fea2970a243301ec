"""What the company of `tests.web.site` knows of its customer beside name and contact."""

import sqlalchemy as sa

from app.core import clock
from app.customers.models import Customer
from app.customers.verbs import add_address
from app.db import unit_of_work
from app.extensions import db
from app.security import Person
from tests.complaints.company import Company


def relate(company: Company) -> None:
    """An address."""
    boss = db.session.scalars(sa.select(Person).where(Person.username == "boss")).one()
    customer = db.session.get_one(Customer, company.customer_id)
    with unit_of_work():
        add_address(customer, kind="pickup", line="武汉市江汉区新华街12号", actor=boss, now=clock.now())
