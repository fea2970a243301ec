"""The screen on which an administrator moves open complaints to another version of the policy."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.complaints import moving
from app.complaints.models import Complaint
from app.complaints.words import SEVERITIES
from app.core import clock
from app.core.errors import NotFound, UserError
from app.core.i18n import N_
from app.customers.options import departments
from app.db import by_id, unit_of_work
from app.extensions import appbuilder, db
from app.rulebook import PackVersion, current_pack_version
from app.security import current_actor
from app.web import KesuView, expose, has_access
from app.web.filters import INTEGER_MAX
from app.web.show import said
from app.web.text import unkeepable, whole_number

_NOTE = 500


class MoveComplaintsView(KesuView):
    """Choose, look at what would change, move. GET and POST have routes of their own."""

    title, route_base, default_view = _l("Move open complaints"), "/move-complaints", "choose"
    permission_labels = {"can_move": _l("Move complaints to another version of the policy")}

    @expose("/", methods=["GET"])
    @has_access
    @permission_name("move")
    def choose(self) -> Any:
        """`?to=…&from=…&department=…`: which complaints, and to which version."""
        target = self._target(request.args.get("to"))
        source, department = (_key(request.args.get(name)) for name in ("from", "department"))
        found = moving.movable(target, source_id=source, department_id=department)
        count = db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
        rows = db.session.scalars(found.limit(moving.MOST)).all()
        parts = {"count": count, "rows": rows, "source": source, "department": department, "target": target}
        return self.page("complaints/move.html", most=moving.MOST, departments=departments(), **parts)

    @expose("/preview", methods=["POST"])
    @has_access
    @permission_name("move")
    def preview(self) -> Any:
        """Every deadline that would change, nothing changed yet."""
        target = self._target(request.form.get("to"))
        ids = [key for key in map(_key, request.form.getlist("complaint")[: moving.MOST]) if key]
        if not ids:
            flash(_("Please tick at least one row."), "warning")
            return redirect(url_for("MoveComplaintsView.choose", to=target.id))
        target_id, name = target.id, str(target)
        found = moving.preview(ids, target_id, actor=current_actor(), now=clock.now())
        # What somebody has to look at comes first; most open complaints have nothing but deadlines that are over.
        found.sort(key=lambda each: not (each.refused or each.grade or each.moved))
        return self.page(
            "complaints/move_preview.html", found=found, target_id=target_id, target_name=name, severities=SEVERITIES
        )

    @expose("/move", methods=["POST"])
    @has_access
    def move(self) -> Any:
        """Each in a transaction of its own: one that is refused holds up no other."""
        target_id, note = self._target(request.form.get("to")).id, request.form.get("note", "").strip()[:_NOTE]
        if unkeepable(note):
            note = ""
        done = 0
        for pair in request.form.getlist("complaint")[: moving.MOST]:
            key, _colon, seen = pair.partition(":")
            try:
                self._move(_key(key), whole_number(seen, 1, INTEGER_MAX) or 0, target_id, note)
                done += 1
            except UserError as error:
                flash(" ".join([_no(_key(key)), said(error.message)]).strip(), "danger")
        flash(_("Complaints moved: %(count)s", count=done), "success" if done else "warning")
        return redirect(url_for("MoveComplaintsView.choose", to=target_id))

    def page(self, template: str, **parts: Any) -> str:
        """A page in the layout, with the versions to choose from."""
        published = select(PackVersion).where(PackVersion.status == "published").order_by(PackVersion.id.desc())
        every = select(PackVersion).where(PackVersion.status != "draft").order_by(PackVersion.id.desc())
        parts |= {"targets": db.session.scalars(published).all(), "sources": db.session.scalars(every).all()}
        base = appbuilder.base_template
        return render_template(template, view=self, title=said(self.title), base_template=base, **parts)

    def _target(self, asked: str | None) -> PackVersion:
        key = _key(asked)
        row = by_id(PackVersion, key) if key else current_pack_version(clock.now())
        if row is None or row.status != "published":
            raise NotFound(N_("There is no such version of the policy pack."))
        return row

    def _move(self, key: int | None, seen: int, target_id: int, note: str) -> None:
        with unit_of_work():
            complaint, target = by_id(Complaint, key or 0), by_id(PackVersion, target_id)
            if complaint is None or target is None:
                raise NotFound(N_("There is no such record, or it is not yours to see."))
            actor, now = current_actor(), clock.now()
            moving.move_version(complaint, target=target, seen=seen, actor=actor, now=now, note=note)


def _key(text: str | None) -> int | None:
    return whole_number(text, 1, INTEGER_MAX) if text else None


def _no(key: int | None) -> str:
    row = by_id(Complaint, key) if key else None
    return row.no if row else ""
