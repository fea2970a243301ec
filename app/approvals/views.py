"""`/approvals`: the list, one thing with its facts, the decision; without a page load, or without script."""

from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

import app.approvals.home  # noqa: F401  (brings the first of them to the first page)
from app.approvals.registry import Kind, Waiting, kind_of, open_kinds, waiting_for
from app.extensions import appbuilder
from app.security import current_actor, may
from app.web import Card, KesuForm, KesuView, Verb, attempt, expose, has_access, register_home_card
from app.web.editing import PK
from app.web.errors import as_json, wants_json
from app.web.show import said


class ApprovalsView(KesuView):
    """待我审批. Whoever may open it still needs each decision's own permission on its own screen."""

    title, route_base, default_view = _l("Waiting for my decision"), "/approvals", "list"

    @expose("/")
    @has_access
    def list(self) -> Any:
        """`?kind=penalty` for one kind alone; the first thing stands open."""
        asked = kind_of(request.args.get("kind", ""))
        only = asked if asked in open_kinds() else None
        actor = current_actor()
        rows = waiting_for(actor, only) if actor else []
        return self._page(rows, only=only, at=rows[0] if rows else None)

    @expose(f"/<string:code>/{PK}")
    @has_access
    @permission_name("list")
    def item(self, code: str, pk: int) -> Any:
        """One thing beside the list; `?part=1` gives it alone, for the script."""
        kind = self._kind(code)
        row = kind.screen().reach(pk)
        waiting = Waiting(kind, row, kind.line(row))
        if request.args.get("part") == "1":
            return render_template("approvals/part.html", view=self, **self._drawn(waiting))
        actor = current_actor()
        return self._page(waiting_for(actor) if actor else [], only=None, at=waiting)

    @expose(f"/<string:code>/{PK}/<string:name>", methods=["POST"])
    @has_access
    @permission_name("list")
    def decide(self, code: str, pk: int, name: str) -> Any:
        """Press the button. What is refused is said at its field or on top, and what was typed stays."""
        kind = self._kind(code)
        row = kind.screen().reach(pk)
        verb = next((verb for verb in kind.buttons() if verb.name == name), None)
        if verb is None:
            abort(403 if name in kind.verbs else 404)
        form = _form(verb, row)
        if form.validate_on_submit() and attempt(form, lambda: (kind.screen().take(verb, pk, form),)):
            done = _("Done: %(verb)s", verb=f"{said(verb.label)} {row}")
            if wants_json():
                return jsonify(done=done)
            flash(done, "success")
            return redirect(url_for("ApprovalsView.list"))
        if wants_json():
            return self._refusal(form)
        actor = current_actor()
        row = kind.screen().reach(pk)
        here = Waiting(kind, row, kind.line(row))
        return self._page(waiting_for(actor) if actor else [], only=None, at=here, sent={verb.name: form}), 422

    def _page(self, rows: Any, *, only: Kind | None, at: Waiting | None, **parts: Any) -> str:
        drawn = self._drawn(at, parts.get("sent")) if at else {"at": None}
        return render_template(
            "approvals/list.html",
            view=self,
            title=said(self.title),
            base_template=appbuilder.base_template,
            rows=rows,
            only=only,
            kinds=open_kinds(),
            **drawn,
        )

    @staticmethod
    def _drawn(at: Waiting, sent: dict[str, KesuForm] | None = None) -> dict[str, Any]:
        row, screen = at.row, at.kind.screen()
        forms = [(verb, (sent or {}).get(verb.name) or _form(verb, row)) for verb in at.kind.open_buttons(row)]
        for number, (verb, form) in enumerate(forms):
            for field in form:  # two forms stand on the page: their fields must not share an id
                field.id = f"{verb.name}-{number}-{field.id}"
        url = screen.show_url(row.id)
        return {"at": at, "row": row, "facts": at.kind.facts(row), "forms": forms, "screen": screen, "url": url}

    @staticmethod
    def _kind(code: str) -> Kind:
        kind = kind_of(code)
        if kind is None or kind not in open_kinds():
            abort(404)
        return kind

    @staticmethod
    def _refusal(form: KesuForm) -> Any:
        """409 where the thing isn't as it was, 422 where something typed has to be mended."""
        fields = {field.name: " ".join(map(str, field.errors)) for field in form if field.errors}
        return as_json(422 if fields else 409, " ".join(map(str, form.form_errors)), fields)


def _form(verb: Verb, row: Any) -> KesuForm:
    form = verb.form()
    if verb.prepare:
        verb.prepare(form, row)
    return form


def waiting() -> Card | None:
    """How much waits, by kind, on the first page after login."""
    actor = current_actor()
    if actor is None or not may("can_list", "ApprovalsView"):
        return None
    kinds = open_kinds()
    if not kinds:
        return None
    counts = [(kind, len(waiting_for(actor, kind))) for kind in kinds]
    lines = tuple(
        (f"{said(kind.label)} {count}", url_for("ApprovalsView.list", kind=kind.code))
        for kind, count in counts
        if count
    )
    total = sum(count for _kind, count in counts)
    url = url_for("ApprovalsView.list")
    return Card(_("Waiting for my decision"), total, url, "fa-stamp", "warn" if total else "good", lines)


register_home_card(waiting)
