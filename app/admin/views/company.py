"""企业与外观: the company's name, colour and logo."""

from typing import Any

from flask import flash, redirect, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.org.company import PRODUCT, change_company, company
from app.security import current_actor
from app.web import KesuForm, KesuView, attempt, expose, has_access
from app.web.fields import BooleanField, FilesField, TextField
from app.web.pictures import logo_of


class CompanyForm(KesuForm):
    """Everything may stay empty: then it is the product's own."""

    name = TextField(
        _l("Company name"), longest=60, description=_l("In the head of each page, on the login page and in messages.")
    )
    accent = TextField(
        _l("Accent colour"),
        longest=7,
        render_kw={"data-colour": "", "placeholder": "#2067de"},
        description=_l("Buttons, links and marks. White words must be readable on it; dark pages get shades of it."),
    )
    logo = FilesField(
        _l("Logo"), most=1, description=_l("PNG or JPEG, best with a transparent ground; shown 26 pixels high.")
    )
    drop_logo = BooleanField(_l("Take the logo away"))


class CompanyView(KesuView):
    """One form; whoever may change it sees it."""

    route_base, default_view = "/company", "change"
    title = _l("Company and look")
    permission_labels = {"can_edit": _l("Change name, colour and logo")}

    @expose("/", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def change(self) -> Any:
        """The form beside what it makes of the pages."""
        row = company()
        form = CompanyForm(data={"name": row.name, "accent": row.accent} if row else None)
        if form.validate_on_submit() and attempt(form, lambda: self._change(form)):
            flash(_("Saved. Everybody sees it with the next page."), "success")
            return redirect(url_for("CompanyView.change"))
        page = self.render_template(
            "admin/company.html", form=form, title=self.title, row=row, product=PRODUCT, now=clock.now()
        )
        return page, 422 if form.is_submitted() else 200

    @staticmethod
    def _change(form: CompanyForm) -> Any:
        picture = logo_of(form.logo.data[0]) if form.logo.data else None
        return change_company(
            name=form.name.data or "",
            accent=form.accent.data or "",
            logo=picture,
            drop_logo=bool(form.drop_logo.data),
            actor=current_actor(),
            now=clock.now(),
        )
