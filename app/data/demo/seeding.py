"""Seeds the demo into an empty database."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select

from app.complaints.models import Complaint
from app.core.clock import SHANGHAI
from app.core.errors import Refused
from app.core.i18n import N_
from app.customers.models import Customer, Waybill
from app.data.demo.absences import add_absences
from app.data.demo.clients import build_clients
from app.data.demo.company import build_company
from app.data.demo.fields import add_fields
from app.data.demo.files import fill_files
from app.data.demo.hours import YEAR
from app.data.demo.ownforms import add_forms
from app.data.demo.relations import add_relations
from app.data.demo.replay import Progress, Replay
from app.data.demo.replies import add_replies
from app.data.demo.stamps import stamping
from app.data.demo.surveys import add_surveys
from app.data.demo.visits import add_visits
from app.db import unit_of_work
from app.extensions import db
from app.org.models import Department
from app.outbox import suppressed
from app.rulebook import current_pack_version
from app.security import Person, system_scope
from app.security.passwords import DEMO_PASSWORD

COMPLAINTS = 200
SEED = 20261122


@dataclass(frozen=True)
class DemoSummary:
    """How many rows there are; complaints by state too."""

    departments: int
    people: int
    customers: int
    waybills: int
    complaints: int
    states: dict[str, int]

    def __str__(self) -> str:
        states = ", ".join(f"{state} {count}" for state, count in self.states.items())
        return (
            f"{self.departments} departments, {self.people} people, {self.customers} customers, "
            f"{self.waybills} waybills, {self.complaints} complaints ({states})"
        )


def seed_demo(
    *,
    complaints: int = COMPLAINTS,
    seed: int = SEED,
    until: date | datetime,
    password: str = DEMO_PASSWORD,
    progress: Progress | None = None,
) -> DemoSummary:
    """Fill an empty database, whose roles and rulebook are seeded, with the demo company and its past year.

    The past ends at `until`: an aware instant, or the beginning of a day in Shanghai. Nothing of it is ever sent.
    The same seed and end give the same rows. One unit of work, so that what is interrupted leaves nothing behind.
    Raises Refused where there is data already, or no policy pack for that year.
    """
    end = until.replace(microsecond=0) if isinstance(until, datetime) else datetime.combine(until, time(), SHANGHAI)
    begin = end - YEAR
    with system_scope(), suppressed():
        with unit_of_work(), stamping(begin) as stamps:
            refuse_unless_empty()
            current_pack_version(begin)
            company = build_company(password, begin)
            clients = build_clients(random.Random(f"{seed}/clients"), company, begin)
            fill_files(random.Random(f"{seed}/files"), company, begin)
            add_fields(random.Random(f"{seed}/fields"), begin)
            add_replies()
            Replay(seed, company, clients, complaints, end).run(stamps, progress)
            add_forms(random.Random(f"{seed}/forms"), stamps, end)
            add_relations(random.Random(f"{seed}/relations"), company, end)
            add_visits(random.Random(f"{seed}/visits"), stamps, end)
            add_surveys(random.Random(f"{seed}/surveys"), company, stamps, end)
            add_absences(company, stamps, end)
        return _summary()


def is_empty() -> bool:
    """Whether nobody has begun to work with this database: no department, customer or complaint."""
    with system_scope():
        return not any(_count(model) for model in (Department, Customer, Complaint))


def refuse_unless_empty() -> None:
    """Raises Refused where there is data already."""
    if not is_empty():
        raise Refused(N_("The demo company goes into an empty database only; this one has data."))


def _summary() -> DemoSummary:
    states = Counter(db.session.scalars(select(Complaint.state)))
    return DemoSummary(
        departments=_count(Department),
        people=_count(Person),
        customers=_count(Customer),
        waybills=_count(Waybill),
        complaints=sum(states.values()),
        states=dict(sorted(states.items())),
    )


def _count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
