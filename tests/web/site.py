"""The whole app with a small company in every state, and every form that it draws, found by asking the app."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, current_app, g
from sqlalchemy.engine import make_url
from werkzeug.routing import Rule

from app.admin.bootstrap import bootstrap
from app.complaints import workflow
from app.core import clock
from app.customers.models import Waybill
from app.customers.verbs import add_contact, register_customer
from app.customfields.verbs import define
from app.db import unit_of_work
from app.extensions import appbuilder, db
from app.org.models import Carrier, Department
from app.ownrecords import define_type, register
from app.ownrecords import workflow as workflow_of_records
from app.ownrecords.models import RIGHTS
from app.security import Person, Scope, system_scope, use_scope
from app.security.models import RoleReach
from app.security.rights import ADMINISTRATOR
from app.web import KesuModelView
from app.web.base_api import KesuApi
from app.web.steps_api import StepsApi
from tests.complaints.company import Company, found, told
from tests.complaints.desks import every_right
from tests.people import Browser, browser, login, make_person
from tests.web.later import live_on
from tests.web.relations import relate

WAY: list[tuple[str, dict[str, Any]]] = [
    ("accept", {}),
    ("dispatch", {"department_id": "jianghan"}),
    ("investigate", {"findings": "装车跌落"}),
    ("propose", {"remedy": "compensation", "text": "赔偿", "amount": "500"}),
    ("agree", {"answer": "好"}),
    ("carry_out", {}),
    ("close", {"notice": "已赔偿 500 元。"}),
    ("archive", {}),
]
"""A complaint's usual way; the company has one that stands after each step."""

FORM = "training"
"""The form of its own that the company has."""
SURVEYS = ("/s/", "/q/")
"""The customers' page wants a personal link; tests/portal tries it."""


@dataclass(frozen=True)
class FormPage:
    """Where a form is, and the name of its view and step."""

    url: str
    name: str


