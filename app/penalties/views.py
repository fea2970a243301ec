"""Screens of penalties: the list with the why of each, the rules with counsel's notice, the month for payroll."""

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.approvals import register_approvals
from app.core import clock
from app.core.i18n import Text
from app.customers.options import departments
from app.extensions import appbuilder
from app.penalties import payroll, workflow
from app.penalties.appeals.standing import appeal_against, appeals_against
from app.penalties.appeals.steps import APPEAL
from app.penalties.appeals.words import STATES as APPEAL_STATES
from app.penalties.appeals.words import TONES as APPEAL_TONES
from app.penalties.approvals import PENALTIES
from app.penalties.counsel import NOTICE, open_notice
from app.penalties.models import KINDS, STATES, Penalty
from app.penalties.why import appeal_of, why_of
from app.policy.roles import PAYEES
from app.rulebook import PackVersion, pack_of
from app.rulebook.document_penalties import amount_in_words, payees_in_words, rule_in_words
from app.rulebook.editor.visible import Published
from app.rulebook.models import PACK_STATUSES
from app.rulebook.why import Why
from app.rulebook.why_view import WhyMixin
from app.security import may
from app.web import KesuForm, KesuInterface, KesuModelView, KesuView, Verb, expose, has_access
from app.web.fields import Filled, TextBox
from app.web.show import dash, said
from app.web.spreadsheet import KINDS as FILE_KINDS

_FILES = {"csv": payroll.as_csv, "xlsx": payroll.as_xlsx}


class ReasonForm(KesuForm):
    """Why a penalty is dropped."""

    reason = TextBox(_l("Reason"), [Filled()], longest=workflow.REASON_LIMIT)


class AcknowledgeForm(KesuForm):
    """What was found out, if anything was."""

    note = TextBox(_l("Note"), longest=workflow.REASON_LIMIT)


def _proposed(penalty: Penalty) -> bool:
    return penalty.state == "proposed"


class PenaltyView(WhyMixin, KesuModelView):
    """处罚, the newest first. They come from verdicts; here they are decided and read."""

    datamodel, route_base = KesuInterface(Penalty), "/penalty"
    title, thing = _l("Penalties"), _l("Penalty")
    label_columns = {
        "no": _l("Penalty no."),
        "complaint": _l("Complaint"),
        "payee": _l("Person"),
        "occurred_at": _l("Happened at"),
        "approver": _l("To be decided by"),
        "appeal": _l("Appeal"),
        "amount": _l("Amount"),
        "month": _l("Month"),
        "proposed_at": _l("Proposed at"),
        "decided_at": _l("Decided at"),
        "decided_by": _l("Decided by"),
        "reason": _l("Reason"),
        "pack_version": _l("Policy pack"),
        "counter_of": _l("Undoes"),
        "department_id": _l("Department"),
    }
    list_columns = ["no", "complaint", "payee", "department", "amount", "month", "kind", "state"]
    show_columns = [
        *list_columns,
        "counter_of",
        "pack_version",
        "occurred_at",
        "appeal",
        "approver",
        "proposed_at",
        "decided_at",
        "decided_by",
        "reason",
    ]
    add_columns: list[str] = []
    edit_columns: list[str] = []
    search_columns = ["no", "month", "state", "kind", "department_id"]
    order_columns, base_order = ["no", "month", "amount"], ("no", "desc")
    why_columns = ("amount",)
    choices = {"state": STATES, "kind": KINDS, "department_id": departments}
    badges = {
        "state": {"proposed": "warn", "confirmed": "good", "cancelled": "plain"},
        "kind": {"counter": "info", "reward": "good"},
    }
    formatters_columns = {
        "payee": lambda person: person.full_name,
        "decided_by": lambda person: person.full_name if person else None,
    }
    list_template, show_template = "penalties/list.html", "penalties/show.html"
    verbs = (
        Verb(
            "confirm",
            _l("Confirm"),
            workflow.confirm,
            opens=_proposed,
            tone="primary",
            confirm=_l("Confirm it? Whoever it falls to is told."),
        ),
        Verb("cancel", _l("Drop it"), workflow.cancel, ReasonForm, opens=_proposed, tone="danger"),
        APPEAL,
    )

    def cell(self, row: Penalty, column: str) -> Any:
        """The complaint as a link for those who may open it."""
        if column == "approver":
            return dash(said(Text(PAYEES[row.approver])) if row.approver else None)
        if column == "appeal":
            return dash(said(appeal_of(row)))
        if column != "complaint" or row.complaint is None or not may("can_show", "ComplaintView"):
            return row.about if column == "complaint" else super().cell(row, column)
        url = url_for("ComplaintView.show", pk=row.complaint_id)
        return Markup('<a href="{}">{}</a>').format(url, row.complaint.no)

    def page(self, template: str, title: Any, **parts: Any) -> str:
        """With counsel's notice above it while that is open."""
        return super().page(template, title, **parts, **_counsel())

    def show_context(self, row: Penalty) -> Mapping[str, Any]:
        """Why: the working, and where the rule stands."""
        return {
            "why": why_of(row),
            "appeal": appeal_against(row),
            "appeal_states": APPEAL_STATES,
            "tones": APPEAL_TONES,
        }

    def whys(self, row: Penalty) -> list[Why]:
        """Its one reason."""
        return [why_of(row)]


