"""Custom fields of records that have no plain form for changing: a small form of their own, beside their steps."""

from typing import Any, ClassVar

from flask import abort, flash, redirect
from flask_appbuilder import expose
from flask_babel import gettext as _

from app.customfields import editable_fields
from app.security import current_actor
from app.web.access import to_login
from app.web.custom import form_field
from app.web.editing import PK, EditForm, attempt, version_of
from app.web.titled import Whole


class CustomEditMixin(Whole):
    """`/fields/<pk>`, under the permission `custom_needs`."""

    custom_kind: ClassVar[str]
    custom_needs: ClassVar[str] = "can_edit"
    custom_sections: Any
    route_base: Any
    _change_locked: Any

    def takes_custom(self, row: Any) -> bool:
        """Override where a record of a certain state can't be changed any more."""
        return True

    def custom_url(self, row: Any) -> str | None:
        """Where they are filled in, for a person who may."""
        may = self.may(self.custom_needs) and self.takes_custom(row) and editable_fields(self.custom_kind)
        return f"{self.route_base}/fields/{row.id}" if may else None

    @expose(f"/fields/{PK}", methods=["GET", "POST"])
    def fields(self, pk: int) -> Any:
        """The form, and the filling in."""
        if not self.may(self.custom_needs):
            return abort(403) if current_actor() else to_login()
        row = self.reach(pk)
        if self.custom_url(row) is None:
            abort(404)
        parts = {field.column: form_field(field) for field in editable_fields(self.custom_kind)}
        form = type("CustomForm", (EditForm,), parts)(obj=row)
        if not form.is_submitted():
            form.seen_version.data = version_of(row)
        elif form.validate() and attempt(form, lambda: self._change_locked(pk, form)):
            flash(_("Saved: %(name)s", name=str(row)), "success")
            return redirect(self.show_url(pk) or self.list_url())
        return self.form_page(form, _("Own fields"), self.custom_sections(list(parts)), row=row)
