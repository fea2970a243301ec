"""Registering on one screen while the customer talks: what stands beside the form, its drafts, the reading back.

Every address here needs the permission to register, and gives JSON to intake.js. Without scripts the form works alone.
"""

from collections.abc import Mapping
from typing import Any

from flask import g, jsonify, redirect, render_template, request, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.complaints import drafts, workflow
from app.complaints.callers import caller_hints, caller_label
from app.complaints.forms import RegisterForm
from app.complaints.handling_page import tell_of
from app.complaints.lookup import Asked, contact_line, look_up
from app.complaints.models import Complaint, ComplaintDraft
from app.complaints.page import why_graded
from app.complaints.preview import Preview, preview
from app.complaints.readback import sentences
from app.complaints.words import SEVERITIES
from app.core import clock
from app.customers.search import find_callers
from app.customers.words import WAYBILL_STATUSES
from app.customfields.verbs import apart
from app.db import unit_of_work
from app.deadlines import why_of
from app.extensions import db
from app.files import Attachment, attachments_of
from app.rulebook import current_pack_version, pack_of
from app.security import current_actor
from app.web import expose, has_access
from app.web.editing import PK
from app.web.filters import INTEGER_MAX
from app.web.show import said, size, when
from app.web.text import half_width, search_text, whole_number
from app.web.titled import Whole

_NOT_KEPT = {"csrf_token", "files", "draft", "draft_revision", "read_back"}
"""What a draft needn't have: it is given anew with each page, or kept elsewhere."""


class IntakeMixin(Whole):
    """The part of `ComplaintView` that registers."""

    add_form: Any

    def make(self, data: dict[str, Any]) -> Complaint:
        """The custom fields are told along: the policy may go by them."""
        facts, own = apart(data)
        return self.create(facts | {"own": own})

    def create(self, data: dict[str, Any]) -> Complaint:
        """Registered with its files, those of the draft included, in one unit of work; the draft is done with."""
        files, actor, now = data.pop("files"), current_actor(), clock.now()
        draft = _own_draft(whole_number(request.form.get("draft"), 1, INTEGER_MAX))
        complaint = workflow.register(**data, actor=actor, now=now)
        kept = drafts.files_of(draft) if draft else []
        if files or kept:
            workflow.attach(complaint, files=[*kept, *files], actor=actor, now=now)
        for each in kept:
            each.close()
        if draft is not None:
            drafts.discard(draft)
        return complaint

    def form_page(self, form: Any, title: str, fieldsets: Any = None, **parts: Any) -> Any:
        """The page for registering has more than the form; others are as everywhere."""
        if not isinstance(form, RegisterForm):  # the custom fields of a complaint that is there
            return super().form_page(form, title, fieldsets, **parts)  # type: ignore[misc]
        sent = form.is_submitted()
        draft = _own_draft(whole_number((request.form if sent else request.args).get("draft"), 1, INTEGER_MAX))
        if draft is not None and not sent:
            form.process(MultiDict(drafts.content_of(draft)))
        elif not sent:
            form.channel.data = _usual_channel(form.channel.known())
        g.intake_draft = draft
        return super().form_page(form, title, fieldsets, **parts)  # type: ignore[misc]

    def intake(self) -> dict[str, Any]:
        """For the template: the draft that the form shows, its files, and the person's other drafts."""
        draft, actor = g.get("intake_draft"), current_actor()
        return {
            "draft": draft,
            "files": [_as_file(each) for each in attachments_of(draft)] if draft else [],
            "others": [_in_short(each) for each in drafts.drafts_of(actor, clock.now()) if each is not draft],
        }

    @expose("/callers")
    @has_access
    @permission_name("add")
    def callers(self) -> Any:
        """Suggestions while one types: `{"results": [{"id", "text", "hints"}], "more": false}`."""
        found = find_callers(search_text(request.args.get("q")))
        rows = [{"id": each.key, "text": caller_label(each), "hints": caller_hints(each)} for each in found]
        return jsonify(results=rows, more=False)

    @expose("/beside", methods=["POST"])
    @has_access
    @permission_name("add")
    def beside_form(self) -> Any:
        """The panel and the preview, for what the form says so far: `{"panel", "preview"}` in HTML. Writes nothing."""
        form = self.add_form()
        seen = _seen(form)
        typed = half_width(search_text(form.caller.typed))
        asked = Asked(form.caller.data, typed, half_width(search_text(form.phone.data)))
        found = look_up(asked, seen)
        parts = {"found": found, "label": caller_label, "contact": contact_line, "hints": caller_hints, "view": self}
        panel = render_template("complaints/panel.html", statuses=WAYBILL_STATUSES, **parts)
        return jsonify(panel=panel, preview=_drawn(seen))

    @expose("/readback", methods=["POST"])
    @has_access
    @permission_name("add")
    def read_back(self) -> Any:
        """复述: the sentences to read out, `{"sentences"}` in HTML; 422 with `fields` where the form isn't right yet.

        What only the reading back will confirm is taken as confirmed here.
        """
        form = self.add_form()
        if not form.validate():
            fields = {name: [text for text in texts if text] for name, texts in form.errors.items() if name}
            return jsonify(fields={name: texts for name, texts in fields.items() if texts}), 422
        seen = _seen(form, confirmed=True)
        if seen.closed or seen.refused:
            fields = {name: [said(why)] for name, why in seen.refused.items()}
            return jsonify(fields=fields, message=said(seen.closed) if seen.closed else ""), 422
        pack = pack_of(current_pack_version(clock.now()).id)
        page = render_template(
            "complaints/readback.html", sentences=sentences(seen, pack), tell=_tell(seen), dues=seen.deadlines
        )
        return jsonify(sentences=page)

    @expose("/draft", methods=["POST"])
    @has_access
    @permission_name("add")
    def draft(self) -> Any:
        """Keep what is typed: `{"draft", "revision", "kept_at"}`. The form's own fields `draft` and `draft_revision`
        say which one this window has kept so far."""
        pairs = [(name, text) for name, text in request.form.items(multi=True) if name not in _NOT_KEPT]
        number, seen = (whole_number(request.form.get(name), 1, INTEGER_MAX) for name in ("draft", "draft_revision"))
        with unit_of_work():
            kept = drafts.keep_draft(pairs, actor=current_actor(), now=clock.now(), draft_id=number, seen=seen)
            return jsonify(_as_draft(kept))

    @expose(f"/draft/{PK}/discard", methods=["POST"])
    @has_access
    @permission_name("add")
    def discard_draft(self, pk: int) -> Any:
        """Forget a draft; an empty form again."""
        with unit_of_work():
            drafts.discard(drafts.draft_of(current_actor(), pk, clock.now()))
        return redirect(url_for("ComplaintView.add"))

    @expose("/draft/files", methods=["POST"])
    @has_access
    @permission_name("add")
    def draft_files(self) -> Any:
        """Keep chosen files at once: `{"draft", "revision", "files": [{"id", "name", "size", "url"}]}`."""
        actor, now = current_actor(), clock.now()
        files = [each for each in request.files.getlist("files") if each.filename]
        number = whole_number(request.form.get("draft"), 1, INTEGER_MAX)
        with unit_of_work():
            draft = drafts.draft_of(actor, number, now) if number else drafts.keep_draft([], actor=actor, now=now)
            kept = drafts.keep_files(draft, files, actor=actor, now=now)
            return jsonify(_as_draft(draft) | {"files": [_as_file(each) for each in kept]})

    @expose(f"/draft/{PK}/file/<int(max=2147483647):file_id>/drop", methods=["POST"])
    @has_access
    @permission_name("add")
    def drop_draft_file(self, pk: int, file_id: int) -> Any:
        """Take a chosen file away again."""
        with unit_of_work():
            drafts.drop_file(drafts.draft_of(current_actor(), pk, clock.now()), file_id)
        return jsonify(dropped=file_id)


