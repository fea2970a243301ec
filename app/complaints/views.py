"""The screens of complaints: the list, the form while the customer talks, the page with everything that is known."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import Response, redirect, request
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext as _l

import app.complaints.found  # (what the search box finds of them)
import app.complaints.of_customer
import app.complaints.of_inquiry
import app.complaints.of_waybill  # noqa: F401  (brings the complaints to the waybill's page)
from app.approvals import register_approvals
from app.complaints import grading, page
from app.complaints.approvals import JUDGEMENTS, PROPOSALS
from app.complaints.beside import others_of, party_of
from app.complaints.composing import ComposeMixin
from app.complaints.dismissals import DISMISSALS, dismissal_word
from app.complaints.forms import FIELD_LABELS, FIELDSETS, RegisterForm, categories, channels
from app.complaints.handling_page import Said, clauses_beside, handling_of, tell_of
from app.complaints.home import awaited_states, judging, to_judge, waiting
from app.complaints.intake_view import IntakeMixin
from app.complaints.models import Complaint, Proposal
from app.complaints.onwards import onwards_of
from app.complaints.printing import as_pdf
from app.complaints.queue import PARTS, queue, start
from app.complaints.remedies import limits_of, remedy_label
from app.complaints.sections import sections_of
from app.complaints.states import STATES, allows
from app.complaints.steps import STEPS
from app.complaints.timeline import deadlines_told, timeline
from app.complaints.words import APPROVALS, COMPARED, KINDS, ORIGINS, OUTCOMES, PARTIES, SEVERITIES, VERDICTS
from app.core import clock
from app.core.i18n import Text
from app.customers.options import departments
from app.customers.personal import phone_in_sight
from app.deadlines import Deadline
from app.deadlines.models import STANDINGS
from app.files import attachments_of
from app.outbox import messages_of
from app.outbox.told import messages_told
from app.presence import register_presence
from app.rulebook.why import Why
from app.rulebook.why_view import WhyMixin
from app.security import current_actor, may
from app.web import (
    KesuInterface,
    KesuModelView,
    Shortcut,
    expose,
    has_access,
    register_home_block,
    register_home_card,
    register_home_start,
)
from app.web.case import told_by_day
from app.web.custom_edit import CustomEditMixin
from app.web.editing import PK
from app.web.show import countdown, said

STATE_TONES = {
    "registered": "warn",
    "accepted": "info",
    "dispatched": "info",
    "investigated": "info",
    "proposed": "info",
    "agreed": "info",
    "carried_out": "good",
    "closed": "good",
}
SEVERITY_TONES = {"minor": "plain", "moderate": "warn", "major": "bad", "ungraded": "plain"}


class ComplaintInterface(KesuInterface):
    """Complaints with the instant at which each one's next clock is due: one query for the page, not one a row."""

    def query(self, *args: Any, **kwargs: Any) -> tuple[int, list[Any]]:
        """(count, rows), the rows with `next_due`."""
        count, rows = super().query(*args, **kwargs)
        dues = page.next_dues(rows)
        for row in rows:
            row.next_due = dues.get(row.id)
        return count, rows


