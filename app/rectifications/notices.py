"""Who is told of what: messages that verbs queue in their own transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.db import by_id
from app.deadlines import running_of, still_wanted
from app.org.tree import people_in_charge
from app.outbox import enqueue, register_wanted
from app.policy.pack import Label
from app.rectifications import templates
from app.rectifications.approval import approver_level
from app.rectifications.models import Measure, RectificationReport
from app.rectifications.owner import report_url
from app.rectifications.words import SECTIONS
from app.security import Person


def opened(report: RectificationReport, *, now: datetime) -> None:
    """Tell those in charge of the department that it is theirs to write."""
    _tell(report, templates.OPENED, people_in_charge(report.department), now, due=_due(report))


def reassigned(report: RectificationReport, *, now: datetime) -> None:
    """Tell the person who is to write it now."""
    _tell(report, templates.OPENED, [report.author], now, due=_due(report))


def submitted(report: RectificationReport, *, now: datetime) -> None:
    """Ask those who decide."""
    author = report.submitted_by.full_name if report.submitted_by else ""
    _tell(report, templates.SUBMITTED, approver_level(report)[1], now, author=author)


def returned(report: RectificationReport, *, now: datetime) -> None:
    """Tell who wrote it what was said, section by section."""
    for person in _writers(report):
        _tell(report, templates.RETURNED, [person], now, due=_due(report), said=_said(report, person.language))


def approved(report: RectificationReport, *, now: datetime) -> None:
    """Tell who wrote it, and each person who has a measure to carry out."""
    owners = [measure.owner for measure in report.measures]
    _tell(report, templates.APPROVED, [*_writers(report), *owners], now)


def done(measure: Measure, *, now: datetime) -> None:
    """Ask those who decide to verify it."""
    report = measure.report
    _tell(report, templates.DONE, approver_level(report)[1], now, measure=f"{measure} {measure.text}")


def redo(measure: Measure, *, note: str, now: datetime) -> None:
    """Tell who does it that it isn't enough yet."""
    words = {"measure": f"{measure} {measure.text}", "note": note, "due": str(measure.due_on)}
    _tell(measure.report, templates.REDO, [measure.owner], now, **words)


def _tell(
    report: RectificationReport, template: str, people: Iterable[Person | None], now: datetime, **words: Any
) -> None:
    for person in {person.id: person for person in people if person is not None and person.active}.values():
        enqueue(
            template,
            to=person,
            owner=report,
            context=_context(report) | words,
            dedup_key=f"{template}:{report.id}:{report.version}:{person.id}",
            now=now,
        )


def _context(report: RectificationReport) -> dict[str, Any]:
    category = report.complaint.category
    return {
        "no": report.no,
        "complaint": report.complaint.no,
        "category": Label(zh=category.name_zh, en=category.name_en).text(),
        "department": report.department.name,
        "url": report_url(report),
    }


def _writers(report: RectificationReport) -> list[Person]:
    people = [person for person in (report.submitted_by, report.author) if person is not None and person.active]
    return people or people_in_charge(report.department)


def _due(report: RectificationReport) -> datetime | str:
    return next((deadline.due_at for deadline in running_of(report)), "")


def _said(report: RectificationReport, language: str) -> str:
    notes = [note for note in report.returns if note.version_no == report.submission]
    with force_locale(language):
        return "\n".join(f"{_(SECTIONS[note.section])}: {note.text}" for note in notes)


_WANTED_IN = {
    templates.OPENED: {"open", "returned"},
    templates.SUBMITTED: {"submitted"},
    templates.RETURNED: {"returned"},
    templates.APPROVED: {"approved", "verified", "closed"},
    templates.DONE: {"approved"},
    templates.REDO: {"approved"},
}


def _wanted(message: Any) -> bool:
    """A message that waited goes out only while it is still about the present state of things."""
    template = message.dedup_key.partition(":")[0]
    if template not in _WANTED_IN:
        return still_wanted(message.dedup_key)
    report = by_id(RectificationReport, message.owner_id)
    return report is not None and report.state in _WANTED_IN[template]


register_wanted(RectificationReport.__tablename__, _wanted)
register_wanted(Measure.__tablename__, lambda message: still_wanted(message.dedup_key))