def _seen(form: Any, *, confirmed: bool = False) -> Preview:
    facts = form.facts()
    if confirmed:
        facts["confirmations"] = [*facts.get("confirmations", []), "read_back"]
    return preview(facts, actor=current_actor(), now=clock.now())


def _drawn(seen: Preview) -> str:
    graded = why_graded(seen.complaint) if seen.complaint else None
    dues = [(each, why_of(each)) for each in seen.deadlines]
    parts = {"seen": seen, "graded": graded, "dues": dues, "severities": SEVERITIES, "tell": _tell(seen)}
    return render_template("complaints/preview.html", **parts)


def _tell(seen: Preview) -> list[Any]:
    """What the customer is to be told now."""
    return tell_of(seen.complaint, "register", seen.deadlines) if seen.complaint else []


def _own_draft(draft_id: int | None) -> ComplaintDraft | None:
    """The draft named; None where it is gone or was never theirs: the form then begins empty."""
    actor = current_actor()
    if draft_id is None or actor is None:
        return None
    return next((each for each in drafts.drafts_of(actor, clock.now()) if each.id == draft_id), None)


def _usual_channel(known: Mapping[str, Any]) -> str | None:
    """The one of the complaint that this person registered last: a desk answers the same line all day."""
    actor = current_actor()
    last = select(Complaint.channel).where(Complaint.registered_by_id == (actor.id if actor else 0))
    code = db.session.scalars(last.order_by(Complaint.id.desc()).limit(1)).one_or_none()
    return code if code in known else None


def _as_draft(draft: ComplaintDraft) -> dict[str, Any]:
    at = clock.local(draft.touched_at).strftime("%H:%M:%S")
    return {"draft": draft.id, "revision": draft.revision, "kept_at": _("Draft kept at %(time)s", time=at)}


def _as_file(row: Attachment) -> dict[str, Any]:
    url = url_for("AttachmentView.download", pk=row.id)
    return {"id": row.id, "name": row.name, "size": size(row.size), "url": url, "image": row.preview == "image"}


def _in_short(draft: ComplaintDraft) -> dict[str, Any]:
    """For the line that offers to go on: who, what, since when."""
    typed = dict(drafts.content_of(draft))
    who = typed.get("complainant") or typed.get("caller-text") or typed.get("phone") or ""
    told = (typed.get("description") or typed.get("title") or "").partition("\n")[0][:40]
    return {"id": draft.id, "who": who, "told": told, "at": when(draft.touched_at)}
