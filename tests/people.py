"""People who log in, for the tests of screens: roles with permissions and reach, a browser, the real login form."""

import contextvars
import re
from collections.abc import Iterable
from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_appbuilder.security.sqla.models import Permission, PermissionView, Role, ViewMenu
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import insert, select, tuple_
from werkzeug.security import generate_password_hash

from app.db import unit_of_work
from app.extensions import db
from app.org.models import Department
from app.org.tree import place
from app.security import Person
from app.security.models import RoleReach

PASSWORD = "Kesu-test-2026"
_HASH = generate_password_hash(PASSWORD, method="pbkdf2:sha256:1")


class Browser(FlaskClient):
    """A test client whose requests stand alone, as in a server: the test's app context and scope don't leak in.

    Ends what the test's own session has read, so that SQLite lets the request write and the test then reads afresh.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if not has_app_context():  # a redirect being followed
            return super().open(*args, **kwargs)
        db.session.rollback()
        return contextvars.Context().run(super().open, *args, **kwargs)

    def token(self, path: str = "/login/") -> str:
        """The CSRF token of a page."""
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get(path).text)
        assert found, f"{path} has no CSRF token"
        return found.group(1)

    def send(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        """POST a form as a page of ours does: with a CSRF token."""
        return self.post(path, data={"csrf_token": self._kept_token(), **(data or {})}, **kwargs)

    def _kept_token(self) -> str:
        """As another page of the same session would have it; only the first page is opened for it."""
        with self.session_transaction() as session:
            kept = session.get("csrf_token")
        signer = URLSafeTimedSerializer(self.application.config["SECRET_KEY"], salt="wtf-csrf-token")
        return str(signer.dumps(kept)) if kept else self.token("/account/password")


def browser(app: Flask) -> Browser:
    """A new browser, nobody logged in."""
    return Browser(app, app.response_class)


def login(client: Browser, username: str, password: str = PASSWORD) -> Browser:
    """Log in through the login form. Fails the test where that fails."""
    answer = client.post("/login/", data={"username": username, "password": password, "csrf_token": client.token()})
    assert answer.status_code == 302, answer.text
    return client


def make_person(
    username: str,
    *,
    department: Department | None = None,
    reach: str = "all",
    permissions: Iterable[tuple[str, str]] = (),
    first_name: str = "",
    last_name: str = "",
) -> Person:
    """A person with a role of their own: `permissions` are (`can_list`, `CarrierView`) pairs."""
    with unit_of_work():
        role = Role(name=f"role of {username}", permissions=_permissions(permissions))
        db.session.add(role)
        db.session.flush()
        person = Person(
            username=username,
            first_name=first_name or username,
            last_name=last_name,
            email=f"{username}@example.com",
            password=_HASH,
            active=True,
            department_id=department.id if department else None,
            roles=[role],
        )
        db.session.add(person)
        db.session.flush()
        db.session.add(RoleReach(role_id=role.id, reach=reach))
    return person


def make_department(
    code: str, name: str = "", *, parent: Department | None = None, kind: str = "station"
) -> Department:
    """A department in its place in the tree."""
    with unit_of_work():
        department = Department(code=code, name=name or code, kind=kind, parent_id=parent.id if parent else None)
        db.session.add(department)
        place(department)
    return department


def _permissions(pairs: Iterable[tuple[str, str]]) -> list[PermissionView]:
    """Those that the database has, found at once; the others are made."""
    wanted = set(pairs)
    named = select(PermissionView, Permission.name, ViewMenu.name).join(PermissionView.permission)
    rows = db.session.execute(
        named.join(PermissionView.view_menu).where(tuple_(Permission.name, ViewMenu.name).in_(wanted))
    )
    found = {(name, view): permission for permission, name, view in rows}
    return [*found.values(), *(_permission(name, view) for name, view in sorted(wanted - found.keys()))]


def _permission(name: str, view: str) -> PermissionView:
    permission, menu = _id(Permission, name=name), _id(ViewMenu, name=view)
    key = _id(PermissionView, permission_id=permission, view_menu_id=menu)
    return db.session.scalars(select(PermissionView).where(PermissionView.id == key)).one()


def _id(model: Any, **values: Any) -> int:
    """Id of the row with these values, made where there is none."""
    wanted = select(model.id).filter_by(**values)
    found = db.session.scalar(wanted)
    if found is None:
        db.session.execute(insert(model).values(**values))
        found = db.session.scalar(wanted)
    return found
