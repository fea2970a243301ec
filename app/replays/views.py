"""The screens of 试算: asking for a run, watching it, its sums by department, each complaint side by side."""

from collections.abc import Mapping
from typing import Any

from flask import Response, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.complaints.words import SEVERITIES
from app.core import clock
from app.core.errors import Invalid
from app.core.i18n import N_
from app.customers.options import departments
from app.db import by_id
from app.extensions import db
from app.policy.comparison import Tally
from app.policy.source import LONGEST
from app.policy.unreckoned import unreckoned
from app.replays import figures, verbs
from app.replays.models import OPEN, STATES, Replay, ReplayRow
from app.replays.reading import past_of
from app.replays.sides import lines_of
from app.replays.trying import Trial
from app.rulebook import PackVersion
from app.rulebook.packs import parsed
from app.security import current_actor, may
from app.web import KesuInterface, KesuModelView, Verb, expose, has_access
from app.web.editing import PK
from app.web.fields import ChoiceField, TextBox
from app.web.show import said

_TONES = {"queued": "info", "running": "info", "done": "good", "cancelled": "plain", "failed": "bad"}


def versions() -> dict[int, str]:
    """Drafts, for those who may edit them, then what was published, the newest first."""
    order = (PackVersion.status != "draft", PackVersion.id.desc())
    seen = select(PackVersion) if may("can_edit", "PackDraftView") else select(PackVersion).where(order[0])
    rows = db.session.scalars(seen.order_by(*order)).all()
    return {row.id: f"{row} ({said(row.standing)})" for row in rows}


class ReplayRowView(KesuModelView):
    """The complaints of a run that come out otherwise; each side by side."""

    datamodel, route_base = KesuInterface(ReplayRow), "/replay-row"
    title, thing = _l("Complaints that come out otherwise"), _l("Complaint, was and would be")
    label_columns = {
        "complaint": _l("Complaint"),
        "replay": _l("Run"),
        "replay_id": _l("Run"),
        "department_id": _l("Responsible department"),
        "severity_was": _l("Severity, was"),
        "severity_would": _l("Severity, would be"),
        "late_was": _l("Deadlines missed, was"),
        "late_would": _l("Deadlines missed, would be"),
        "amount_was": _l("Amount, was"),
        "amount_would": _l("Amount, would be"),
    }
    list_columns = ["complaint", "department_id", "severity_was", "severity_would", "late_was", "late_would",
                    "amount_was", "amount_would"]  # fmt: skip
    show_columns = ["complaint", "replay", "department_id"]
    add_columns: list[str] = []
    edit_columns: list[str] = []
    search_columns = ["replay_id", "department_id", "severity_was", "severity_would", "late_would", "amount_would"]
    order_columns, base_order = ["late_would", "amount_would"], ("id", "asc")
    choices = {"department_id": departments, "severity_was": SEVERITIES, "severity_would": SEVERITIES}
    show_template = "replays/row.html"

    def show_context(self, row: ReplayRow) -> Mapping[str, Any]:
        """Counted again as it was counted then."""
        replay = row.replay
        draft = parsed(replay.text)
        past = past_of(row.complaint_id, replay.as_of, draft.asked)
        if past is None:
            return {"lines": (), "refused": None, "complaint_url": None}
        found = next(Trial(draft, replay.calendar_edition_id).look([past]))
        refused = found.difference.would.refused or found.difference.was.refused
        url = url_for("ComplaintView.show", pk=past.id) if may("can_show", "ComplaintView") else None
        lines = lines_of(found, draft, replay.calendar_edition_id)
        return {"lines": lines, "refused": refused, "complaint_url": url}


class ReplayView(KesuModelView):
    """试算: a draft policy tried on past complaints. A worker does it; nothing is sent, no case is changed."""

    datamodel, route_base = KesuInterface(Replay), "/replay"
    title, thing = _l("Trials of draft policies"), _l("Trial of a draft policy")
    empty_hint = _l(
        "A draft policy is tried on past complaints here before it is published: "
        "you see which would have come out otherwise."
    )
    add_title = _l("Try a draft policy on past complaints")
    label_columns = {
        "title": _l("Policy pack"),
        "version_id": _l("Draft or version"),
        "text": _l("Text (YAML)"),
        "since": _l("Received from"),
        "until": _l("Received until"),
        "department_id": _l("Responsible department"),
        "progress": _l("Progress"),
        "requested_by": _l("Asked for by"),
        "as_of": _l("As of"),
        "finished_at": _l("Finished at"),
    }
    description_columns = {
        "since": _l("Empty: from the first complaint."),
        "until": _l("Empty: up to the last one."),
        "department_id": _l("With those below it; empty: all."),
    }
    form_template = "replays/form.html"
    list_columns = ["title", "state", "progress", "since", "until", "department_id", "requested_by", "created_at"]
    show_columns = ["title", "state", "since", "until", "department_id", "requested_by", "as_of", "finished_at"]
    add_columns = ["version_id", "text", "since", "until", "department_id"]
    edit_columns: list[str] = []
    search_columns, order_columns, base_order = ["title", "state"], ["created_at"], ("id", "desc")
    choices = {"state": STATES, "department_id": departments}
    badges = {"state": _TONES}
    formatters_columns = {"requested_by": lambda person: person.full_name if person else _l("The system")}
    add_form_extra_fields = {
        "version_id": ChoiceField(_l("Draft or version"), labels=versions),
        "text": TextBox(
            _l("Text (YAML)"),
            longest=LONGEST,
            description=_l("Instead of choosing one above."),
            render_kw={"rows": 8},
        ),
    }
    related_views = [ReplayRowView]
    show_template = "replays/show.html"
    verbs = (Verb("cancel", _l("Leave off"), verbs.cancel, opens=lambda row: row.state in OPEN),)

    def create(self, data: dict[str, Any]) -> Replay:
        """By the verb."""
        version_id, text = data.pop("version_id"), data.pop("text")
        version = by_id(PackVersion, version_id) if version_id else None
        if (version is None) == (not text):
            either = N_("Choose a version, or paste a text: one of the two.")
            raise Invalid(N_("Please correct the marked fields."), fields={"version_id": either, "text": either})
        wanted = version.text if version is not None else text
        return verbs.request(text=wanted, **data, actor=current_actor(), now=clock.now())

    def show_context(self, row: Replay) -> Mapping[str, Any]:
        """The sums so far, in all and by department."""
        tally = Tally.from_json(row.tally)
        return {
            "open": row.state in OPEN,
            "total": tally.total,
            "departments": figures.by_department(tally),
            "unreckoned": unreckoned(parsed(row.text)),
            "rows_url": url_for("ReplayRowView.list", _flt_0_replay_id=row.id),
            "csv_url": url_for("ReplayView.csv", pk=row.id),
        }

    @expose(f"/csv/{PK}")
    @has_access
    @permission_name("show")
    def csv(self, pk: int) -> Response:
        """The complaints that come out otherwise, to take away."""
        row = self.reach(pk)
        mine = select(ReplayRow).where(ReplayRow.replay_id == row.id).order_by(ReplayRow.id)
        mine = mine.options(selectinload(ReplayRow.complaint), selectinload(ReplayRow.department))
        rows = ((str(each), figures.department_name(each.department_id), each) for each in db.session.scalars(mine))
        name = f'attachment; filename="replay-{row.id}.csv"'
        return Response(figures.as_csv(rows), mimetype="text/csv", headers={"Content-Disposition": name})
