"""The screens of 投诉整改表: the list, the form, versions side by side, many to approve, the measures."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import Response, flash, g, jsonify, redirect, request, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

import app.rectifications.moving  # noqa: F401  (reports move along with their complaint)
from app.approvals import register_approvals
from app.complaints.preview import register_foresight
from app.complaints.sections import register_section
from app.complaints.step import register_step_listener
from app.complaints.timeline import deadlines_told
from app.complaints.verdict import register_verdict_listener
from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import N_
from app.customers.options import departments
from app.db import unit_of_work
from app.deadlines import of_owner, running_of, why_of, whys_of
from app.deadlines.models import STANDINGS
from app.extensions import db
from app.files import attachments_of
from app.outbox import messages_of
from app.outbox.told import messages_told
from app.presence import register_presence
from app.rectifications import own_fields, page, verbs
from app.rectifications.approval import approver_level, may_write, waiting_for
from app.rectifications.approvals import REPORTS
from app.rectifications.causes import CAUSE, CAUSES, in_words
from app.rectifications.compare import compare_measures, compare_sections
from app.rectifications.foresight import report_to_come
from app.rectifications.forms import draft_form, remarks_of, stored_form
from app.rectifications.home import to_carry_out, to_write, under_way, waiting
from app.rectifications.models import Measure, RectificationReport, ReportVersion
from app.rectifications.opening import after_step, after_verdict
from app.rectifications.printing import as_pdf
from app.rectifications.section import section
from app.rectifications.states import STATES, WRITABLE
from app.rectifications.steps import MEASURE_STEPS, REPORT_STEPS
from app.rectifications.why import why_owed
from app.rectifications.words import LABELS, MEASURE_STATES
from app.rulebook.why import Why
from app.rulebook.why_view import WhyMixin
from app.security import current_actor, may
from app.web import KesuForm, KesuInterface, KesuModelView, Shortcut, attempt, expose, has_access, register_home_card
from app.web.case import told_by_day
from app.web.conflicts import conflicts_between
from app.web.editing import PK
from app.web.filters import INTEGER_MAX
from app.web.show import countdown
from app.web.text import whole_number

STATE_TONES = {
    "open": "warn",
    "submitted": "info",
    "returned": "bad",
    "approved": "info",
    "verified": "good",
    "closed": "good",
}
MEASURE_TONES = {"planned": "warn", "done": "info", "verified": "good"}


class ReportInterface(KesuInterface):
    """Reports with the instant at which their clock is due: one query for the page, not one a row."""

    def query(self, *args: Any, **kwargs: Any) -> tuple[int, list[Any]]:
        """(count, rows), the rows with `next_due`."""
        count, rows = super().query(*args, **kwargs)
        dues = page.next_dues(rows)
        for row in rows:
            row.next_due = dues.get(row.id)
        g.reports_on_the_page = rows  # in the session until it is drawn: each row is asked whether it can be written
        return count, rows


class RectificationView(WhyMixin, KesuModelView):
    """投诉整改表: reading, writing (can_edit), and every step under a permission of its own."""

    datamodel, route_base = ReportInterface(RectificationReport), "/rectification"
    title, thing = _l("Rectification reports"), _l("Rectification report")
    label_columns = {
        "no": _l("Report no."),
        "complaint": _l("Complaint"),
        "department": _l("Responsible department"),
        "department_id": _l("Responsible department"),
        "next_due": _l("Time left"),
        "author": _l("Written by"),
        "cause": _l(LABELS[CAUSE]),
        "submitted_at": _l("Submitted at"),
        "opened_at": _l("Opened at"),
    }
    list_columns = ["no", "state", "complaint", "department", "author", "opened_at", "submitted_at", "next_due"]
    more_columns = ("cause",)
    show_columns = ["no", "state"]
    add_columns: list[str] = []
    edit_columns = ["no"]
    search_columns = ["no", "state", "department_id", "cause", "opened_at"]
    order_columns, base_order = ["no", "opened_at", "submitted_at"], ("opened_at", "desc")
    choices = {"state": STATES, "department_id": departments, "cause": CAUSES}
    badges = {"state": STATE_TONES}
    formatters_columns = {"next_due": countdown}
    shortcuts: ClassVar[Mapping[str, Shortcut]] = {
        "to_write": Shortcut(_l("To write"), to_write, lambda: may("can_edit", "RectificationView"))
    }
    why_columns = ("next_due",)
    choice_columns = ("no",)
    list_template, show_template = "rectifications/list.html", "rectifications/show.html"
    form_template = "rectifications/form.html"
    verb_template = "rectifications/verb.html"
    verbs = REPORT_STEPS
    words: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "state": STATES,
        "measure": MEASURE_STATES,
        "clock": STANDINGS,
        "section": LABELS,
    }
    measure_tones = MEASURE_TONES

    def show_context(self, row: RectificationReport) -> Mapping[str, Any]:
        """The form as on paper, who is asked, what happened."""
        return {
            "report": row,
            "sections": page.sections_of(row, row.sections),
            "deadlines": [(each, why_of(each)) for each in of_owner(row)],
            "remarks": remarks_of(row),
            "approvers": approver_level(row) if row.state == "submitted" else None,
            "owed": why_owed(row),
            "attachments": attachments_of(row),
            "evidence": {measure.id: attachments_of(measure) for measure in row.measures},
            "told": told_by_day(
                [*page.timeline(row), *messages_told(messages_of(row)), *deadlines_told(of_owner(row))]
            ),
            "onwards": page.onwards_of(row, self.open_verbs(row), self.edit_url(row.id)),
            "next_deadline": next(iter(running_of(row)), None),
        }

    def whys(self, row: RectificationReport) -> list[Why]:
        """Of its deadlines, and why it is owed."""
        return [*whys_of(row), why_owed(row)]

    @staticmethod
    def measure_url(pk: int) -> str:
        return url_for("RectificationMeasureView.show", pk=pk)

    @staticmethod
    def read_sections(row: RectificationReport) -> list[tuple[str, str, list[str]]]:
        """What there is to read before one decides."""
        return page.sections_of(row, row.sections)

    def edit_url(self, pk: int) -> str | None:
        """The form, for those who write the report, as long as it is on their desk."""
        # Out of the session, where the list's rows are: this only decides whether there is a link.
        row = db.session.get(RectificationReport, pk)
        writable = row is not None and row.state in WRITABLE and may_write(row, current_actor())
        return super().edit_url(pk) if writable else None

    @expose(f"/edit/{PK}", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: int) -> Any:
        """The generated form; its second button submits the report at once."""
        report = self.reach(pk)
        form = draft_form(report)
        onwards = request.form.get("then") == "submit" and self.may("can_submit")
        if form.validate_on_submit() and attempt(form, lambda: self._save(pk, form, onwards)):
            flash(_("Saved: %(name)s", name=str(report)), "success")
            return redirect(self.show_url(pk) or self.list_url())
        if form.is_submitted() and not any(field.errors for field in form):
            # Somebody else saved meanwhile and the person was told so: what they save next is what they mean.
            report = self.reach(pk)
            if form.seen_version.data != str(report.version):
                form.conflicts = conflicts_between(form, stored_form(report, form))
            form.seen_version.data = str(report.version)
        parts = {"report": report, "complaint": report.complaint, "may_submit": self.may("can_submit")}
        parts["remarks"] = remarks_of(report)
        status = 422 if form.is_submitted() else 200
        cancel = self.show_url(pk) or self.list_url()
        return self.page(self.form_template, self.edit_title, form=form, row=report, cancel=cancel, **parts), status

    def _save(self, pk: int, form: Any, onwards: bool) -> bool:
        report, actor, now = self.reach(pk), current_actor(), clock.now()
        verbs.save(report, **form.facts(), actor=actor, now=now)
        if onwards:
            verbs.submit(report, actor=actor, now=now)
        return True

    @expose(f"/compare/{PK}")
    @has_access
    @permission_name("show")
    def compare(self, pk: int) -> Any:
        """Two versions side by side: `?a=1&b=2`, by default the last two."""
        report = self.reach(pk)
        by_no = {version.no: version for version in report.versions}
        chosen = [whole_number(request.args.get(name, ""), 1, INTEGER_MAX) for name in ("a", "b")]
        a, b = (number if number in by_no else None for number in chosen)
        b = b or report.submission
        before, after = by_no.get(a or b - 1), by_no.get(b)
        if before is None or after is None:
            raise NotFound(N_("There are no two versions to compare."))
        return self.page(
            "rectifications/compare.html",
            _("Versions of %(no)s", no=report.no),
            report=report,
            before=before,
            after=after,
            sections=compare_sections(_read(before), _read(after)),
            own_labels=own_fields.labels(),
            measures=compare_measures(before.measures, after.measures),
        )

    @expose(f"/print/{PK}")
    @has_access
    @permission_name("show")
    def print(self, pk: int) -> Response:
        """The paper form."""
        report = self.reach(pk)
        response = Response(as_pdf(report), mimetype="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="{report.no}.pdf"'
        return response

    @expose("/waiting")
    @has_access
    @permission_name("approve")
    def waiting(self) -> Any:
        """Reports that wait for the present manager, each to be read on the page."""
        actor = current_actor()
        reports = waiting_for(actor) if actor else []
        rows = [(each, page.sections_of(each, each.sections), verbs.has_read(each, actor)) for each in reports]
        return self.page("rectifications/waiting.html", _("Reports that wait for you"), rows=rows)

    @expose(f"/read/{PK}", methods=["POST"])
    @has_access
    @permission_name("approve")
    def read(self, pk: int) -> Any:
        """The page says that this person has unfolded the report."""
        with unit_of_work():
            verbs.read(self.reach(pk), actor=current_actor(), now=clock.now())
        return jsonify(read=pk)

    @expose("/approve_read", methods=["POST"])
    @has_access
    @permission_name("approve")
    def approve_read(self) -> Any:
        """Approve those that are ticked, each in a unit of work of its own: one that is refused stops no other."""
        ticked = [part.partition(":") for part in request.form.getlist("report")[:100]]
        done = [self._approve_one(pk, submission) for pk, _colon, submission in ticked]
        if any(done):
            flash(_("Approved: %(names)s", names=_(", ").join(filter(None, done))), "success")
        if not ticked:
            flash(_("Please tick at least one row."), "warning")
        return redirect(url_for("RectificationView.waiting"))

    def _approve_one(self, pk: str, submission: str) -> str | None:
        key, seen = (whole_number(text, 1, INTEGER_MAX) or 0 for text in (pk, submission))
        form = KesuForm()

        def work() -> str:
            report = self.reach(key)
            verbs.approve_read(report, submission=seen, actor=current_actor(), now=clock.now())
            return str(report)

        name = attempt(form, work)
        for message in form.form_errors:
            flash(message, "danger")
        return name


def _read(version: ReportVersion) -> dict[str, str]:
    """A version's sections as the reader may see them."""
    return in_words(own_fields.seen(version.sections))


