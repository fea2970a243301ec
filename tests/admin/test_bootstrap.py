"""`db upgrade` makes permissions and roles once, and never undoes what an administrator did since."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from app.admin import bootstrap as bootstrapping
from app.admin.bootstrap import bootstrap, create_admin, wanted_pairs
from app.admin.seed_roles import DEFAULT_ROLES
from app.core.errors import Invalid, Refused
from app.db import unit_of_work
from app.events import Event, history_of
from app.extensions import appbuilder, db
from app.security import Person, system_scope
from app.security.models import REACHES, RoleOffer, RoleReach
from app.security.roles import all_pairs, change_role, delete_role, pairs_of_role

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def role(code: str) -> RoleReach:
    return db.session.scalars(select(RoleReach).where(RoleReach.code == code)).one()


def change(row: RoleReach, **changes: Any) -> None:
    with unit_of_work():
        held: dict[str, Any] = {name: getattr(row, name) for name in ("name", "reach", "sees_personal_data")}
        change_role(row, actor=None, now=NOW, **(held | {"pairs": pairs_of_role(row)} | changes))


def test_every_screen_gets_its_permissions_and_every_default_role_is_made(app: Flask) -> None:
    bootstrap(NOW)
    assert all_pairs().keys() == wanted_pairs()
    assert {row.code for row in db.session.scalars(select(RoleReach))} == {default.code for default in DEFAULT_ROLES}
    assert pairs_of_role(role("administrator")) == wanted_pairs()
    assert history_of(role("operator"))[0].verb == "create"


def test_the_auditor_only_reads(app: Flask) -> None:
    bootstrap(NOW)
    held = pairs_of_role(role("auditor"))
    words = {permission for permission, screen in held if screen != "SavedViewView"}  # one's own views of lists
    reading = {"can_list", "can_show", "can_get", "can_info", "can_choices", "can_download", "can_index"}
    assert words <= {*reading, "can_confidential"}
    assert not role("auditor").sees_personal_data


def test_a_second_run_changes_nothing(app: Flask) -> None:
    bootstrap(NOW)
    before = {row.code: pairs_of_role(row) for row in db.session.scalars(select(RoleReach))}
    bootstrap(NOW)
    assert {row.code: pairs_of_role(row) for row in db.session.scalars(select(RoleReach))} == before


def test_an_edited_role_stays_edited(app: Flask) -> None:
    bootstrap(NOW)
    taken = sorted(pairs_of_role(role("auditor")))[0]
    change(role("auditor"), name="稽核", reach="tree", pairs=pairs_of_role(role("auditor")) - {taken})
    bootstrap(NOW)
    assert role("auditor").name == "稽核"
    assert role("auditor").reach == "tree"
    assert taken not in pairs_of_role(role("auditor"))


def test_a_deleted_default_role_doesnt_come_back(app: Flask) -> None:
    bootstrap(NOW)
    with unit_of_work():
        delete_role(role("payroll"), actor=None, now=NOW)
    bootstrap(NOW)
    assert db.session.scalar(select(RoleReach).where(RoleReach.code == "payroll")) is None


def test_a_permission_new_in_a_release_goes_to_the_roles_that_should_have_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap(NOW)
    change(role("supervisor"), pairs=set())
    new = ("can_teleport", "CustomerView")
    pairs = wanted_pairs()
    monkeypatch.setattr(bootstrapping, "wanted_pairs", lambda: {*pairs, new})
    bootstrap(NOW)
    holders = {row.code for row in db.session.scalars(select(RoleReach)) if new in pairs_of_role(row)}
    assert holders == {"administrator", "supervisor"}
    assert pairs_of_role(role("supervisor")) == {new}
    change(role("supervisor"), pairs=set())
    bootstrap(NOW)
    assert pairs_of_role(role("supervisor")) == set()


def test_a_permission_that_the_product_grants_to_one_more_role_reaches_it_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap(NOW)
    more = ("can_verdict", "ComplaintView")
    assert more not in pairs_of_role(role("agent"))
    grants = {"agent": {"ComplaintView": "verdict"}}
    wider = [replace(each, grants={**each.grants, **grants.get(each.code, {})}) for each in DEFAULT_ROLES]
    monkeypatch.setattr(bootstrapping, "DEFAULT_ROLES", wider)
    bootstrap(NOW)
    assert more in pairs_of_role(role("agent"))
    assert history_of(role("agent"))[-1].facts["given"] == ["ComplaintView.can_verdict"]
    change(role("agent"), pairs=pairs_of_role(role("agent")) - {more})
    bootstrap(NOW)
    assert more not in pairs_of_role(role("agent"))


def test_a_database_from_before_offers_were_kept_gets_what_it_never_had_and_nothing_back(app: Flask) -> None:
    bootstrap(NOW)
    never, taken = ("can_confirm", "PenaltyView"), ("can_cancel", "PenaltyView")
    change(role("quality"), pairs=pairs_of_role(role("quality")) - {taken})
    quality = role("quality")
    made = history_of(quality)[0]
    told = {
        **made.facts,
        "permissions": [name for name in made.facts["permissions"] if name != "PenaltyView.can_confirm"],
    }
    with unit_of_work():
        db.session.execute(delete(RoleOffer))
        quality.role.permissions.remove(all_pairs()[never])  # as an older release would have made the role
        events = Event.__table__
        db.session.connection().execute(update(events).where(events.c.id == made.id).values(facts=told))
    db.session.expire_all()
    bootstrap(NOW)
    assert never in pairs_of_role(role("quality"))
    assert taken not in pairs_of_role(role("quality"))


def test_two_at_once_are_safe(app: Flask) -> None:
    errors: list[BaseException] = []

    def run() -> None:
        try:
            with app.app_context(), system_scope():
                bootstrap(NOW)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert db.session.scalar(select(func.count()).select_from(RoleReach)) == len(DEFAULT_ROLES)


def test_a_role_of_the_same_name_that_was_there_before_is_left_alone(app: Flask) -> None:
    with unit_of_work():
        db.session.add(appbuilder.sm.role_model(name="话务员"))
    bootstrap(NOW)
    assert role("operator").name == "话务员 (operator)"


def test_the_first_administrator(app: Flask) -> None:
    with pytest.raises(Refused, match="db upgrade"):
        create_admin("zheng", "ein langes Passwort", email="zheng@example.com", now=NOW)
    bootstrap(NOW)
    with pytest.raises(Invalid) as error:
        create_admin("zheng", "zheng", email="zheng@example.com", now=NOW)
    assert set(error.value.fields) == {"password"}
    create_admin("zheng", "three-little-parcels", email="zheng@example.com", now=NOW)
    zheng = db.session.scalars(select(Person).where(Person.username == "zheng")).one()
    assert [held.name for held in zheng.roles] == ["系统管理员"]


def test_default_roles_are_well_formed() -> None:
    assert all(default.reach in REACHES for default in DEFAULT_ROLES)
    assert len({default.code for default in DEFAULT_ROLES}) == len(DEFAULT_ROLES)
