"""What happened to a complaint, in sentences."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.complaints.facts import pack_for
from app.complaints.models import Complaint
from app.complaints.states import VERBS
from app.complaints.words import COMPARED, PARTIES, SATISFACTION, SEVERITIES, VERDICTS
from app.core.i18n import N_, Text
from app.deadlines import Deadline
from app.deadlines.models import STATES as DEADLINE_STATES
from app.deadlines.models import TONES as DEADLINE_TONES
from app.events import Event, history_of
from app.policy.pack import Pack
from app.rulebook.handling_chapters import remedy_words
from app.web.case import Entry
from app.web.show import said, when

_SENTENCES = {
    "register": N_("%(who)s registered the complaint."),
    "accept": N_("%(who)s accepted it and handles it."),
    "dispatch": N_("%(who)s gave it to %(department)s."),
    "transfer": N_("%(who)s transferred it from %(from)s to %(department)s."),
    "assign": N_("%(who)s made %(handler)s its handler."),
    "investigate": N_("%(who)s recorded the findings."),
    "propose": N_("%(who)s made proposal %(proposal)s: %(remedy)s %(amount)s"),
    "agree": N_("%(who)s recorded that the customer agrees to proposal %(proposal)s."),
    "decline": N_("%(who)s recorded that the customer declines proposal %(proposal)s."),
    "carry_out": N_("%(who)s carried out the remedy."),
    "close": N_("%(who)s closed it with a notice to the customer."),
    "archive": N_("%(who)s archived it."),
    "withdraw": N_("%(who)s recorded that the customer withdraws."),
    "reopen": N_("%(who)s reopened it."),
    "recheck": N_("%(who)s rechecked the result: the matter is settled."),
    "reinvestigate": N_("%(who)s rechecked the result and gave it back to be investigated anew."),
    "amend": N_("%(who)s amended the facts."),
    "fill": N_("%(who)s filled in: %(changed)s"),
    "regrade": N_("%(who)s had it graded anew."),
    "verdict": N_("%(who)s gave the verdict: %(verdict)s. Liable: %(party)s"),
    "promise_callback": N_("%(who)s promised the customer a callback for %(promised_at)s."),
    "callback_done": N_("%(who)s called back as promised."),
    "call_satisfaction": N_("%(who)s made the satisfaction call: %(result)s"),
    "escalate": N_("%(who)s escalated it to %(told)s."),
    "pause": N_("%(who)s paused the clocks."),
    "resume": N_("%(who)s let the clocks run on."),
    "move_version": N_("%(who)s moved it from the policy version “%(before)s” to “%(after)s”."),
    "approve": N_("%(who)s approved proposal %(proposal)s."),
    "send_back": N_("%(who)s sent proposal %(proposal)s back to be revised."),
    "proceed": N_("%(who)s carried on with proposal %(proposal)s upon the verdict."),
    "confirm": N_("%(who)s recorded what is confirmed with the complainant: %(points)s"),
    "link": N_("%(who)s compared it with complaint %(other)s: %(compared)s."),
    "misconduct": N_("%(who)s recorded misconduct: %(misconduct)s, %(department)s"),
    "misconduct_drop": N_("%(who)s withdrew the record of misconduct: %(misconduct)s"),
    "note": N_("%(who)s noted:"),
    "attach": N_("%(who)s attached %(files)s."),
    "reveal": N_("%(who)s looked at the telephone number."),
}
_CODES = {
    "verdict": VERDICTS,
    "party": PARTIES,
    "result": SATISFACTION,
    "compared": COMPARED,
}


_KINDS = {"note": "note", "attach": "file"}


def timeline(complaint: Complaint) -> list[Entry]:
    """Everything that happened, newest first, in the reader's language."""
    pack = pack_for(complaint)
    return [_entry(event, pack) for event in reversed(history_of(complaint))]


def deadlines_told(deadlines: Iterable[Deadline]) -> Iterator[Entry]:
    """When each clock began, ran out, ended."""
    for row in deadlines:
        begun = _("The time limit “%(clock)s” began; it ends %(due)s.", clock=row.label, due=when(row.due_at))
        yield Entry(row.started_at, begun, kind="deadline")
        if row.breached_at is not None:
            late = _("The time limit “%(clock)s” ran out.", clock=row.label)
            yield Entry(row.breached_at, late, kind="deadline", mark=(_("Overdue"), "bad"))
        if row.ended_at is not None:
            mark = (_(DEADLINE_STATES[row.state]), DEADLINE_TONES.get(row.state, "plain"))
            over = _("The time limit “%(clock)s” is over.", clock=row.label)
            yield Entry(row.ended_at, over, kind="deadline", mark=mark)


def _entry(event: Event, pack: Pack) -> Entry:
    who = event.who
    facts = {"who": who, "from": "", **{name: _said(name, value, pack) for name, value in event.facts.items()}}
    sentence = _SENTENCES.get(event.verb)
    if sentence is None:
        verb = VERBS.get(event.verb)
        return Entry(event.at, f"{who} {_(verb.label if verb else event.verb)}", event.note)
    told = (_(sentence) % _forgiving(facts)).strip()
    return Entry(event.at, told, event.note, _changes(event.facts), _KINDS.get(event.verb, "step"))


def _said(name: str, value: Any, pack: Pack) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return said(Text.from_json(value)) if "msgid" in value else ""
    if name == "remedy":
        return said(remedy_words(pack, str(value)))
    if name in _CODES:
        return _(_CODES[name].get(value) or str(value))
    if name.endswith("_at"):
        return when(datetime.fromisoformat(value))
    return _(", ").join(map(str, value)) if isinstance(value, list) else str(value)


def _changes(facts: Mapping[str, Any]) -> tuple[str, ...]:
    if "because" in facts:
        return (said(Text.from_json(facts["because"])),)
    severity = facts.get("severity")
    if not isinstance(severity, Mapping):
        return ()
    before, after = (SEVERITIES[severity[when]] for when in ("from", "to"))
    return (_("The severity changed from %(before)s to %(after)s.", before=_(before), after=_(after)),)


class _forgiving(dict[str, str]):
    """A sentence may name a fact that an old event doesn't have."""

    def __missing__(self, key: str) -> str:
        return ""
