"""The login page and the language switch."""

from typing import Any

from flask import abort, g, redirect, request, session
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import no_cache
from flask_appbuilder.security.views import AuthDBView
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import refresh
from flask_login import current_user, login_user

from app.core.errors import UserError
from app.db import by_id, unit_of_work
from app.extensions import appbuilder
from app.security import Person
from app.security.manager import KesuSecurityManager
from app.web.access import own_page
from app.web.base_view import KesuView
from app.web.fields import Filled, PasswordField, TextField
from app.web.forms import KesuForm
from app.web.theme import take_theme


class LoginForm(KesuForm):
    """User name and password."""

    username = TextField(_l("User name"), [Filled()], longest=64)
    password = PasswordField(_l("Password"), [Filled()])


class LoginView(AuthDBView):
    """Login and logout. What was typed as user name stays; why a login failed is not told."""

    login_template = "kesu/login.html"

    @expose("/login/", methods=["GET", "POST"])
    @no_cache
    def login(self) -> Any:
        """The login page; afterwards to `?next=`, if that is ours."""
        if g.user is not None and g.user.is_authenticated:
            return redirect(appbuilder.get_url_for_index)
        form = LoginForm()
        if form.validate_on_submit():
            try:
                user = appbuilder.sm.auth_user_db(form.username.data, form.password.data)
            except UserError as error:
                form.put(error)
            else:
                if user:
                    return self._enter(user)
                form.form_errors = [_("User name or password is wrong, or the account is inactive.")]
        page = self.render_template(self.login_template, form=form, title=_("Log in"))
        return page, 401 if form.is_submitted() else 200

    @expose("/logout/", methods=["POST"])
    def logout(self) -> Any:
        """End the session; by POST, so that no foreign page can do it."""
        session.clear()
        return redirect(appbuilder.get_url_for_login)

    @staticmethod
    def _enter(user: Any) -> Any:
        """A fresh session, so that one planted before the login is worth nothing."""
        session.clear()
        login_user(user, remember=False)
        session["locale"] = user.language
        take_theme(user)
        return redirect(own_page(request.args.get("next")) or appbuilder.get_url_for_index)


class LanguageView(KesuView):
    """Which language the pages speak."""

    route_base = "/language"
    default_view = "switch"

    @expose("/<string:code>", methods=["POST"])
    def switch(self, code: str) -> Any:
        """Keep the choice in the session and, for messages, with the person."""
        if code not in appbuilder.languages:
            abort(404)
        session["locale"] = code
        refresh()
        if current_user.is_authenticated:
            with unit_of_work():
                person = by_id(Person, current_user.id)
                if person is not None:
                    person.language = code
        return redirect(own_page(request.form.get("next")) or appbuilder.get_url_for_index)


# FAB reads the class from its manager, which lies below this package and can't import it.
KesuSecurityManager.authdbview = LoginView
