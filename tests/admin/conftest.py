"""A database as `db upgrade` leaves it, a small company, and people who log in to it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.admin.bootstrap import bootstrap
from app.db import unit_of_work
from app.extensions import db
from app.org.models import Department
from app.security import Person
from app.security.models import RoleReach
from tests.kept import kept
from tests.people import _HASH, PASSWORD, Browser, browser, login, make_department

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


class Company:
    """Headquarters, a province, two stations; an administrator Zheng. Asks for the rows each time."""

    @property
    def hq(self) -> Department:
        return self._department("hq")

    @property
    def gd(self) -> Department:
        return self._department("gd")

    @property
    def baiyun(self) -> Department:
        return self._department("gd01")

    @property
    def baoan(self) -> Department:
        return self._department("gd02")

    @property
    def zheng(self) -> Person:
        return db.session.scalars(select(Person).where(Person.username == "zheng")).one()

    def _department(self, code: str) -> Department:
        return db.session.scalars(select(Department).where(Department.code == code)).one()

    def role(self, code: str) -> RoleReach:
        """A default role."""
        return db.session.scalars(select(RoleReach).where(RoleReach.code == code)).one()

    def person(self, username: str, code: str, department: Department, **names: str) -> Person:
        """Somebody with a default role."""
        with unit_of_work():
            person = Person(
                username=username,
                email=f"{username}@example.com",
                password=_HASH,
                active=True,
                roles=[self.role(code).role],
                department_id=department.id,
                **{"first_name": "", "last_name": username, **names},
            )
            db.session.add(person)
        return person


@pytest.fixture
def company(app: Flask) -> Company:
    return kept(upgraded)


def upgraded() -> Company:
    """Make it; in an app context and the system's scope."""
    bootstrap(NOW)
    company = Company()
    hq = make_department("hq", "总部", kind="headquarters")
    gd = make_department("gd", "广东省区", parent=hq, kind="province")
    make_department("gd01", "广州白云网点", parent=gd)
    make_department("gd02", "深圳宝安网点", parent=gd)
    company.person("zheng", "administrator", hq, last_name="郑", first_name="启明")
    return company


@pytest.fixture
def admin(app: Flask, company: Company) -> Browser:
    """Zheng's browser."""
    return login(browser(app), "zheng")


def sign_in(app: Flask, username: str, password: str = PASSWORD) -> Any:
    """Another person's browser."""
    return login(browser(app), username, password)
