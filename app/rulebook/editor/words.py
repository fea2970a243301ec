"""What keys and codes of a pack are called. A model's own description comes first; here stand those without one."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import app.policy
from app.core.i18n import N_, Text
from app.rulebook import document
from app.rulebook.editor.shape import Key

KEYS = {
    "Amount.value": N_("Number"),
    "Amount.when": N_("Where it applies"),
    "Behaviour.severity": N_("Severity"),
    "Clock.amount": N_("How long"),
    "Clock.start": N_("Starts when"),
    "Clock.stop": N_("Ends when"),
    "Clock.when": N_("For which complaints"),
    "Category.children": N_("Categories below"),
    "Clause.applies_to": N_("Shown beside complaints"),
    "Clause.title": N_("Heading"),
    "Extension.by": N_("Moved by"),
    "FollowUp.when": N_("For which complaints"),
    "Ladder.clock": N_("For which time limit; empty for all"),
    "Ladder.when": N_("For which complaints"),
    "LadderStep.after": N_("How long after the time limit, for limits in minutes, hours and promises"),
    "LadderStep.after_days": N_("How long after the time limit, for limits in days"),
    "Pack.id": N_("Code of the policy pack"),
    "Pack.title": N_("Name of the policy pack"),
    "Penalty.amount": N_("Amount in yuan"),
    "Penalty.rectification": N_("With a rectification report"),
    "Penalty.when": N_("Where it applies"),
    "Rectification.when": N_("For which complaints"),
    "SeverityRule.when": N_("Where it applies"),
    "after": N_("After which step"),
    "after_clause": N_("Clause of the waiting time"),
    "aliases": N_("Other names, one a line"),
    "amount": N_("Number"),
    "approval_clause": N_("Clause of the approval"),
    "approver": N_("Approved by"),
    "approver_when_vacant": N_("Approved by, where that post is vacant"),
    "author": N_("Written by"),
    "authority": N_("Who may promise how much"),
    "base": N_("Built on"),
    "behaviours": N_("Severity by behaviour, for attitude complaints"),
    "business": N_("Severity of business complaints"),
    "calendar": N_("Working calendar"),
    "calendars": N_("Calendars of the pack"),
    "categories": N_("Complaint categories"),
    "channels": N_("Channels"),
    "clause": N_("Clause"),
    "clauses": N_("Clauses"),
    "clock": N_("Time limit"),
    "clocks": N_("Time limits"),
    "code": N_("Code"),
    "confidentiality": N_("Confidentiality"),
    "consent": N_("The customer's consent"),
    "recheck": N_("Recheck"),
    "day_end": N_("End of a calendar day"),
    "extends": N_("Built on the policy pack"),
    "extension": N_("Extension"),
    "follow_ups": N_("Follow-ups"),
    "periodic": N_("Periodic follow-up"),
    "holidays": N_("Heeds public holidays"),
    "gates": N_("What must hold before a step"),
    "guards": N_("Who may not use a channel"),
    "hotline": N_("The company's hotline"),
    "id": N_("Code"),
    "informative": N_("For information: no rule carries it out"),
    "kind": N_("Kind of complaint"),
    "label": N_("Name"),
    "ladders": N_("Escalation"),
    "levels": N_("Severity levels"),
    "means": N_("By which means"),
    "misconduct": N_("Misconduct"),
    "mode": N_("How the last day ends"),
    "month_clause": N_("Clause of the month"),
    "month_of": N_("Counts for the month of"),
    "on": N_("How the text is read"),
    "origin": N_("Origin"),
    "origins": N_("Origins"),
    "overdue": N_("Reminders after it, in minutes"),
    "overlay": N_("Laid over the company's pack"),
    "owner": N_("Kept by"),
    "pause_limit": N_("Longest pause"),
    "payee": N_("Paid by"),
    "penalties": N_("Penalties"),
    "per": N_("For each"),
    "priority": N_("Priority"),
    "publication": N_("Publication of results"),
    "rectification": N_("Rectification report"),
    "ref": N_("Number in the text"),
    "regrade_grace": N_("Grace after a regrade"),
    "remedies": N_("Kinds of remedy"),
    "repeats": N_("Repeated complaints"),
    "reminders": N_("Reminders"),
    "routing": N_("Routing"),
    "sections": N_("Sections of the report, one a line"),
    "severity": N_("Severity"),
    "source": N_("Title of the source text"),
    "stages": N_("Stages of a complaint"),
    "steps": N_("Steps of the ladder"),
    "summary": N_("What it says"),
    "switches": N_("Choices where the text can be read in two ways"),
    "tell": N_("Who else is told"),
    "title": N_("Title"),
    "to": N_("Who is told"),
    "unit": N_("Unit"),
    "version": N_("Version"),
    "warn_before": N_("Reminder before it, in minutes"),
    "week": N_("Open hours, such as mon-fri 09:00-12:00 13:30-18:00"),
    "when": N_("Where it applies"),
    "without": N_("Rules of the base that it leaves out, one code a line"),
    "without_behaviour": N_("Severity of attitude complaints without a recorded behaviour"),
}
CALENDARS = {
    "default": N_("five-day week"),
    "six_day": N_("six-day week"),
    "none": N_("nothing: every day closed"),
}
CODES = (
    {
        "close_of_business": N_("at close of business"),
        "same_time": N_("at the same time of day"),
        "working_hours": N_("after that many working hours"),
    },
    {"case": N_("case")},
    {"none": N_("no amount"), "optional": N_("an amount if there is one"), "required": N_("an amount always")},
    {
        "revise": N_("another remedy is proposed"),
        "state_limits": N_("the limits of what is possible are stated"),
        "verdict": N_("the verdict stands in for it"),
    },
    {
        "call_centre": N_("call centre"),
        "quality_centre": N_("quality centre"),
        "administration": N_("administration"),
        "headquarters": N_("headquarters"),
    },
    {"one": N_("one window"), "many": N_("any department")},
    {"verdict": N_("the verdict"), "receipt": N_("receipt")},
    {"phone": N_("telephone"), "sms": N_("text message"), "email": N_("e-mail")},
    CALENDARS,
    {**document.UNITS, "promised": N_("until the promised time")},
)
"""Labels of choices that no module of `app.policy` has words for."""


def key_words(model: type[Any], key: Key) -> str:
    """What the key is called, as a msgid; its name, readable, where nobody has given it words."""
    found = key.words or KEYS.get(f"{model.__name__}.{key.name}") or KEYS.get(key.name)
    return found or key.name.replace("_", " ").capitalize()


@cache
def code_words(codes: tuple[str, ...]) -> Mapping[str, str]:
    """Code → msgid, from whichever table of words has them all; the smallest one is the one meant."""
    wanted = set(codes)
    fitting = [table for table in _tables() if wanted <= table.keys()]
    table = min(fitting, key=len, default={})
    if table or len(wanted) == 1:
        return {code: table.get(code, code) for code in codes}
    # Codes that come from several tables each take the first word that there is.
    return {code: next((each[code] for each in _tables() if code in each), code) for code in codes}


def label_of(entry: Any) -> Text | None:
    """The words of an entry in plain data, Chinese or English by the reader."""
    words = next((entry[name] for name in ("label", "title") if isinstance(entry.get(name), Mapping)), None)
    if words is None:
        return None
    zh, en = (str(words.get(name) or "") for name in ("zh", "en"))
    return Text(N_("%(en)s%(zh).0s"), {"en": en or zh, "zh": zh or en}) if zh or en else None


def _tables() -> Iterator[Mapping[str, str]]:
    yield from CODES
    modules = [
        importlib.import_module(f"app.policy.{found.name}") for found in pkgutil.iter_modules(app.policy.__path__)
    ]
    for module in (*modules, document):
        for table in vars(module).values():
            if (
                isinstance(table, Mapping)
                and table
                and all(isinstance(each, str) for pair in table.items() for each in pair)
            ):
                yield table
