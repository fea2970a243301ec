"""Users: people who log in."""

from typing import Any

from flask import flash, redirect, session, url_for
from flask_appbuilder.security.sqla.models import Role
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload
from wtforms.validators import EqualTo

from app.core import clock
from app.db import by_id
from app.extensions import appbuilder, db
from app.org.models import Department
from app.security import Person, current_actor
from app.security.login import EPOCH
from app.security.masking import LONGEST_REASON, reveal, shown_phone
from app.security.models import LANGUAGES
from app.security.passwords import LONGEST
from app.security.people import activate, add_person, change_own_password, change_person, deactivate, set_password
from app.security.roles import role_labels
from app.web import KesuForm, KesuInterface, KesuModelView, KesuView, Verb, attempt, expose, logged_in
from app.web.editing import EditForm
from app.web.fields import ChoiceField, CodeField, Filled, Keepable, MultiChoice, PasswordField, PhoneField, TextField
from app.web.remote import RemoteSelectField


def _passwords() -> tuple[PasswordField, PasswordField]:
    """A new password, twice."""
    hint = _l("At least 10 characters; a sentence of several words is long and easy to keep.")
    password = PasswordField(_l("New password"), [Filled(), Keepable(LONGEST)], description=hint)
    same = EqualTo("password", message=_l("The two passwords differ."))
    return password, PasswordField(_l("Once more"), [Filled(), same])


class PersonForm(EditForm):
    """What can be changed later."""

    last_name = TextField(_l("Family name"), [Filled()], longest=64)
    first_name = TextField(_l("Given name"), longest=64)
    email = TextField(_l("E-mail"), [Filled()], longest=254)
    department = RemoteSelectField(_l("Department"), model=Department)
    roles = MultiChoice(_l("Roles"), labels=role_labels, coerce=lambda role: str(getattr(role, "id", role)))
    language = ChoiceField(_l("Language"), [Filled()], labels=LANGUAGES, default="zh")


class NewPersonForm(PersonForm):
    """User name, phone and password are given once; each has its own button later."""

    username = CodeField(_l("User name"), [Filled()], longest=64)
    phone = PhoneField(_l("Phone"), empty=None)
    password, repeated = _passwords()


class PasswordForm(KesuForm):
    """Set by an administrator."""

    password, repeated = _passwords()


class PhoneForm(KesuForm):
    """The old number is not shown."""

    phone = PhoneField(_l("Phone"), empty=None)


class ReasonForm(KesuForm):
    """Why a number is looked at."""

    reason = TextField(_l("Reason"), [Filled()], longest=LONGEST_REASON)


class OwnPasswordForm(KesuForm):
    """Chosen by the person."""

    present = PasswordField(_l("Present password"), [Filled(), Keepable(LONGEST)])
    password, repeated = _passwords()


def _set_password(row: Person, *, password: str, repeated: str, **facts: Any) -> None:
    set_password(row, password=password, **facts)


def _reveal_phone(row: Person, **facts: Any) -> None:
    flash(_("Telephone number of %(name)s: %(number)s", name=row, number=reveal(row, "phone", **facts)), "info")


