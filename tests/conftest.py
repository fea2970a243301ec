"""Databases, apps, people and browsers for the tests.

`app` runs on SQLite always and, where a server is present, on PostgreSQL too: each test that takes it runs on both.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from xdist.scheduler import LoadScopeScheduling

from app import create_app
from app.config import Settings
from app.extensions import db
from app.security import system_scope
from tests.parts import chromium, postgres_url


class _Turns(LoadScopeScheduling):
    """Each test goes to whichever process is free; those of `tests/browser`, the longest, to the first, which begins
    with them: it serves the site and drives the browser."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """xdist's own `loadgroup` groups nothing: it renames tests in a way that pytest 9.2 doesn't know any more."""
    return _Turns(config, log)


@contextmanager
def new_database() -> Iterator[str]:
    """URL of an empty database on the test server, dropped afterwards."""
    server = sa.create_engine(postgres_url(), isolation_level="AUTOCOMMIT")
    name = f"kesu_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{uuid.uuid4().hex[:8]}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


@pytest.fixture(scope="session")
def _postgres() -> Iterator[str]:
    """A database of this worker's own on the test server."""
    with new_database() as url:
        yield url


@pytest.fixture(scope="session")
def _data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


def make_app(url: str, data_dir: Path, **settings: Any) -> Flask:
    """An application as `create_app` makes it, on a database of the caller's."""
    plain = {
        "secret_key": "a secret key for tests, long enough",
        "data_key": "test-data-key",
        "database_url": url,
        "data_dir": data_dir,
    }
    app = create_app(Settings(**(plain | settings)))
    app.config["TESTING"] = True
    return app


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def _engine_app(request: pytest.FixtureRequest, _data_dir: Path) -> Iterator[Flask]:
    """One app and one schema per database, for the whole session; tests get it emptied."""
    on_postgres = request.param == "postgresql"
    url = request.getfixturevalue("_postgres") if on_postgres else f"sqlite:///{_data_dir / 'test.db'}"
    app = make_app(url, _data_dir)
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(_engine_app: Flask) -> Iterator[Flask]:
    """The application with empty tables, inside an app context and the system's scope."""
    with _engine_app.app_context():
        _empty()
        with system_scope():
            yield _engine_app
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> Any:
    """A browser without a window: Flask's test client."""
    return app.test_client()


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """Chromium, which looks nothing up on its own. One for the session: Playwright takes no second beside it."""
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*quiet, "--no-first-run"])
        yield browser
        browser.close()


def _empty() -> None:
    """Delete every row, children first; foreign keys are off (SQLite) or truncated together (PostgreSQL)."""
    with db.engine.begin() as connection:
        names = [f'"{table.name}"' for table in db.metadata.sorted_tables]
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE")
            return
    with db.engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        for name in names:
            raw.execute(f"DELETE FROM {name}")
        raw.execute("PRAGMA foreign_keys=ON")
