"""What can be done with a 投诉整改表, from its opening to its close; `measuring` has what is done with a measure.

Each is `verb(report, *, actor, now, …)` inside a unit of work; they flush, never commit, and raise what users read:
NotFound, NotAllowed, Refused, Invalid. `states.VERBS` has the table of what is possible when.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from werkzeug.datastructures import FileStorage

from app.absence import is_reachable
from app.complaints.models import Complaint
from app.core.clock import local_day
from app.core.errors import Invalid, Refused
from app.core.i18n import N_
from app.customers.checks import Checks
from app.customers.numbering import next_in
from app.customfields import fill
from app.events import history_of, record
from app.extensions import db
from app.files import store
from app.org.tree import subtree_ids
from app.rectifications import clocks, drafting, notices, own_fields
from app.rectifications.approval import (
    approver_level,
    may_decide,
    require_decider,
    require_writer,
)
from app.rectifications.causes import CAUSE, cause_kept, check_cause
from app.rectifications.drafting import Planned
from app.rectifications.models import RectificationReport, ReportVersion, ReturnNote
from app.rectifications.step import NOTE_LIMIT, taking, verb
from app.rulebook import pack_of
from app.security import Person, hands_of


def open_report(complaint: Complaint, *, actor: Any | None, now: datetime) -> RectificationReport:
    """The empty report of a sustained complaint, on its department's desk; its clock runs from now.

    Called inside a verb on the complaint, so it checks no reach. 新邦 五1: one working day.
    """
    rule = pack_of(complaint.pack_version_id).rectification
    assert rule is not None, "the pack asks for one"
    series = f"ZG{local_day(now):%Y%m%d}"
    report = RectificationReport(
        no=f"{series}-{next_in(series):04d}",
        state="open",
        complaint_id=complaint.id,
        department_id=complaint.department_id,
        pack_version_id=complaint.pack_version_id,
        clause=rule.clause,
        sections={},
        opened_at=now,
    )
    db.session.add(report)
    db.session.flush()
    record(report, "open", actor=actor, now=now, to_state="open", facts={"complaint": complaint.no})
    clocks.opened(report, actor=actor, now=now)
    notices.opened(report, now=now)
    return report


@verb
def save(
    report: RectificationReport,
    *,
    sections: Mapping[str, str],
    measures: Sequence[Planned] = (),
    cause: str | None = None,
    own: Mapping[str, Any] | None = None,
    files: Sequence[FileStorage] = (),
    version: int | None = None,
    actor: Any | None,
    now: datetime,
) -> None:
    """Keep what is written so far; gaps are allowed. Raises Invalid.

    `cause`: its category, "" for none, None to leave it; `own`: custom fields by column. `version`: the one that was
    on the screen.
    """
    require_writer(report, actor)
    texts, planned = drafting.check_draft(report, dict(sections), measures)
    category = check_cause(report, cause)
    with taking(report, "save", actor=actor, now=now, only=_unchanged(version)) as facts:
        facts["changed"] = drafting.write(report, texts, planned)
        if category != report.cause:
            facts["changed"].append(CAUSE)
            report.cause = category
        fill(report, own or {}, actor=actor, now=now)
        if files:
            facts["files"] = [store(file, report, actor, now, field="files").name for file in files]
        if report.author_id is None and actor is not None:
            report.author_id = actor.id


@verb
def submit(report: RectificationReport, *, version: int | None = None, actor: Any | None, now: datetime) -> None:
    """Hand it to the level above, word for word as a version; the clock stops. Raises Invalid for gaps."""
    require_writer(report, actor)
    with taking(report, "submit", actor=actor, now=now, only=_unchanged(version)) as facts:
        drafting.check_whole(report, now)
        report.submission += 1
        report.submitted_at, report.submitted_by_id = now, actor.id if actor else None
        report.decided_at = report.decided_by_id = None
        report.versions.append(
            ReportVersion(
                no=report.submission,
                sections=dict(report.sections) | cause_kept(report) | own_fields.snapshot(report),
                measures=drafting.snapshot(report),
                submitted_at=now,
                submitted_by_id=report.submitted_by_id,
            )
        )
        db.session.flush()
        level, people = approver_level(report)
        report.approver_department_id = level.id if level else None
        facts.update({"submission": report.submission, "asked": [person.full_name for person in people]})
    clocks.submitted(report, actor=actor, now=now)
    notices.submitted(report, now=now)


@verb
def approve(report: RectificationReport, *, submission: int, actor: Any | None, now: datetime, note: str = "") -> None:
    """Approve the version that was read; from now on its measures have their deadlines.

    Raises NotAllowed for anybody but the level above, and for who wrote it; Refused when somebody was faster.
    """
    note = _text("note", note)
    require_decider(report, actor)
    seen = (RectificationReport.submission == submission,)
    with taking(report, "approve", actor=actor, now=now, note=note, only=seen) as facts:
        report.decided_at, report.decided_by_id = now, actor.id if actor else None
        facts["submission"] = submission
        facts["moved"] = clocks.approved(report, actor=actor, now=now)
    notices.approved(report, now=now)


@verb
def approve_read(report: RectificationReport, *, submission: int, actor: Any | None, now: datetime) -> None:
    """Approve from the list of many. Raises Refused where this person hasn't opened this version."""
    if not has_read(report, actor):
        raise Refused(N_("Please read report %(no)s before you approve it."), no=report.no)
    approve(report, submission=submission, actor=actor, now=now)