class Site:
    """The app, its company, and two people: `boss` may do and see everything, `manager` everything in Jianghan."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context(), system_scope():
            db.create_all()
            bootstrap(clock.now())
            self.company = found()
            live(self.company)
            for name, department, reach in (("boss", "calls", "all"), ("manager", "jianghan", "tree")):
                at = self.company.department(department)
                make_person(name, department=at, reach=reach, permissions=every_right())
            admit_administrator()
            live_on(self.company)
            own_form()
            relate(self.company)
            self.foreign_customer, self.foreign_contact, self.foreign_waybill = foreign_customer(self.company)
            db.session.remove()
        self.boss, self.manager = (login(browser(app), name) for name in ("boss", "manager"))
        self._sessions = [(desk, _session_of(desk)) for desk in (self.boss, self.manager)]
        self._restore = kept(app)

    def restore(self) -> None:
        """Put the database, and who is logged in, back to the beginning."""
        self._restore()
        for desk, value in self._sessions:
            desk.set_cookie(self.app.config["SESSION_COOKIE_NAME"], value)

    def only_where_restoring_is_quick(self) -> None:
        """For tests in which hundreds of forms are taken: PostgreSQL needs a second to bring a database back."""
        if not self.app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
            pytest.skip("hundreds of restored databases: on SQLite only")

    def reach_of(self, username: str) -> Scope:
        """The boss reaches everything, the manager Jianghan."""
        jianghan = Scope("tree", departments=frozenset({self.company.departments["jianghan"]}))
        return Scope("all") if username == "boss" else jianghan

    def forms(self, username: str = "boss") -> list[FormPage]:
        """Every page that answers GET and POST, on a row within reach on which that person may take the step."""
        with self.app.app_context(), use_scope(self.reach_of(username)), self.app.test_request_context():
            g.user = db.session.scalars(sa.select(Person).where(Person.username == username)).one()
            g.record_type = FORM
            rules = [rule for rule in self.app.url_map.iter_rules() if not rule.rule.startswith(SURVEYS)]
            both = [rule for rule in rules if {"GET", "POST"} <= (rule.methods or set())]
            pages = [page for rule in both for page in _pages(rule)]
            db.session.remove()
        return pages

    def out_of_reach(self, suggestions: str) -> list[str]:
        """Keys of rows that this remote select serves, but not to the manager."""
        view = next(view for view in self.lists() if suggestions == f"{view.route_base}/choices")
        model = view.datamodel.obj
        with self.app.app_context():
            with use_scope(self.reach_of("manager")):
                mine = set(db.session.scalars(sa.select(model.id)))
            with system_scope():
                keys = set(db.session.scalars(sa.select(model.id)))
            db.session.remove()
        return [str(key) for key in sorted(keys - mine)[:3]]

    def resources(self) -> list[Any]:
        """Every REST resource over a table."""
        views: Any = self.app.appbuilder.baseviews  # type: ignore[attr-defined]
        return [view for view in views if isinstance(view, KesuApi)]

    def steps(self) -> list[tuple[str, list[str]]]:
        """(address, fields) of each step that programs can take, on a row on which the boss may take it."""
        with self.app.app_context(), system_scope(), self.app.test_request_context():
            g.user = db.session.scalars(sa.select(Person).where(Person.username == "boss")).one()
            resources = [each for each in self.resources() if isinstance(each, StepsApi)]
            found = [part for each in resources for part in _steps_of(each, self.lists())]
            db.session.remove()
        return found

    def lists(self) -> list[Any]:
        """Every screen over a table."""
        views: Any = self.app.appbuilder.baseviews  # type: ignore[attr-defined]
        return [view for view in views if isinstance(view, KesuModelView)]


def _steps_of(resource: StepsApi, screens: list[KesuModelView]) -> Iterator[tuple[str, list[str]]]:
    buttons = {(type(view).__name__, verb.name): verb for view in screens for verb in view.verbs}
    everything = rows(resource)
    for name, step in resource.steps.items():
        button = buttons.get((step.screen, name))
        own = button is not None and any(type(view).__name__ == step.screen for view in screens_of(resource, screens))
        row = next((each for each in everything if not own or button.opens(each)), None)  # type: ignore[union-attr]
        if row is not None:
            with current_app.test_request_context():
                fields = sorted(step.form(row)()._fields.keys() - {"csrf_token", "files"})
            yield f"/api/v1/{resource.resource_name.replace('{form}', FORM)}/{row.id}/{name}", fields


def screens_of(resource: Any, screens: list[KesuModelView]) -> list[KesuModelView]:
    """The screens over the resource's own table."""
    return [view for view in screens if view.datamodel.obj is resource.datamodel.obj]