class MeasureInterface(KesuInterface):
    """Measures with their reports, whose numbers are part of theirs."""

    along = ("report",)


class RectificationMeasureView(WhyMixin, KesuModelView):
    """整改措施: what is to be done by whom and when; done with evidence, verified by the level above."""

    datamodel, route_base = MeasureInterface(Measure), "/measure"
    title, thing = _l("Rectification measures"), _l("Measure")
    label_columns = {
        "report": _l("Rectification report"),
        "no": _l("No."),
        "text": _l("Measure"),
        "owner": _l("Owner"),
        "due_on": _l("Due"),
        "done_at": _l("Carried out"),
        "done_by": _l("Carried out by"),
        "done_note": _l("Note"),
        "verified_at": _l("Verified"),
        "verified_by": _l("Verified by"),
    }
    list_columns = ["text", "report", "state", "owner", "due_on", "done_at", "verified_at"]
    show_columns = [
        "report",
        "no",
        "text",
        "state",
        "owner",
        "due_on",
        "done_at",
        "done_by",
        "done_note",
        "verified_at",
        "verified_by",
    ]
    add_columns: list[str] = []
    edit_columns: list[str] = []
    search_columns = ["state", "due_on", "text"]
    order_columns, base_order = ["due_on"], ("due_on", "asc")
    choices, badges = {"state": MEASURE_STATES}, {"state": MEASURE_TONES}
    why_columns = ("due_on",)
    shortcuts: ClassVar[Mapping[str, Shortcut]] = {
        "mine": Shortcut(_l("For me to carry out"), to_carry_out),
        "open": Shortcut(_l("To be carried out"), under_way),
    }
    show_template = "rectifications/measure.html"
    verbs = MEASURE_STEPS

    def show_context(self, row: Measure) -> Mapping[str, Any]:
        """Its evidence, and why it is due when it is."""
        deadlines = [(each, why_of(each)) for each in of_owner(row)]
        return {"attachments": attachments_of(row), "deadlines": deadlines, "clock_words": STANDINGS}

    def whys(self, row: Measure) -> list[Why]:
        """Of its deadline; before approval none runs."""
        return whys_of(row)

    @staticmethod
    def report_url(row: Measure) -> str | None:
        """The report's page, for a person who may see it."""
        seen = may("can_show", "RectificationView")
        return url_for("RectificationView.show", pk=row.report_id) if seen else None


register_home_card(waiting)
register_section(section)
register_foresight(report_to_come)
register_verdict_listener(after_verdict)
register_step_listener(after_step)
register_approvals(REPORTS)
register_presence("rectification_report", "RectificationView")
