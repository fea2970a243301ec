"""Whether the house is in order, for administrators: workers, messages, calendars, packs, people, departments."""

from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from app.core import clock
from app.extensions import db
from app.org.models import Department
from app.outbox.models import Message
from app.rulebook.calendars import uncovered_years
from app.rulebook.models import PackVersion
from app.security import Person, may
from app.web import Block, Item, Tab, register_home_block
from app.web.show import when
from app.worker import workers_alive
from app.worker.models import Occurrence

_SWEEP = "deadlines"
_LATE = timedelta(minutes=2)


def health() -> Block | None:
    """Each line for those who may do something about it; what is in order stands below what isn't."""
    checks = [_worker, _messages, _years, _drafts, _people, _heads]
    items = [item for check in checks if (item := check()) is not None]
    if not items:
        return None
    wrong = sum(item.marks[0][1] in ("bad", "warn") for item in items)
    items.sort(key=lambda item: ("bad", "warn", "good").index(item.marks[0][1]))
    return Block("health", _("System health"), "fa-heart-pulse", (Tab("all", "", tuple(items), wrong),), aside=True)


def _line(title: str, url: str, good: bool, mark: Any, *, about: str = "", tone: str = "bad") -> Item:
    return Item(title, url, about, marks=((mark, "good" if good else tone),))


def _worker() -> Item | None:
    """The deadlines' sweep runs every few seconds; its last run is what a customer's reminder hangs on."""
    if not may("can_list", "EventView"):
        return None
    now = clock.now()
    last = db.session.scalar(select(func.max(Occurrence.done_at)).where(Occurrence.job == _SWEEP))
    fine = last is not None and now - last <= _LATE and bool(workers_alive(now))
    about = _("Deadlines were last swept %(at)s", at=when(last)) if last else _("Deadlines have never been swept.")
    return _line(_("Worker"), "", fine, _("At work") if fine else _("Not running"), about=about)


def _messages() -> Item | None:
    if not may("can_list", "MessageView") or not may("can_edit", "MessageTemplateView"):
        return None
    counted = select(func.count(Message.id)).where(Message.state.in_(("failed", "unknown")))
    count = db.session.scalar(counted) or 0
    url = url_for("MessageView.list", _flt_0_state="failed") if count else url_for("MessageView.list")
    return _line(_("Messages that failed or are unknown"), url, not count, count)


def _years() -> Item | None:
    if not may("can_add", "CalendarDayView"):
        return None
    missing = ", ".join(map(str, uncovered_years(clock.now())))
    url = url_for("NoticeImportView.start") if may("can_import", "NoticeImportView") else ""
    return _line(_("Next year's calendar"), url, not missing, missing or _("Entered"), tone="warn")


def _drafts() -> Item | None:
    if not may("can_add", "PackVersionView"):
        return None
    count = db.session.scalar(select(func.count(PackVersion.id)).where(PackVersion.status == "draft")) or 0
    return _line(_("Policy packs in draft"), url_for("PackVersionView.list"), not count, count, tone="warn")


def _people() -> Item | None:
    if not may("can_edit", "PersonView"):
        return None
    nobody = (Person.active.is_(True), ~Person.roles.any())
    count = db.session.scalar(select(func.count(Person.id)).where(*nobody)) or 0
    return _line(_("People without a role"), url_for("PersonView.list"), not count, count, tone="warn")


def _heads() -> Item | None:
    if not may("can_edit", "DepartmentView"):
        return None
    vacant = (Department.active.is_(True), Department.head_id.is_(None))
    count = db.session.scalar(select(func.count(Department.id)).where(*vacant)) or 0
    return _line(_("Departments without a head"), url_for("DepartmentView.list"), not count, count, tone="warn")


register_home_block(40, health)
