"""What the report's pages show beside its columns."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.core.i18n import N_, Text
from app.deadlines import Deadline
from app.events import Event, history_of
from app.extensions import db
from app.rectifications import own_fields
from app.rectifications.approval import approver_level
from app.rectifications.causes import CAUSE, cause_word
from app.rectifications.drafting import boxes_asked
from app.rectifications.forms import remark
from app.rectifications.models import RectificationReport
from app.rectifications.states import VERBS, WRITABLE
from app.rectifications.words import LABELS
from app.web import Verb
from app.web.case import Entry, Onwards, first_of
from app.web.show import said

_SENTENCES = {
    "open": N_("%(who)s: the complaint was sustained, the report is to be written."),
    "save": N_("%(who)s worked on the text."),
    "fill": N_("%(who)s filled in: %(changed)s"),
    "submit": N_("%(who)s submitted version %(submission)s."),
    "read": N_("%(who)s read version %(submission)s."),
    "approve": N_("%(who)s approved version %(submission)s."),
    "return": N_("%(who)s returned version %(submission)s."),
    "tick": N_("%(who)s carried out measure %(measure)s."),
    "redo": N_("%(who)s asked for measure %(measure)s to be done again."),
    "hand_on": N_("%(who)s gave measure %(measure)s to %(owner)s."),
    "verify": N_("%(who)s verified measure %(measure)s."),
    "complete": N_("All measures are verified."),
    "close": N_("%(who)s closed the report."),
    "reassign": N_("%(who)s named %(author)s to write it."),
    "move_version": N_("%(who)s moved it from %(before)s to %(after)s."),
    "cancel": N_("%(who)s: the report isn't owed any more and is cancelled."),
}


_DECIDED_NEXT = {"submitted": "approve", "verified": "close"}
"""State → the step of the level above that comes next."""


def sections_of(report: RectificationReport, texts: Mapping[str, str]) -> list[tuple[str, str, list[str]]]:
    """(label, text, what was said of it) of each section, in the pack's order, and of the custom fields."""
    texts = {**texts, CAUSE: cause_word(report.cause)}
    notes = [note for note in report.returns if note.version_no == report.submission]
    return [
        *(
            (_(LABELS[code]), texts.get(code, ""), [remark(note) for note in notes if note.section == code])
            for code in boxes_asked(report)
        ),
        *((label, text, []) for label, text in own_fields.rows_of(report)),
    ]


def onwards_of(report: RectificationReport, verbs: Sequence[Verb], writing: str | None) -> Onwards:
    """The reader's own next step, else what the report waits for and whose turn it is. `writing`: the form's place."""
    if writing and not any(report.sections.values()):
        return Onwards(label=_label("save"), url=writing)
    mine = first_of(("approve", "submit", "close"), verbs)
    return Onwards(mine, mine.label) if mine is not None else _waits(report)


def _waits(report: RectificationReport) -> Onwards:
    if report.state in WRITABLE:
        return Onwards(None, _label("save"), report.author.full_name if report.author else str(report.department))
    if report.state in _DECIDED_NEXT:
        return Onwards(None, _label(_DECIDED_NEXT[report.state]), _names(approver_level(report)[1]))
    if report.state != "approved":
        return Onwards()
    doing = {row.owner for row in report.measures if row.state == "planned" and row.owner}
    if doing:
        return Onwards(None, _label("tick"), _names(doing))
    return Onwards(None, _label("verify"), _names(approver_level(report)[1]))


def _label(code: str) -> Text:
    return Text(VERBS[code].label)


def _names(people: Iterable[Any]) -> str:
    return _(", ").join(sorted(person.full_name for person in people))


def timeline(report: RectificationReport) -> list[Entry]:
    """Everything that happened, newest first."""
    return [_entry(event) for event in reversed(history_of(report))]


def next_dues(reports: Iterable[RectificationReport]) -> dict[int, datetime]:
    """For each report with a running clock, when it is due: one query for a whole list."""
    ids = [report.id for report in reports]
    kind = RectificationReport.__tablename__
    running = (Deadline.owner_kind == kind, Deadline.owner_id.in_(ids), Deadline.ended_at.is_(None))
    first = select(Deadline.owner_id, func.min(Deadline.due_at)).where(*running).group_by(Deadline.owner_id)
    return {row[0]: row[1] for row in db.session.execute(first)}


def _entry(event: Event) -> Entry:
    who = event.who
    sentence = _SENTENCES.get(event.verb)
    if sentence is None:
        label = VERBS[event.verb].label if event.verb in VERBS else event.verb
        return Entry(event.at, f"{who} {said(label)}", event.note)
    facts: dict[str, Any] = {"submission": "", "measure": "", "author": "", "owner": "", **event.facts}
    facts["changed"] = _(", ").join(map(str, facts.get("changed", ())))
    return Entry(event.at, _(sentence) % (facts | {"who": who}), event.note)
