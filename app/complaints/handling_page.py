"""What the complaint's page shows of the pack's rules on intake and handling: stages, gates, repeats, misconduct."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.complaints.admission import barriers_before
from app.complaints.facts import facts_of, pack_for
from app.complaints.misconduct import records_of
from app.complaints.models import Complaint, ComplaintLink, Misconduct
from app.complaints.publishing import publication_of
from app.complaints.repeats import links_of, suspects_of
from app.complaints.states import possible
from app.core.i18n import Text
from app.db import by_id
from app.deadlines import Deadline, running_of
from app.policy.admission import Barrier
from app.policy.conditions import holds
from app.policy.intake import CONFIRMATIONS
from app.policy.pack import Pack
from app.policy.priority import rate
from app.web.show import said, when


@dataclass(frozen=True)
class Linked:
    """Another complaint that this one was compared with; `repeats`: this one is the later."""

    other: Complaint
    link: ComplaintLink
    repeats: bool


@dataclass(frozen=True)
class Recorded:
    """A record of misconduct in words."""

    label: str
    clause: str
    row: Misconduct

    @property
    def withdrawn(self) -> datetime | None:
        """When it was found to be an error."""
        return self.row.withdrawn_at


@dataclass(frozen=True)
class Said:
    """A rule in words, with its clause and what else is to be said of it."""

    words: str
    clause: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class StageShown:
    """A stage of the policy, and whether the complaint is past it, in it, or not there yet."""

    label: str
    clause: str
    where: str


def handling_of(complaint: Complaint) -> Mapping[str, Any]:
    """The template's context."""
    pack, facts = pack_for(complaint), facts_of(complaint)
    return {
        "stages": _stages(complaint, pack),
        "priority": _priority(pack, facts),
        "gates": _gates(complaint),
        "tell": tell_of(complaint),
        "clauses": clauses_beside(complaint),
        "secrecy": [_said(pack, rule.label.text(), rule.clause) for rule in pack.confidentiality],
        "publication": publication_of(complaint),
        "confirmed": [said(Text(CONFIRMATIONS[code])) for code in complaint.confirmations],
        "suspects": [(each.earlier, said(each.reason)) for each in suspects_of(complaint)],
        "linked": _linked(complaint),
        "misconduct": _misconduct(complaint),
    }


def clauses_beside(complaint: Complaint, step: str | None = None) -> list[Said]:
    """Informative clauses that speak of this complaint: those of its page, or of one step's form."""
    pack, found = pack_for(complaint), []
    for clause in pack.clauses:
        rule = clause.applies_to
        if rule is None or not holds(rule.when, pack.facts(facts_of(complaint))):
            continue
        if step in rule.at if step else not rule.at:
            found.append(Said(said(clause.title.text()), said(pack.cite(clause.id)), (said(clause.summary.text()),)))
    return found


def tell_of(complaint: Complaint, step: str | None = None, clocks: Sequence[Deadline] | None = None) -> list[Said]:
    """What the customer is to be told now, filled in; at registration until it is confirmed that they were told.

    `clocks`: those that will run, where the complaint isn't stored yet.
    """
    pack = pack_for(complaint)
    full = pack.facts(facts_of(complaint))
    at_first = complaint.state in ("registered", "accepted") and "told" not in complaint.confirmations
    found, running = [], running_of(complaint) if clocks is None else clocks
    for rule in pack.tell:
        now = rule.at == step if step else rule.at == "register" and at_first
        if now and holds(rule.when, full):
            lines = tuple(line for each in rule.what if (line := _told(complaint, pack, each, running)))
            found.append(Said(said(rule.label.text()), said(pack.cite(rule.clause)), lines))
    return found


def _told(complaint: Complaint, pack: Pack, what: str, running: Sequence[Deadline]) -> str:
    clocks = sorted(running, key=lambda row: row.due_at)
    if what == "handler":
        return _("Handled by %(name)s", name=complaint.handler.full_name) if complaint.handler else ""
    if what == "process":
        if not pack.stages:
            return _("How it goes: we look into it, propose a remedy, carry it out and ask whether all is well")
        return _("How it goes: %(stages)s", stages=" → ".join(said(stage.label.text()) for stage in pack.stages))
    if not clocks:
        return ""
    if what == "waiting_time":
        return _("It will be done by %(at)s at the latest", at=when(clocks[-1].due_at))
    return _("The customer hears from us by %(at)s", at=when(clocks[0].due_at))


def _stages(complaint: Complaint, pack: Pack) -> list[StageShown]:
    found, here = [], False
    for stage in pack.stages:
        current = complaint.state in stage.states
        here = here or current
        where = "here" if current else "ahead" if here else "past"
        found.append(StageShown(said(stage.label.text()), said(pack.cite(stage.clause)), where))
    return found if here else []


def _priority(pack: Pack, facts: Mapping[str, Any]) -> Said | None:
    rated = rate(pack, facts)
    if rated is None:
        return None
    return _said(pack, rated.cell.label.text(), rated.cell.clause, tuple(said(line) for line in rated.working))


def _gates(complaint: Complaint) -> list[Said]:
    """What still stands in the way of the steps that the state allows."""
    waiting: dict[str, tuple[Barrier, list[str]]] = {}
    for verb in possible(complaint.state):
        for barrier in barriers_before(complaint, verb.code):
            waiting.setdefault(barrier.gate.code, (barrier, []))[1].append(said(Text(verb.label)))
    return [
        Said(_("Before “%(steps)s”", steps=_(", ").join(steps)), "", (said(barrier.text),))
        for barrier, steps in waiting.values()
    ]


def _said(pack: Pack, words: Text, clause: str, lines: tuple[str, ...] = ()) -> Said:
    return Said(said(words), said(pack.cite(clause)), lines)


def _linked(complaint: Complaint) -> list[Linked]:
    """Only those that the reader reaches: the number of another's case is not theirs to know."""
    found = []
    for link in links_of(complaint):
        repeats = link.later_id == complaint.id
        other = by_id(Complaint, link.earlier_id if repeats else link.later_id)
        if other is not None:
            found.append(Linked(other, link, repeats))
    return found


def _misconduct(complaint: Complaint) -> list[Recorded]:
    pack, found = pack_for(complaint), []
    for row in records_of(complaint):
        rule = pack.misconduct_of(row.code)
        found.append(Recorded(said(rule.label.text()), said(pack.cite(rule.clause)), row))
    return found
