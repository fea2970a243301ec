"""The traps of Flask-AppBuilder that lie in its defaults: what it creates, accepts and sends unless it is told not to.

`docs/traps.md` lists all of them, and where each is tested.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.extensions import appbuilder, db
from app.web import KesuModelView, KesuView
from app.web.base_api import KesuApi
from scripts.product import ROOT, environment
from tests.conftest import make_app, new_database
from tests.house import ROOT as PROJECT
from tests.people import browser

TABLES = PROJECT / "docs" / "traps.md"


def test_each_trap_names_a_test_that_exists() -> None:
    named = re.findall(r"`(tests/\S+?\.py)::(\w+)`", TABLES.read_text(encoding="utf-8"))
    assert len(named) > 40
    faults = [
        f"{path}::{test}" for path, test in named if f"def {test}(" not in (PROJECT / path).read_text(encoding="utf-8")
    ]
    assert faults == []


def test_a_server_neither_creates_tables_nor_asks_for_any_when_it_starts(tmp_path: Path) -> None:
    """FAB creates all tables and 2,183 statements' worth of permissions in whatever database it meets."""
    make_app(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path)
    path = tmp_path / "empty.db"
    assert not path.exists() or sa.inspect(sa.create_engine(f"sqlite:///{path}")).get_table_names() == []


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_two_machines_that_start_at_once_on_an_empty_database_both_come_up(tmp_path: Path, database: str) -> None:
    if database == "sqlite":
        both_come_up(tmp_path, f"sqlite:///{tmp_path / 'kesu.db'}")
        return
    with new_database() as url:
        both_come_up(tmp_path, url)


def both_come_up(folder: Path, url: str) -> None:
    env = environment(folder, database_url=url, secret_key="a secret key for tests, long enough")
    upgrade = [sys.executable, "run.py", "db", "upgrade"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    racers = [subprocess.Popen(upgrade, cwd=ROOT, env=env, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    for racer in racers:
        told, _nothing = racer.communicate(timeout=240)
        assert racer.returncode == 0, told
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        names = connection.execute(sa.text("SELECT name FROM ab_role")).scalars().all()
    engine.dispose()
    assert len(names) == len(set(names)) > 5


@pytest.mark.parametrize(("base_url", "secure"), [("https://kesu.example", True), ("http://kesu.example", False)])
def test_the_cookie_is_for_this_site_and_no_script(tmp_path: Path, base_url: str, secure: bool) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'x.db'}", tmp_path, base_url=base_url)
    kept = app.config
    assert (kept["SESSION_COOKIE_HTTPONLY"], kept["SESSION_COOKIE_SAMESITE"]) == (True, "Lax")
    assert kept["SESSION_COOKIE_SECURE"] is secure


def test_a_forged_host_is_refused_and_never_stands_in_a_link(tmp_path: Path) -> None:
    app = make_app(
        f"sqlite:///{tmp_path / 'x.db'}", tmp_path, trusted_hosts="kesu.example", base_url="http://kesu.example"
    )
    with app.app_context():
        db.create_all()
        desk = browser(app)
    assert desk.get("/healthz", headers={"Host": "evil.example"}).status_code == 400
    assert desk.get("/healthz", headers={"Host": "kesu.example"}).status_code != 400
    assert app.config["SETTINGS"].site() == "http://kesu.example", "what messages link to"


def test_roles_come_from_the_database_alone(tmp_path: Path) -> None:
    """`FAB_ROLES` gives permissions by the beginning of a name, and no administrator can change it."""
    app = make_app(f"sqlite:///{tmp_path / 'x.db'}", tmp_path)
    assert not app.config.get("FAB_ROLES")
    assert not app.config.get("FAB_ROLES_MAPPING")
    assert (app.config["FAB_CREATE_DB"], app.config["FAB_UPDATE_PERMS"]) == (False, False)


def test_fabs_own_screens_keys_and_registrations_are_not_there(tmp_path: Path) -> None:
    """Its API keys have scopes that nothing enforces; its user screens know no reach."""
    app = make_app(f"sqlite:///{tmp_path / 'x.db'}", tmp_path)
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    assert not [rule for rule in rules if re.search(r"api.?key|/users/|/roles/|register|chart|permissionviews", rule)]
    with app.app_context():
        foreign = [
            type(view).__name__
            for view in appbuilder.baseviews
            if not isinstance(view, KesuModelView | KesuApi | KesuView) and not type(view).__module__.startswith("app.")
        ]
    assert set(foreign) <= {"UtilView", "SecurityApi", "LocaleView"}