@verb
def return_(
    report: RectificationReport, *, submission: int, reasons: Mapping[str, str], actor: Any | None, now: datetime
) -> None:
    """Send it back with what is wrong, section by section; its clock starts again. Raises as `approve`, and Invalid."""
    require_decider(report, actor)
    said = _reasons(report, reasons)
    seen = (RectificationReport.submission == submission,)
    with taking(report, "return", actor=actor, now=now, only=seen) as facts:
        report.decided_at, report.decided_by_id = now, actor.id if actor else None
        for section, text in said.items():
            report.returns.append(
                ReturnNote(
                    version_no=submission,
                    section=section,
                    text=text,
                    returned_at=now,
                    returned_by_id=report.decided_by_id,
                )
            )
        facts.update({"submission": submission, "sections": list(said)})
    clocks.opened(report, actor=actor, now=now)
    notices.returned(report, now=now)


@verb
def close(report: RectificationReport, *, actor: Any | None, now: datetime, note: str = "") -> None:
    """Put it away once every measure is verified. Raises NotAllowed for anybody but the level above."""
    note = _text("note", note)
    require_decider(report, actor)
    with taking(report, "close", actor=actor, now=now, note=note):
        report.closed_at = now


@verb
def reassign(report: RectificationReport, *, author_id: int, actor: Any | None, now: datetime, note: str = "") -> None:
    """Name who writes it, from the responsible department; the clock is that person's now. Raises Invalid."""
    # Where who was to write it has left, or is away and nobody acts for them, whoever may at all names another.
    gone = report.author is not None and not is_reachable(report.author, now)
    if not gone and not may_decide(report, actor):
        require_writer(report, actor)
    checks = Checks()
    author = checks.row("author_id", Person, author_id, required=True)
    if author is not None and (not author.active or author.department_id not in subtree_ids(report.department_id)):
        checks.refuse("author_id", N_("This person doesn't work in the responsible department."))
    note = checks.text("note", note, limit=NOTE_LIMIT)
    checks.done()
    assert author is not None, "checked"
    with taking(report, "reassign", actor=actor, now=now, note=note) as facts:
        report.author_id = author.id
        facts["author"] = author.full_name
    clocks.reassigned(report, actor=actor, now=now)
    notices.reassigned(report, now=now)


def cancel(report: RectificationReport, *, note: str, actor: Any | None, now: datetime) -> None:
    """The complaint isn't ours any more. Called inside a verb on the complaint, so it checks no reach."""
    with taking(report, "cancel", actor=actor, now=now, note=note):
        pass
    clocks.cancelled(report, actor=actor, now=now)


@verb
def read(report: RectificationReport, *, actor: Any, now: datetime) -> None:
    """Record that the person has opened the version that waits for a decision; a second time changes nothing."""
    if not has_read(report, actor):
        record(report, "read", actor=actor, now=now, facts={"submission": report.submission})


def has_read(report: RectificationReport, actor: Any | None) -> bool:
    """Whether the person has opened the version that waits."""
    mine = (event for event in history_of(report) if event.verb == "read" and event.actor_id in hands_of(actor))
    return any(event.facts.get("submission") == report.submission for event in mine)


def _unchanged(version: int | None) -> tuple[Any, ...]:
    return () if version is None else (RectificationReport.version == version,)


def _text(name: str, value: str) -> str:
    checks = Checks()
    text = checks.text(name, value, limit=NOTE_LIMIT)
    checks.done()
    return text


def _reasons(report: RectificationReport, reasons: Mapping[str, str]) -> dict[str, str]:
    checks = Checks()
    known = [*drafting.sections_asked(report), "measures"]
    said = {code: checks.text(code, reasons.get(code), limit=NOTE_LIMIT) for code in known}
    checks.done()
    said = {code: text for code, text in said.items() if text}
    if not said:
        raise Invalid(
            N_("Say what has to be changed, at the section that it is about."),
            fields=dict.fromkeys(known[:1], N_("Please fill this in.")),
        )
    return said