class ComplaintView(ComposeMixin, IntakeMixin, CustomEditMixin, WhyMixin, KesuModelView):
    """投诉: registering (can_add), reading, and every step of `states.VERBS` under a permission of its own."""

    datamodel, route_base = ComplaintInterface(Complaint), "/complaint"
    title, thing = _l("Complaints"), _l("Complaint")
    add_title = _l("Register a complaint")
    label_columns = {
        **FIELD_LABELS,
        "no": _l("Complaint no."),
        "state": _l("State"),
        "severity": _l("Severity"),
        "complainant": _l("Complainant"),
        "customer": _l("Customer"),
        "category": _l("Complaint category"),
        "category_id": _l("Complaint category"),
        "department": _l("Responsible department"),
        "department_id": _l("Responsible department"),
        "received_at": _l("Received at"),
        "next_due": _l("Time left"),
        "handler": _l("Handler"),
        "kind": _l("Complaint kind"),
        "verdict": _l("Verdict"),
        "dismissal": _l("Reason for dismissal"),
        "closed_at": _l("Closed at"),
    }
    list_columns = [
        "no",
        "state",
        "next_due",
        "severity",
        "complainant",
        "customer",
        "category",
        "department",
        "received_at",
    ]
    more_columns = (
        "title",
        "kind",
        "channel",
        "urgent",
        "handler",
        "place",
        "claim",
        "verdict",
        "dismissal",
        "closed_at",
    )
    show_columns = ["no", "title"]
    edit_columns: list[str] = []
    search_columns = [
        "no",
        "state",
        "severity",
        "kind",
        "channel",
        "category_id",
        "department_id",
        "complainant",
        "urgent",
        "verdict",
        "dismissal",
        "received_at",
    ]
    order_columns, base_order = ["no", "received_at", "severity"], ("received_at", "desc")
    choices = {
        "state": STATES,
        "severity": SEVERITIES,
        "kind": KINDS,
        "verdict": VERDICTS,
        "dismissal": DISMISSALS,
        "channel": channels,
        "category_id": categories,
        "department_id": departments,
    }
    badges = {"state": STATE_TONES, "severity": SEVERITY_TONES}
    formatters_columns = {"next_due": countdown}
    shortcuts: ClassVar[Mapping[str, Shortcut]] = {
        **{part.code: Shortcut(_l(part.label), part.criterion, part.offered) for part in PARTS},
        "to_judge": Shortcut(_l("To be judged"), to_judge, lambda: may("can_verdict", "ComplaintView")),
        "waiting": Shortcut(
            _l("Waiting for me"), lambda: Complaint.state.in_(awaited_states()), lambda: bool(awaited_states())
        ),
    }
    choice_columns = ("no",)
    custom_needs = "can_amend"
    why_columns = ("next_due", "severity")
    add_form = RegisterForm
    add_fieldsets = FIELDSETS
    form_template, show_template = "complaints/register.html", "complaints/show.html"
    verb_template = "complaints/verb.html"
    verbs = STEPS
    words: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "state": STATES,
        "severity": SEVERITIES,
        "kind": KINDS,
        "origin": ORIGINS,
        "verdict": VERDICTS,
        "party": PARTIES,
        "approval": APPROVALS,
        "outcome": OUTCOMES,
        "compared": COMPARED,
        "clock": STANDINGS,
    }
    """Code → msgid, for the page."""

    def alter(self, row: Complaint, data: dict[str, Any]) -> None:
        """Custom fields alone: the policy may go by them."""
        grading.fill_in(row, **data, actor=current_actor(), now=clock.now())

    def takes_custom(self, row: Complaint) -> bool:
        """For as long as the facts can be amended."""
        return allows("amend", row.state)

    def whys(self, row: Complaint) -> list[Why]:
        """Of every deadline, of the grade, of what it costs whom."""
        return page.whys_of_complaint(row)

    @expose(f"/{PK}/verb/<string:name>", methods=["GET", "POST"])
    def verb(self, pk: int, name: str) -> Any:
        """The step; who transfers a complaint may not see it any more and is led to the list."""
        answer = super().verb(pk, name)
        moved = getattr(answer, "status_code", 200) == 302 and request.method == "POST" and current_actor() is not None
        if moved and not self.back_url() and self.datamodel.get(pk, self._base_filters) is None:
            return redirect(self.list_url())
        return answer

    @expose(f"/print/{PK}")
    @has_access
    @permission_name("show")
    def print(self, pk: int) -> Response:
        """On paper, with every reason."""
        complaint = self.reach(pk)
        response = Response(as_pdf(complaint), mimetype="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="{complaint.no}.pdf"'
        return response

    def beside(self, row: Complaint, step: str) -> list[Said]:
        """What the policy says to whoever takes this step: clauses for people, what the customer is told."""
        return [*clauses_beside(row, step), *tell_of(row, step)]

    def remedy_label(self, proposal: Proposal) -> str:
        """The remedy as the complaint's policy calls it."""
        return said(remedy_label(proposal.complaint, proposal.remedy))

    def approval_lines(self, proposal: Proposal) -> list[str]:
        """Why it wanted approval, or didn't."""
        return [said(Text.from_json(line)) for line in proposal.approval_working]

    def promise_limits(self, row: Complaint) -> list[tuple[str, str, str]]:
        """Who may promise how much: who, how much, where it stands."""
        return [(said(who), said(limit), said(cite)) for who, limit, cite in limits_of(row)]

    def show_context(self, row: Complaint) -> Mapping[str, Any]:
        """Everything that is known, in the order in which it is needed."""
        clocks = page.clocks_of(row)
        return {
            "complaint": row,
            "party": party_of(row),
            "others": others_of(row),
            "clocks": clocks,
            "told": self._told(row, [each.row for each in clocks]),
            "onwards": onwards_of(row, self.open_verbs(row)),
            "graded": page.why_graded(row),
            "behaviours": page.behaviours_of(row),
            "dismissal": dismissal_word(row),
            "channel": page.channel_label(row),
            "attachments": attachments_of(row),
            "phone": phone_in_sight(row),
            "sections": sections_of(row),
            "handling": handling_of(row),
            "next_clock": page.next_clock(row, clocks),
        }

    @staticmethod
    def _told(row: Complaint, deadlines: list[Deadline]) -> Mapping[str, Any]:
        return told_by_day([*timeline(row), *messages_told(messages_of(row)), *deadlines_told(deadlines)])


register_home_card(waiting)
register_home_block(20, queue)
register_home_start(start)
register_home_card(judging)
register_approvals(PROPOSALS)
register_approvals(JUDGEMENTS)
register_presence("complaint", "ComplaintView")
