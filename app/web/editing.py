"""Adding, changing and removing rows: one unit of work each; a refusal keeps everything that was typed."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, flash, redirect, request
from flask_appbuilder import expose
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from wtforms import HiddenField

from app.core.errors import NotFound, Refused, UserError
from app.core.i18n import N_, Text
from app.db import unit_of_work
from app.web.access import has_access
from app.web.conflicts import conflicts_between, refusal
from app.web.forms import KesuForm
from app.web.rows import RowWork
from app.web.show import readable, said
from app.web.titled import Whole

PK = "<key:pk>"
"""Route part for a key (app.web.setup); anything else is a 404 before it reaches the database."""
Result = TypeVar("Result")


class EditForm(KesuForm):
    """Carries the version that the user saw."""

    seen_version = HiddenField()


def attempt(form: KesuForm, work: Callable[[], Result]) -> Result | None:
    """Run `work` in a unit of work; None where it was refused, and `form` says why."""
    try:
        with unit_of_work():
            return work()
    except UserError as error:
        form.put(error)
    except IntegrityError as error:
        form.put(refusal(error, frozenset(form._fields)))
    return None


class EditingMixin(RowWork, Whole):
    """The add, edit and delete pages of `KesuModelView`."""

    add_columns: Any
    add_fieldsets: Any
    edit_fieldsets: Any
    add_title: Any
    edit_title: Any
    add_form: type[KesuForm]
    edit_form: type[EditForm]

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:
        """The form for a new row; `?<relation>=<id>` fixes the parent, which must be within the scope."""
        fixed = self._fixed_relations()
        form = self.add_form()
        for name in fixed:
            del form[name]
        if form.validate_on_submit():
            row = attempt(form, lambda: self.make(form.facts() | fixed))
            if row is not None:
                flash(_("Saved: %(name)s", name=str(row)), "success")
                return redirect(self.after_add(row))
        return self.form_page(form, said(self.add_title), self.add_fieldsets, fixed=fixed)

    @expose(f"/edit/{PK}", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: int) -> Any:
        """The form for a row that is there."""
        row = self.reach(pk)
        form = self.edit_form(obj=row)
        if form.validate_on_submit():
            if attempt(form, lambda: self._change_locked(pk, form)):
                flash(_("Saved: %(name)s", name=str(row)), "success")
                return redirect(self.after_edit(row))
        elif not form.is_submitted():
            form.seen_version.data = version_of(row)
        return self.form_page(form, said(self.edit_title), self.edit_fieldsets, row=row)

    @expose(f"/delete/{PK}", methods=["POST"])
    @has_access
    def delete(self, pk: int) -> Any:
        """Remove a row; by POST only."""
        form = KesuForm()
        name = str(self.reach(pk))
        if attempt(form, lambda: self._remove_locked(pk)):
            flash(_("Removed: %(name)s", name=name), "success")
            return redirect(self.list_url())
        for message in form.form_errors:
            flash(message, "danger")
        return redirect(self.show_url(pk) or self.list_url())

    def after_add(self, row: Any) -> str:
        """Where to go: back to the parent's page, else the new row's page, else the list."""
        return self.back_url() or self.show_url(row.id) or self.list_url()

    def after_edit(self, row: Any) -> str:
        """Where to go after a change."""
        return self.back_url() or self.show_url(row.id) or self.list_url()

    def _change_locked(self, pk: int, form: EditForm) -> bool:
        row = self.datamodel.lock(pk, self._base_filters)
        if row is None:
            abort(404)
        seen, form.seen_version.data = form.seen_version.data, version_of(row)
        if seen != form.seen_version.data:
            form.conflicts = conflicts_between(form, type(form)(formdata=None, obj=row))
            raise Refused(
                N_(
                    "Somebody else changed this record meanwhile. Your entries are kept; please check "
                    "the marked fields and save again."
                ),
                fields=meanwhile(row, form.facts()),
            )
        self.alter(row, form.facts())
        return True

    def _remove_locked(self, pk: int) -> bool:
        row = self.datamodel.lock(pk, self._base_filters)
        if row is None:
            abort(404)
        self.remove(row)
        return True

    def _fixed_relations(self) -> dict[str, Any]:
        """Parents named in the URL, each within the scope. Raises NotFound for any other."""
        fixed = {}
        for name in self.add_columns:
            if name in request.args and self.datamodel.is_relation_many_to_one(name):
                fixed[name] = self.datamodel.get_related_obj(name, request.args[name])
                if fixed[name] is None:
                    raise NotFound(N_("There is no such record, or it is not yours to see."))
        return fixed


def version_of(row: Any) -> str:
    """What changes with every change of the row; empty for tables without `changed_at`."""
    changed_at = getattr(row, "changed_at", None)
    return changed_at.isoformat() if changed_at else ""


def meanwhile(row: Any, typed: dict[str, Any]) -> dict[str, Any]:
    """For each entry that differs from what is stored now: what is stored."""
    stored = {name: getattr(row, name) for name in typed if hasattr(row, name)}
    return {
        name: Text(N_("Stored now: %(value)s"), {"value": str(readable(value))})
        for name, value in stored.items()
        if value != typed[name]
    }
