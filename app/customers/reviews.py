"""A file that nobody has confirmed for long asks its owner to look through it: a job, a card, one click.

Text d asks that files are kept current; how long is long is a setting.
"""

from datetime import datetime, timedelta

from flask import current_app, url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, func, select, true

from app.core import clock
from app.core.clock import local_day
from app.customers.models import Customer
from app.customers.notices import REVIEW
from app.db import by_id, unit_of_work
from app.extensions import db
from app.outbox import enqueue
from app.security import Person, current_actor, may, system_scope
from app.web import Card, register_home_card

_MONTH = timedelta(days=30)


def is_open() -> ColumnElement[bool]:
    """Neither merged nor archived."""
    return and_(Customer.merged_into_id.is_(None), Customer.archived_at.is_(None))


def is_unconfirmed(now: datetime) -> ColumnElement[bool]:
    """Nobody has confirmed it for as long as the setting allows; never where the setting is 0."""
    months = _months()
    since = func.coalesce(Customer.confirmed_at, Customer.created_at)
    asked = true() if months else false()
    return and_(is_open(), Customer.status == "active", asked, since < now - months * _MONTH)


def to_review() -> ColumnElement[bool]:
    """The present user's."""
    actor = current_actor()
    return and_(is_unconfirmed(clock.now()), Customer.owner_id == (actor.id if actor else 0))


def ask_for_review(now: datetime) -> None:
    """The job: tell each owner once a month how many files wait for them."""
    with system_scope():
        waiting = select(Customer.owner_id, func.count(), func.min(Customer.id)).where(
            is_unconfirmed(now), Customer.owner_id.is_not(None)
        )
        for owner_id, count, first in db.session.execute(waiting.group_by(Customer.owner_id)).all():
            with unit_of_work():
                _tell(owner_id, count, first, now)


def _tell(owner_id: int | None, count: int, first: int, now: datetime) -> None:
    owner, customer = by_id(Person, owner_id or 0), by_id(Customer, first)
    if owner is None or customer is None or not owner.active:
        return
    page = f"{current_app.config['SETTINGS'].site()}/customer/list/?only=to_review"
    enqueue(
        REVIEW,
        to=owner,
        owner=customer,
        context={"count": count, "months": _months(), "page": page},
        dedup_key=f"{REVIEW}:{owner_id}:{local_day(now):%Y-%m}",
        now=now,
    )


@register_home_card
def card() -> Card | None:
    """Files that wait for the user."""
    if not may("can_confirm_file", "CustomerView"):
        return None
    count = db.session.scalar(select(func.count(Customer.id)).where(to_review())) or 0
    url = url_for("CustomerView.list", only="to_review")
    return Card(_("Customer files to look through"), count, url, "fa-address-book", "warn") if count else None


def _months() -> int:
    return current_app.config["SETTINGS"].customer_review_months