class PenaltyRulesView(KesuModelView):
    """The penalty rules of each policy pack, with counsel's notice until an administrator acknowledges it."""

    datamodel, route_base = KesuInterface(PackVersion), "/penalty-rules"
    title, thing = _l("Penalty rules"), _l("Policy pack")
    label_columns = {
        "title": _l("Title"),
        "version": _l("Version"),
        "status": _l("Status"),
        "effective_from": _l("In force from"),
    }
    list_columns = show_columns = ["title", "version", "status", "effective_from"]
    base_filters = [["status", Published, ""]]
    add_columns: list[str] = []
    edit_columns: list[str] = []
    search_columns, order_columns = ["title", "status"], ["effective_from"]
    base_order = ("effective_from", "desc")
    choices = {"status": PACK_STATUSES}
    badges = {"status": {"published": "good", "draft": "info"}}
    list_template, show_template = "penalties/list.html", "penalties/rules.html"
    permission_labels = {"can_acknowledge": _l("Acknowledge counsel's notice")}
    verbs = (
        Verb(
            "acknowledge",
            _l("Acknowledge counsel's notice"),
            workflow.acknowledge,
            AcknowledgeForm,
            opens=lambda row: bool(pack_of(row.id).penalties) and workflow.acknowledgement_of(row.id) is None,
        ),
    )

    def cell(self, row: PackVersion, column: str) -> Any:
        """The title in the reader's language."""
        return row.shown_title if column == "title" else super().cell(row, column)

    def page(self, template: str, title: Any, **parts: Any) -> str:
        """With counsel's notice above it while that is open."""
        return super().page(template, title, **parts, **_counsel())

    def show_context(self, row: PackVersion) -> Mapping[str, Any]:
        """The rules in words, and who acknowledged the notice."""
        pack = pack_of(row.id)
        rules = [
            (rule, rule_in_words(pack, rule), amount_in_words(rule), payees_in_words(rule), pack.cite(rule.clause))
            for rule in pack.penalties
        ]
        return {"rules": rules, "acknowledged": workflow.acknowledgement_of(row.id)}


class PayrollView(KesuView):
    """The month for payroll: what is confirmed, with totals per person, and the same to take away."""

    title, route_base, default_view = _l("Payroll"), "/payroll", "month"
    permission_labels = {"can_export": _l("Export a month for payroll")}

    @expose("/")
    @has_access
    @permission_name("list")
    def month(self) -> Any:
        """`?month=2026-11`; the present one by default."""
        now = clock.now()
        month = payroll.read_month(request.args.get("month"), now)
        parts = {"month": month, "months": payroll.months(now), "shares": payroll.shares_of(month), "kinds": KINDS}
        warning = said(payroll.LIMIT_NOTICE) if any(share.total.fen > 0 for share in parts["shares"]) else ""
        entries = [penalty.id for share in parts["shares"] for penalty in share.penalties]
        under_appeal = {key for key, appeal in appeals_against(entries).items() if appeal.state == "open"}
        whys = {penalty.id: why_of(penalty) for share in parts["shares"] for penalty in share.penalties}
        return render_template(
            "penalties/payroll.html",
            view=self,
            title=self.title,
            base_template=appbuilder.base_template,
            whys=whys,
            warning=warning,
            under_appeal=under_appeal,
            may_export=self.may("can_export"),
            **parts,
            **_counsel(),
        )

    @expose("/export/<string:kind>")
    @has_access
    def export(self, kind: str) -> Any:
        """The month as a file, csv or xlsx."""
        if kind not in _FILES:
            abort(404)
        month = payroll.read_month(request.args.get("month"), clock.now())
        name = f'attachment; filename="payroll-{month}.{kind}"'
        return Response(_FILES[kind](month), mimetype=FILE_KINDS[kind], headers={"Content-Disposition": name})


def _counsel() -> dict[str, Any]:
    version = open_notice(clock.now())
    return {"counsel": NOTICE if version else (), "counsel_version": version}


register_approvals(PENALTIES)
