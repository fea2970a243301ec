"""The visit's page, and visits on the customer's page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import func, select

from app.core.i18n import N_, Text
from app.customers.merging import register_pointer
from app.customers.models import Customer
from app.customers.page import MOST, ROWS, Part, register_correspondence, register_history, register_part
from app.customers.visits.models import Visit
from app.customers.visits.words import OPEN, SENTENCES, STATE_TONES, STATES, WAYS
from app.events import Event, history_of
from app.extensions import db
from app.outbox import Message
from app.outbox.told import messages_told
from app.security import may
from app.web import Verb
from app.web.case import Entry, Onwards, first_of, told_by_day
from app.web.show import day, said, when


def onwards_of(visit: Visit, verbs: Sequence[Verb]) -> Onwards:
    """The next step: the reader's own, else whose turn it is."""
    mine = first_of(("record",), verbs)
    if mine is not None:
        return Onwards(mine, mine.label)
    if visit.state in OPEN:
        return Onwards(None, Text(N_("Record the visit")), visit.owner.full_name if visit.owner else "")
    return Onwards()


def story_of(visit: Visit, messages: Iterable[Message]) -> Mapping[str, Any]:
    """What happened, by day."""
    return told_by_day([*map(_entry, history_of(visit)), *messages_told(messages)])


def part(customer: Customer) -> Part | None:
    """Visits to come, then the latest that were."""
    if not may("can_list", "VisitView"):
        return None
    theirs = select(Visit).where(Visit.customer_id == customer.id)
    coming = db.session.scalars(theirs.where(Visit.state.in_(OPEN)).order_by(Visit.planned_at).limit(ROWS)).all()
    past = theirs.where(Visit.state.not_in(OPEN)).order_by(Visit.planned_at.desc()).limit(ROWS)
    total = db.session.scalar(select(func.count(Visit.id)).where(Visit.customer_id == customer.id)) or 0
    rows = [*coming, *db.session.scalars(past)]
    last = db.session.scalar(
        select(func.max(Visit.done_at)).where(Visit.customer_id == customer.id, Visit.state == "done")
    )
    context = {
        "visits": rows,
        "total": total,
        "states": STATES,
        "ways": WAYS,
        "tones": STATE_TONES,
        "can_plan": customer.merged_into_id is None and customer.archived_at is None,
    }
    figures = ((_("Last visit"), day(last)),) if last is not None else ()
    return Part("customers/visits_part.html", context, figures)


def history(customer: Customer) -> Iterator[Entry]:
    """What was said at each of the latest."""
    if not may("can_list", "VisitView"):
        return
    made = (Visit.customer_id == customer.id, Visit.done_at.is_not(None))
    for row in db.session.scalars(select(Visit).where(*made).order_by(Visit.done_at.desc()).limit(MOST)):
        link = Markup('<a href="{}">{}</a>').format(url_for("VisitView.show", pk=row.id), row.no)
        told = escape(_("Visit %(no)s was made: %(way)s")) % {"no": link, "way": said(WAYS[row.way])}
        assert row.done_at is not None, "asked for"
        yield Entry(row.done_at, told, row.said)


def _entry(event: Event) -> Entry:
    facts = event.facts
    at = datetime.fromisoformat(facts["at"]) if "at" in facts else None
    told = {
        "to": facts.get("to", ""),
        "told": _(", ").join(facts.get("told", ())),
        "changed": _(", ").join(map(str, facts.get("changed", ()))),
        "at": when(at) if at else "",
        "who": event.actor.full_name if event.actor else _("The system"),
    }
    sentence = SENTENCES.get(event.verb)
    because = said(Text.from_json(facts["because"])) if "because" in facts else ""
    return Entry(event.at, _(sentence) % told if sentence else event.verb, event.note or because)


register_pointer(Visit)
register_part(part, place=12)
register_history(history)
register_correspondence("visit", lambda owner: select(Visit.id).where(Visit.customer_id == owner))
