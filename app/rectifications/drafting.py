"""What is written into a report: its sections and measures, checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.clock import local_day
from app.core.errors import Invalid
from app.core.i18n import N_
from app.customers.checks import Checks
from app.org.tree import subtree_ids
from app.rectifications import own_fields
from app.rectifications.approval import rule_of
from app.rectifications.causes import CAUSE
from app.rectifications.models import Measure, RectificationReport
from app.rectifications.words import TEXTS
from app.security import Person

TEXT_LIMIT = 8_000
MEASURE_LIMIT = 1_000
MOST_MEASURES = 20


@dataclass(frozen=True)
class Planned:
    """A measure as it is typed; what is still open is None until it is submitted."""

    text: str
    owner_id: int | None = None
    due_on: date | None = None


def sections_asked(report: RectificationReport) -> list[str]:
    """The written sections that the report's pack asks for, in its order."""
    return [code for code in rule_of(report).sections if code in TEXTS]


def boxes_asked(report: RectificationReport) -> list[str]:
    """The same with the category of the cause, which is chosen before the cause is written."""
    names = sections_asked(report)
    place = names.index("root_cause") if "root_cause" in names else len(names)
    return [*names[:place], CAUSE, *names[place:]]


def asks_measures(report: RectificationReport) -> bool:
    """Whether the pack wants measures."""
    return "measures" in rule_of(report).sections


def check_draft(
    report: RectificationReport, sections: dict[str, str], measures: Sequence[Planned]
) -> tuple[dict[str, str], list[Planned]]:
    """Both as they can be kept; a draft may have gaps. Raises Invalid: a measure's fields are `measure_<n>_text` …"""
    checks = Checks()
    asked = sections_asked(report)
    texts = {code: checks.text(code, sections.get(code), limit=TEXT_LIMIT) for code in asked}
    if len(measures) > MOST_MEASURES:
        checks.refuse("measures", N_("At most %(most)s measures."), most=MOST_MEASURES)
    kept = [_planned(checks, report, number, each) for number, each in enumerate(measures[:MOST_MEASURES], 1)]
    checks.done()
    return texts, kept


def write(report: RectificationReport, sections: dict[str, str], measures: Sequence[Planned]) -> list[str]:
    """Replace the draft; returns the names of what changed."""
    before = {row.no: Planned(row.text, row.owner_id, row.due_on) for row in report.measures}
    changed = [code for code, text in sections.items() if report.sections.get(code, "") != text]
    if before != dict(enumerate(measures, 1)):
        changed.append("measures")
    report.sections = sections
    rows = {row.no: row for row in report.measures}
    for number, planned in enumerate(measures, 1):
        row = rows.pop(number, None)
        if row is None:
            row = Measure(no=number, state="planned")
            report.measures.append(row)
        row.text, row.owner_id, row.due_on = planned.text, planned.owner_id, planned.due_on
    for row in rows.values():
        report.measures.remove(row)
    return changed


def check_whole(report: RectificationReport, now: datetime) -> None:
    """Raises Invalid, by field, for what is still missing before the report can be submitted."""
    checks, today = Checks(), local_day(now)
    for code in sections_asked(report):
        checks.text(code, report.sections.get(code), limit=TEXT_LIMIT, required=True)
    if asks_measures(report) and not report.measures:
        checks.refuse("measure_1_text", N_("At least one measure is needed."))
    for row in report.measures:
        if row.owner_id is None:
            checks.refuse(f"measure_{row.no}_owner", N_("Please say who does it."))
        if row.due_on is None:
            checks.refuse(f"measure_{row.no}_due", N_("Please say by when."))
        elif row.due_on < today:
            checks.refuse(f"measure_{row.no}_due", N_("This day has passed."))
    own_fields.check_whole(report, checks)
    if checks.wrong:
        raise Invalid(N_("The report isn't complete yet; please fill in the marked fields."), fields=checks.wrong)


def snapshot(report: RectificationReport) -> list[dict[str, Any]]:
    """The measures in words, as they are kept with a version."""
    return [
        {
            "text": row.text,
            "owner": row.owner.full_name if row.owner else "",
            "due": row.due_on.isoformat() if row.due_on else "",
        }
        for row in report.measures
    ]


def _planned(checks: Checks, report: RectificationReport, number: int, each: Planned) -> Planned:
    name = f"measure_{number}"
    text = checks.text(f"{name}_text", each.text, limit=MEASURE_LIMIT, required=True)
    owner = checks.row(f"{name}_owner", Person, each.owner_id)
    if owner is not None and (not owner.active or owner.department_id not in subtree_ids(report.department_id)):
        checks.refuse(f"{name}_owner", N_("This person doesn't work in the responsible department."))
    if each.due_on is not None and not isinstance(each.due_on, date):
        checks.refuse(f"{name}_due", N_("This is not a day."))
    return Planned(text, owner.id if owner else None, each.due_on)
