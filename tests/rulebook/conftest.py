"""An administrator of the policy, somebody who only reads it, and a draft."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import unit_of_work
from app.extensions import db
from app.rulebook import PackVersion, seed_rulebook
from tests.kept import kept
from tests.people import Browser, browser, login, make_person
from tests.rulebook.desk import RIGHTS

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def admin(app: Flask) -> Browser:
    """王芳 may edit the policy."""
    kept(_ruled)
    return login(browser(app), "wang")


def _ruled() -> None:
    with unit_of_work():
        seed_rulebook(NOW)
    make_person("wang", permissions=RIGHTS)


@pytest.fixture
def reader(app: Flask, admin: Browser) -> Browser:
    """李强 reads what is published."""
    make_person("li", permissions=RIGHTS[-2:])
    return login(browser(app), "li")


@pytest.fixture
def draft(admin: Browser) -> int:
    """A copy of 新邦's pack."""
    published = db.session.scalars(select(PackVersion)).one()
    answer = admin.send("/pack-draft/new", {"source": f"version:{published.id}", "version": "9.1"})
    assert answer.status_code == 302, answer.text
    return int(answer.location.rsplit("/", 1)[1])
