"""An operator's and a department's queue on the first page: what is theirs to do, the most pressing on top."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import selectinload

from app.complaints.models import Complaint, Proposal
from app.complaints.page import next_dues
from app.complaints.states import STATES, VERBS
from app.complaints.words import SEVERITIES
from app.core.i18n import N_
from app.deadlines import Deadline
from app.extensions import db
from app.org.tree import subtree_ids
from app.rulebook import every_pack
from app.security import current_actor, may
from app.web import Block, Item, Press, Start, Tab
from app.web.home import ON_BLOCK

_UNDER_WAY = VERBS["amend"].sources
_TONES = {"major": "bad", "moderate": "warn"}


@dataclass(frozen=True)
class Part:
    """A part of the queue: for whom, which complaints, the step that is taken from the list."""

    code: str
    label: str
    permission: str
    criterion: Callable[[], ColumnElement[bool]]
    step: str = ""
    empty: str = N_("Nothing is waiting here.")

    def offered(self) -> bool:
        """Whether the person has a use for it."""
        return may(self.permission, "ComplaintView")


def _mine() -> ColumnElement[bool]:
    actor = current_actor()
    return and_(Complaint.handler_id == (actor.id if actor else 0), Complaint.state.in_(_UNDER_WAY))


def unassigned() -> ColumnElement[bool]:
    """Registered, and nobody has taken it on yet."""
    return or_(Complaint.state == "registered", and_(Complaint.handler_id.is_(None), Complaint.state.in_(_UNDER_WAY)))


def _for_the_customer() -> ColumnElement[bool]:
    """A proposal that the customer hasn't answered; one that waits for approval isn't theirs to answer yet."""
    asked = select(Proposal.complaint_id).where(Proposal.outcome == "open", Proposal.approval != "awaiting")
    return and_(Complaint.state == "proposed", Complaint.id.in_(asked))


def promised() -> ColumnElement[bool]:
    """A callback was promised and not made yet; at the desk anybody's, elsewhere by the person's own cases."""
    there = Complaint.id.in_(_promises())
    return there if may("can_accept", "ComplaintView") else and_(there, _mine())


def _promises() -> Any:
    clocks = {each.code for pack in every_pack() for each in pack.clocks if "callback_done" in each.stop}
    open_ones = (Deadline.owner_kind == "complaint", Deadline.clock.in_(clocks), Deadline.ended_at.is_(None))
    return select(Deadline.owner_id).where(*open_ones)


def _at_the_department() -> ColumnElement[bool]:
    actor = current_actor()
    own = subtree_ids(actor.department_id) if actor and actor.department_id else frozenset()
    there = Complaint.department_id.in_(own)
    return and_(there, Complaint.state.in_(("dispatched", "investigated", "agreed")))


PARTS = (
    Part("mine", N_("Mine"), "can_accept", _mine),
    Part("unassigned", N_("Nobody's yet"), "can_accept", unassigned, "accept", N_("Everything has been taken on.")),
    Part("department", N_("At my department"), "can_investigate", _at_the_department),
    Part("customer", N_("Waiting for the customer"), "can_agree", _for_the_customer),
    Part("callbacks", N_("Promised callbacks"), "can_callback_done", promised, "callback_done"),
)


def queue() -> Block | None:
    """The parts for which the person has a use; who may take no step has none."""
    if not may("can_list", "ComplaintView"):
        return None
    tabs = [_tab(part) for part in PARTS if part.offered()]
    return Block("queue", _("Complaints to work on"), "fa-inbox", tuple(tabs)) if tabs else None


def start() -> Start | None:
    """Registering, for those who may."""
    if not may("can_add", "ComplaintView"):
        return None
    return Start(_("Register a complaint"), url_for("ComplaintView.add"), "fa-plus", "N")


def _tab(part: Part) -> Tab:
    wanted = part.criterion()
    count = db.session.scalar(select(func.count(Complaint.id)).where(wanted)) or 0
    items = _items(wanted, part.step) if count else ()
    url = url_for("ComplaintView.list", only=part.code)
    return Tab(part.code, _(part.label), items, count, url, _(part.empty))


def _items(wanted: ColumnElement[bool], step: str) -> tuple[Item, ...]:
    mine = (Deadline.owner_kind == "complaint", Deadline.owner_id == Complaint.id, Deadline.state == "running")
    due = select(func.min(Deadline.due_at)).where(*mine).correlate(Complaint).scalar_subquery()
    # What runs nowhere comes last, on both databases.
    order = (due.is_(None), due, Complaint.received_at, Complaint.id)
    along = (selectinload(Complaint.category), selectinload(Complaint.department))
    rows = db.session.scalars(select(Complaint).where(wanted).order_by(*order).limit(ON_BLOCK).options(*along)).all()
    dues = next_dues(rows)
    return tuple(_item(row, dues.get(row.id), step) for row in rows)


def _item(row: Complaint, due: Any, step: str) -> Item:
    may_press = step and may(f"can_{step}", "ComplaintView")
    url = url_for("ComplaintView.verb", pk=row.id, name=step, back="/") if may_press else ""
    marks = [(_(STATES[row.state]), "plain")]
    if row.severity in _TONES:
        marks.insert(0, (_(SEVERITIES[row.severity]), _TONES[row.severity]))
    if row.urgent:
        marks.insert(0, (_("Urgent"), "bad"))
    about = " · ".join(filter(None, (row.category.label, row.title, str(row.department or ""))))
    return Item(
        row.no,
        url_for("ComplaintView.show", pk=row.id) if may("can_show", "ComplaintView") else "",
        about,
        due,
        tuple(marks),
        (Press(_(VERBS[step].label), url),) if url else (),
    )
