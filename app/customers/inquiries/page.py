"""The inquiry's page, and inquiries on the customer's page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import func, select

from app.core.i18n import N_, Text
from app.customers.inquiries.models import Inquiry
from app.customers.inquiries.words import KINDS, SENTENCES, STATE_TONES, STATES, WAITING
from app.customers.merging import register_pointer
from app.customers.models import Customer
from app.customers.page import MOST, ROWS, Part, register_correspondence, register_history, register_part
from app.events import Event, history_of
from app.extensions import db
from app.outbox import Message
from app.outbox.told import messages_told
from app.security import may
from app.web import Verb
from app.web.case import Entry, Onwards, first_of, told_by_day

_ONWARDS = ("answer", "close")


def onwards_of(inquiry: Inquiry, verbs: Sequence[Verb]) -> Onwards:
    """The next step: the reader's own, else whose turn it is."""
    mine = first_of(_ONWARDS, verbs)
    if mine is not None:
        return Onwards(mine, mine.label)
    if inquiry.state in WAITING:
        who = inquiry.handler.full_name if inquiry.handler else str(inquiry.department or "")
        return Onwards(None, Text(N_("Give the answer")), who)
    return Onwards()


def story_of(inquiry: Inquiry, messages: Iterable[Message]) -> Mapping[str, Any]:
    """What happened, by day."""
    return told_by_day([*map(_entry, history_of(inquiry)), *messages_told(messages)])


def part(customer: Customer) -> Part | None:
    """Inquiries on the customer's page, newest first."""
    if not may("can_list", "InquiryView"):
        return None
    theirs = Inquiry.customer_id == customer.id
    total = db.session.scalar(select(func.count(Inquiry.id)).where(theirs)) or 0
    rows = db.session.scalars(select(Inquiry).where(theirs).order_by(Inquiry.id.desc()).limit(ROWS)).all()
    context = {"inquiries": rows, "total": total, "states": STATES, "kinds": KINDS, "tones": STATE_TONES}
    return Part("customers/inquiries_part.html", context, ((_("Inquiries"), total),))


def history(customer: Customer) -> Iterator[Entry]:
    """When each of the latest came in."""
    if not may("can_list", "InquiryView"):
        return
    told = select(Inquiry.id, Inquiry.no, Inquiry.question, Inquiry.received_at)
    theirs = told.where(Inquiry.customer_id == customer.id).order_by(Inquiry.id.desc()).limit(MOST)
    for row in db.session.execute(theirs):
        link = Markup('<a href="{}">{}</a>').format(url_for("InquiryView.show", pk=row.id), row.no)
        yield Entry(row.received_at, escape(_("Inquiry %(no)s: %(title)s")) % {"no": link, "title": row.question[:60]})


def _entry(event: Event) -> Entry:
    who = event.who
    told = {"to": "", "anything_else": "", "complaint": "", **event.facts, "who": who}
    told["changed"] = _(", ").join(map(str, event.facts.get("changed", ())))
    sentence = SENTENCES.get(event.verb)
    return Entry(event.at, _(sentence) % told if sentence else f"{who} {event.verb}", event.note)


register_pointer(Inquiry)
register_part(part, place=20)
register_history(history)
register_correspondence("inquiry", lambda owner: select(Inquiry.id).where(Inquiry.customer_id == owner))