class PersonView(KesuModelView):
    """用户. Nobody is deleted: what people did stays under their names."""

    datamodel, route_base = KesuInterface(Person), "/person"
    title, thing = _l("Users"), _l("User")
    label_columns = {
        "full_name": _l("Name"),
        "username": _l("User name"),
        "last_name": _l("Family name"),
        "first_name": _l("Given name"),
        "email": _l("E-mail"),
        "roles": _l("Roles"),
        "language": _l("Language"),
        "last_login_at": _l("Last login"),
        "password": _l("New password"),
        "repeated": _l("Once more"),
    }
    permission_labels = {"can_reveal": _l("Look at telephone numbers"), "can_set_password": _l("Set passwords")}
    list_columns = ["full_name", "username", "department", "roles", "active", "last_login_at"]
    show_columns = [
        "full_name",
        "username",
        "department",
        "roles",
        "email",
        "phone",
        "language",
        "active",
        "last_login_at",
    ]
    edit_columns = ["last_name", "first_name", "email", "department", "roles", "language"]
    add_columns = ["username", *edit_columns, "phone", "password", "repeated"]
    add_fieldsets = [
        (_l("Personal details"), {"fields": ["last_name", "first_name", "department", "email", "phone", "language"]}),
        (_l("Login"), {"fields": ["username", "password", "repeated"]}),
        (_l("Rights"), {"fields": ["roles"]}),
    ]
    search_columns = ["username", "last_name", "first_name", "email", "active"]
    order_columns, base_order = ["username", "last_login_at"], ("username", "asc")
    choices = {"language": LANGUAGES}
    add_form, edit_form = NewPersonForm, PersonForm
    verbs = (
        Verb(
            "set_password",
            _l("Set a password"),
            _set_password,
            PasswordForm,
            note=_l("All sessions of this person end, and a locked account opens."),
        ),
        Verb("change_phone", _l("Change the telephone number"), change_person, PhoneForm, permission="can_edit"),
        Verb(
            "reveal",
            _l("Look at the telephone number"),
            _reveal_phone,
            ReasonForm,
            opens=lambda row: bool(row.phone_sealed),
            note=_l("Who looked, when and why is recorded."),
        ),
        Verb(
            "deactivate",
            _l("Deactivate"),
            deactivate,
            permission="can_edit",
            tone="danger",
            opens=lambda row: bool(row.active),
            confirm=_l("The person is logged out at once. Deactivate?"),
        ),
        Verb("activate", _l("Activate"), activate, permission="can_edit", opens=lambda row: not row.active),
    )

    def create(self, data: dict[str, Any]) -> Person:
        """By the verb."""
        data.pop("repeated")
        return add_person(**self._facts(data), actor=current_actor(), now=clock.now())

    def change(self, row: Person, data: dict[str, Any]) -> None:
        """By the verb."""
        change_person(row, **self._facts(data), actor=current_actor(), now=clock.now())

    def cell(self, row: Person, column: str) -> Any:
        """The number as the reader may see it."""
        return shown_phone(row) or "—" if column == "phone" else super().cell(row, column)

    def choices_query(self, term: str) -> Select[Any]:
        """By the name as it is written, or the user name."""
        found = (
            select(Person)
            .where(Person.active.is_(True))
            .options(selectinload(Person.department))
            .order_by(Person.username)
        )
        names = (Person.last_name + Person.first_name, Person.first_name + " " + Person.last_name, Person.username)
        return found.where(or_(*(name.icontains(term, autoescape=True) for name in names))) if term else found

    def choice_label(self, row: Person) -> str:
        """With the department, since names repeat."""
        return f"{row.full_name} · {row.department}" if row.department else row.full_name

    @staticmethod
    def _facts(data: dict[str, Any]) -> dict[str, Any]:
        wanted = [int(key) for key in data["roles"] or ()]
        return data | {"roles": list(db.session.scalars(select(Role).where(Role.id.in_(wanted))))}


class OwnPasswordView(KesuView):
    """For everybody who is logged in; no permission."""

    route_base, default_view = "/account", "password"
    title = _l("Change my password")

    @expose("/password", methods=["GET", "POST"])
    @logged_in
    def password(self) -> Any:
        """The form; afterwards this session goes on and all others are over."""
        form, actor = OwnPasswordForm(), current_actor()
        if actor is None:
            return redirect(appbuilder.get_url_for_login)
        if form.validate_on_submit() and attempt(form, lambda: self._change(form, actor.id)):
            flash(_("Your password is changed; other sessions have ended."), "success")
            return redirect(url_for("HomeView.index"))
        page = self.render_template("admin/password.html", form=form, title=self.title)
        return page, 422 if form.is_submitted() else 200

    @staticmethod
    def _change(form: OwnPasswordForm, person_id: int) -> bool:
        person = by_id(Person, person_id)
        assert person is not None
        change_own_password(person, present=form.present.data or "", password=form.password.data or "", now=clock.now())
        session[EPOCH] = person.session_epoch
        return True
