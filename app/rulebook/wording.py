"""Words in which the rules of a pack are told: units, roles, steps, conditions; and what a chapter is made of."""

from dataclasses import dataclass

from app.core.i18n import N_, Text
from app.policy.conditions import OPERATOR_LABELS, All, AnyOf, Row, in_words
from app.policy.pack import Pack
from app.policy.roles import ROLES

UNITS = {
    "minutes": N_("minutes"),
    "hours": N_("hours"),
    "working_days": N_("working days"),
    "calendar_days": N_("calendar days"),
}
VERBS = {
    "register": N_("registered"),
    "accept": N_("accepted"),
    "dispatch": N_("dispatched"),
    "transfer": N_("transferred"),
    "investigate": N_("findings recorded"),
    "propose": N_("remedy proposed"),
    "agree": N_("customer agreed"),
    "decline": N_("customer declined"),
    "carry_out": N_("remedy carried out"),
    "close": N_("closed"),
    "archive": N_("archived"),
    "withdraw": N_("withdrawn"),
    "reopen": N_("reopened"),
    "escalate": N_("escalated"),
    "call_satisfaction": N_("satisfaction asked"),
    "promise_callback": N_("callback promised"),
    "callback_done": N_("called back"),
    "verdict": N_("verdict given"),
    "rectification_open": N_("rectification asked for"),
    "rectification_submit": N_("rectification report submitted"),
    "measure_open": N_("rectification measure laid down"),
    "measure_done": N_("rectification measure carried out"),
    "approve": N_("proposal approved"),
    "send_back": N_("proposal sent back"),
    "proceed": N_("carried on upon the verdict"),
    "recheck": N_("rechecked"),
    "reinvestigate": N_("investigated anew"),
    "appeal_file": N_("appeal filed"),
    "appeal_answer": N_("appeal answered"),
    "visit_plan": N_("customer visit planned"),
    "visit_record": N_("customer visit recorded"),
}
Words = Text | str

__all__ = ["ROLES", "UNITS", "VERBS", "Chapter", "Entry", "Words", "condition_in_words", "joined", "several"]


@dataclass(frozen=True)
class Entry:
    """A rule: what it is called, what it says line by line, the clause it comes from."""

    title: Words
    lines: tuple[Words, ...]
    clause: str
    depth: int = 0


@dataclass(frozen=True)
class Chapter:
    """Rules of one kind, under a msgid."""

    heading: str
    entries: tuple[Entry, ...]


def condition_in_words(pack: Pack, condition: Row | All | AnyOf | None) -> Text:
    """“severity is major and urgent”; “always” for none."""
    if condition is None:
        return Text(N_("always"))
    if isinstance(condition, Row):
        return _row(pack, condition)
    if isinstance(condition, All):
        return joined(N_("%(first)s and %(rest)s"), [condition_in_words(pack, part) for part in condition.all])
    either = joined(N_("%(first)s or %(rest)s"), [condition_in_words(pack, part) for part in condition.any])
    return Text("(%(either)s)", {"either": either})


def _row(pack: Pack, row: Row) -> Text:
    about = row.about
    switches = {f"switch.{switch.code}": switch.label.text() for switch in pack.switches}
    params = {"field": switches.get(row.field, Text(about.label)), "operator": Text(OPERATOR_LABELS[row.operator])}
    if row.value is None:
        return Text(N_("%(field)s %(operator)s"), params)
    if about.kind == "flag":
        wanted = (row.operator == "is") == row.value
        return Text(N_("“%(field)s”") if wanted else N_("not “%(field)s”"), params)
    return Text(N_("%(field)s %(operator)s %(value)s"), params | {"value": in_words(about, row.operand)})


def joined(msgid: str, parts: list[Text]) -> Text:
    """The parts joined by a msgid with `first` and `rest`."""
    if len(parts) == 1:
        return parts[0]
    return Text(msgid, {"first": parts[0], "rest": joined(msgid, parts[1:])})


def several(parts: list[Text]) -> Text:
    """“a or b or c”."""
    return joined(N_("%(first)s or %(rest)s"), parts)