def _session_of(desk: Browser) -> str:
    desk.token("/")  # kept with the session, so that forms opened before a restore are still good after it
    cookie = desk.get_cookie(desk.application.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    return cookie.value


def rows(view: Any) -> list[Any]:
    """All rows of a screen, the newest first; never the people at the desks, who would log themselves out."""
    model: Any = view.datamodel.obj
    everybody = db.session.scalars(sa.select(model).order_by(model.id.desc()))
    return [row for row in everybody if getattr(row, "username", "") not in ("boss", "manager")]


def _pages(rule: Rule) -> Iterator[FormPage]:
    endpoint = rule.endpoint.split(".")[0]
    view: Any = next(view for view in appbuilder.baseviews if view.endpoint == endpoint)
    base = view.route_base.replace("<string:form>", FORM)
    if "pk" not in rule.arguments:
        yield FormPage(rule.rule.replace("<string:form>", FORM), rule.endpoint)
    elif "name" not in rule.arguments:
        own = [row for row in rows(view) if not hasattr(view, "edit_url") or view.edit_url(row.id)]
        yield from (FormPage(f"{base}/edit/{row.id}", rule.endpoint) for row in own[:1])
    else:
        for verb in (verb for verb in view.verbs if verb.has_form):
            fitting = next((row for row in rows(view) if verb.opens(row)), None)
            if fitting is not None:
                yield FormPage(f"{base}/{fitting.id}/verb/{verb.name}", f"{endpoint}.{verb.name}")


def foreign_customer(company: Company) -> tuple[int, int, int]:
    """A customer of Hongshan with a contact and a waybill, of which Jianghan must not know: their ids."""
    hongshan = company.departments["hongshan"]
    with unit_of_work():
        customer = register_customer(name="洪山茶行", department_id=hongshan, actor=None, now=clock.now())
        contact = add_contact(customer, name="何平", phone="13900139008", actor=None, now=clock.now())
        waybill = Waybill(no="XB2026112300099", customer_id=customer.id, origin_id=hongshan, destination_id=hongshan)
        db.session.add(waybill)
        db.session.flush()
        return customer.id, contact.id, waybill.id


def live(company: Company) -> None:
    """A complaint after each step of its way, one that waits for a callback, one whose clocks stand; a carrier."""
    with unit_of_work():
        db.session.add(Carrier(code="zto", name="中通"))
        waiting, paused, *on_their_way = (
            workflow.register(**told(company), actor=company.person("li"), now=clock.now()) for _ in range(len(WAY) + 3)
        )
        take(company, waiting, "promise_callback", at="2099-01-01T10:00:00+08:00")
        take(company, paused, "pause", note="等材料")
        for steps, complaint in enumerate(on_their_way):
            for step, facts in WAY[:steps]:
                take(company, complaint, step, **facts)


def take(company: Company, complaint: Any, step: str, **facts: Any) -> None:
    """李娜 takes a step."""
    if "department_id" in facts:
        facts["department_id"] = company.departments[facts["department_id"]]
    workflow.STEPS[step](complaint, actor=company.person("li"), now=clock.now(), **facts)


def admit_administrator() -> None:
    """The boss is the system administrator: without one, people can't be changed. 李娜 has a number to look at."""
    with unit_of_work():
        boss, li = (db.session.scalars(sa.select(Person).filter_by(username=name)).one() for name in ("boss", "li"))
        role = db.session.scalars(sa.select(RoleReach).where(RoleReach.code == ADMINISTRATOR)).one()
        boss.roles.append(role.role)
        li.phone = "13900139007"


def own_form() -> None:
    """培训记录, which everybody here may keep and approve: one of 周's waits, one was returned, one is recorded."""
    with unit_of_work():
        roles = list(db.session.scalars(sa.select(RoleReach.role_id)))
        rights = dict.fromkeys(RIGHTS, roles)
        facts = {"name_zh": "培训记录", "pattern": "PX-YYYY-####", "approval": True, "rights": rights}
        kind = define_type(code=FORM, actor=None, now=clock.now(), **facts)
        define(entity=kind.kind, kind="date", code="day", name_zh="培训日期", actor=None, now=clock.now())
        at = db.session.scalars(sa.select(Department).where(Department.code == "jianghan")).one()
        for step in (workflow_of_records.send_back, None):
            row = register(kind, subject="理货规范", department_id=at.id, actor=None, now=clock.now())
            if step is not None:
                step(row, note="缺签到表", actor=None, now=clock.now())


def kept(app: Flask) -> Callable[[], None]:
    """Keep the database as it is; call what is returned to put it back."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    with app.app_context():
        engine = db.engine
    engine.dispose()
    return _kept_sqlite(str(url.database)) if url.drivername.startswith("sqlite") else _kept_postgres(url, engine)


def _kept_sqlite(path: str) -> Callable[[], None]:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = f"{path}.kept"
    shutil.copyfile(path, copy)

    def restore() -> None:
        with closing(sqlite3.connect(copy)) as kept_copy, closing(sqlite3.connect(path)) as connection:
            kept_copy.backup(connection)

    return restore


def _kept_postgres(url: sa.URL, engine: sa.Engine) -> Callable[[], None]:
    name = url.database
    _on_server(url, f"CREATE DATABASE {name}_kept TEMPLATE {name}")

    def restore() -> None:
        engine.dispose()
        _on_server(url, f"DROP DATABASE {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {name}_kept")

    return restore


@contextmanager
def dropped_afterwards(url: str) -> Iterator[None]:
    """The copy that `kept` makes on the server goes again."""
    yield
    _on_server(make_url(url), f"DROP DATABASE IF EXISTS {make_url(url).database}_kept")


def _on_server(url: sa.URL, *statements: str) -> None:
    server = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with server.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
