"""Permissions as the house asks for them; masking; nobody gives away more than they have."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, g
from flask_appbuilder.security.sqla.models import Group, Role, assoc_user_group

from app.core.errors import Invalid, NotAllowed, Refused
from app.db import unit_of_work
from app.events import history_of
from app.extensions import appbuilder, db
from app.security import Person, current_actor, may, scope_for
from app.security.masking import mask_name, mask_phone, reveal, shown_phone
from app.security.models import RoleReach
from app.security.people import add_person, change_person, deactivate
from app.security.reach import sees_personal_data
from app.security.rights import ADMINISTRATOR
from app.security.roles import add_role, change_role, copy_role, delete_role, pairs_of_role
from tests.people import PASSWORD, browser, login, make_department, make_person

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LIST, SHOW = ("can_list", "CarrierView"), ("can_show", "CarrierView")


@pytest.fixture
def li(app: Flask) -> Person:
    return make_person("li", reach="tree", permissions=[LIST, SHOW], department=make_department("gd"))


@pytest.fixture
def boss(app: Flask, li: Person) -> Person:
    """A system administrator."""
    boss = make_person("boss")
    with unit_of_work():
        db.session.scalars(sa.select(RoleReach).where(RoleReach.role_id == boss.roles[0].id)).one().code = ADMINISTRATOR
    return boss


def reach_of(person: Person) -> RoleReach:
    return db.session.scalars(sa.select(RoleReach).where(RoleReach.role_id == person.roles[0].id)).one()


def test_permissions_are_asked_once_per_request(app: Flask, li: Person) -> None:
    statements: list[str] = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    with app.test_request_context():
        g.user = li
        for _ in range(5):
            assert appbuilder.sm._has_view_access(li, *LIST)
            assert not appbuilder.sm._has_view_access(li, "can_add", "CarrierView")
    assert len([statement for statement in statements if "ab_permission_view" in statement]) == 1


def test_groups_bring_permissions_and_reach(app: Flask, li: Person) -> None:
    wang = make_person("wang", reach="none")
    with unit_of_work():
        night = Group(name="night", label="", description="", roles=[li.roles[0]])
        db.session.add(night)
        db.session.flush()
        db.session.execute(sa.insert(assoc_user_group).values(user_id=wang.id, group_id=night.id))
    assert appbuilder.sm.permissions_of(wang) == {LIST, SHOW}
    assert scope_for(wang).reach == "tree"


def test_a_person_without_roles_may_and_sees_nothing(app: Flask) -> None:
    nobody = make_person("nobody")
    with unit_of_work():
        nobody.roles = []
    assert appbuilder.sm.permissions_of(nobody) == frozenset()
    assert scope_for(nobody).reach == "none"
    assert browser(app).get("/").status_code == 302
    assert login(browser(app), "nobody").get("/").status_code == 200


def test_a_stranger_may_nothing_even_where_a_role_is_called_public(app: Flask, li: Person) -> None:
    with unit_of_work():
        db.session.add(Role(name="Public", permissions=list(li.roles[0].permissions)))
    with app.test_request_context():
        app.preprocess_request()
        assert current_actor() is None
        assert not may(*LIST)
        assert appbuilder.sm.get_user_menu_access(["Carriers"]) == set()
    assert scope_for(None).reach == "none"


def test_a_token_carries_the_persons_permissions_and_reach(app: Flask, li: Person) -> None:
    body = {"username": "li", "password": PASSWORD, "provider": "db"}
    token = browser(app).post("/api/v1/security/login", json=body).json["access_token"]
    with app.test_request_context(headers={"Authorization": f"Bearer {token}"}):
        app.preprocess_request()
        actor = current_actor()
        assert isinstance(actor, Person)
        assert actor.username == "li"
        assert may(*LIST)
        assert not may("can_add", "CarrierView")
        assert g.scope is not None
    rubbish = browser(app).get("/api/v1/complaint/", headers={"Authorization": "Bearer rubbish"})
    assert rubbish.status_code == 401


def test_an_inactive_person_reaches_nothing(app: Flask, li: Person) -> None:
    with unit_of_work():
        deactivate(li, actor=None, now=NOW)
    assert scope_for(li).reach == "none"


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("+8613800138000", "138****8000"),
        ("+8675588886666", "755****6666"),
        ("+16502530000", "********0000"),
        ("95338", "***38"),
        ("110", "***"),
        ("", ""),
        (None, ""),
    ],
)
def test_phones_are_masked(number: str | None, masked: str) -> None:
    assert mask_phone(number) == masked


def test_names_are_masked() -> None:
    assert [mask_name(name) for name in ("王小明", "王", "", None)] == ["王**", "王*", "", ""]


def test_a_number_shows_in_clear_only_to_roles_that_see_personal_data(app: Flask, li: Person) -> None:
    with unit_of_work():
        li.phone = "13800138000"
    with app.test_request_context():
        g.user = li
        assert shown_phone(li) == "138****8000"
    with unit_of_work():
        reach_of(li).sees_personal_data = True
    with app.test_request_context():
        g.user = li
        del g.roles_of  # kept for a request
        assert sees_personal_data(li)
        assert shown_phone(li) == "13800138000"
    assert shown_phone(li) == "138****8000"  # nobody is looking: a job, the portal


def test_revealing_needs_a_reason_and_is_recorded(app: Flask, li: Person) -> None:
    with unit_of_work():
        li.phone = "13800138000"
    for reason in ("", " ", "x" * 1000):
        with pytest.raises(Invalid) as error, unit_of_work():
            reveal(li, "phone", reason=reason, actor=li, now=NOW)
        assert set(error.value.fields) == {"reason"}
    with unit_of_work():
        assert reveal(li, "phone", reason="回访客户", actor=li, now=NOW) == "13800138000"
    event = history_of(li)[-1]
    assert (event.verb, event.note, event.actor_id, event.facts) == ("reveal", "回访客户", li.id, {"field": "phone"})


def new(**facts: Any) -> dict[str, Any]:
    return {
        "username": "wang",
        "last_name": "王",
        "email": "wang@example.com",
        "roles": [],
        "password": "three-little-parcels",
        "now": NOW,
        **facts,
    }


def test_nobody_gives_a_role_with_rights_they_lack(app: Flask, li: Person, boss: Person) -> None:
    for role in (boss.roles[0],):
        with pytest.raises(NotAllowed), unit_of_work():
            add_person(**new(roles=[role], actor=li))
    with unit_of_work():
        wang = add_person(**new(roles=list(li.roles), actor=li))
    with pytest.raises(NotAllowed), unit_of_work():
        change_person(wang, roles=list(boss.roles), actor=li, now=NOW)
    with pytest.raises(NotAllowed), unit_of_work():
        change_person(boss, email="mine@example.com", actor=li, now=NOW)
    with unit_of_work():
        change_person(wang, roles=list(boss.roles), actor=boss, now=NOW)


def test_nobody_makes_a_role_with_rights_they_lack(app: Flask, li: Person, boss: Person) -> None:
    def role(**facts: Any) -> RoleReach:
        with unit_of_work():
            return add_role(**{"name": "x", "reach": "tree", "pairs": {LIST}, "actor": li, "now": NOW, **facts})

    make_person("other", permissions=[("can_list", "EventView")])
    for facts in (
        {"reach": "all"},
        {"pairs": {LIST, ("can_list", "EventView")}},
        {"sees_personal_data": True},
    ):
        with pytest.raises(NotAllowed):
            role(**facts)
    assert pairs_of_role(role()) == {LIST}
    assert pairs_of_role(role(name="y", reach="all", pairs={("can_list", "EventView")}, actor=boss))


def test_a_role_is_changed_with_the_difference_on_record(app: Flask, li: Person, boss: Person) -> None:
    row = reach_of(li)
    with unit_of_work():
        change_role(row, name="看", reach="own", pairs={LIST}, sees_personal_data=False, actor=boss, now=NOW)
    assert history_of(row)[-1].facts == {
        "changes": {"name": ["role of li", "看"], "reach": ["tree", "own"]},
        "given": [],
        "taken": ["CarrierView.can_show"],
    }
    with unit_of_work():
        change_role(row, name="看", reach="own", pairs={LIST}, sees_personal_data=False, actor=boss, now=NOW)
    assert len(history_of(row)) == 1


def test_a_role_in_use_is_not_deleted(app: Flask, li: Person, boss: Person) -> None:
    row = reach_of(li)
    with pytest.raises(Refused), unit_of_work():
        delete_role(row, actor=boss, now=NOW)
    with unit_of_work():
        copy = copy_role(row, name="copy", actor=boss, now=NOW)
    role_id = copy.role_id
    with unit_of_work():
        delete_role(copy, actor=boss, now=NOW)
    assert db.session.get(Role, role_id) is None


def test_the_last_administrator_stays(app: Flask, li: Person, boss: Person) -> None:
    with pytest.raises(Refused), unit_of_work():
        deactivate(boss, actor=None, now=NOW)
    with pytest.raises(Refused), unit_of_work():
        change_person(boss, roles=[], actor=None, now=NOW)
    with pytest.raises(Refused), unit_of_work():
        deactivate(boss, actor=boss, now=NOW)
    with unit_of_work():
        add_person(**new(roles=list(boss.roles), actor=boss))
        deactivate(boss, actor=None, now=NOW)


def test_user_names_and_addresses_are_unique_whatever_their_case(app: Flask, li: Person) -> None:
    for field, value in (("username", "LI"), ("email", "Li@Example.com"), ("email", "nonsense"), ("language", "xx")):
        with pytest.raises(Invalid) as error, unit_of_work():
            add_person(**new(actor=None, **{field: value}))
        assert set(error.value.fields) == {field}


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)"]
)
def test_after_the_login_nobody_is_led_to_another_site(app: Flask, li: Person, target: str) -> None:
    client = browser(app)
    data = {"username": "li", "password": PASSWORD, "csrf_token": client.token()}
    location = client.post("/login/", query_string={"next": target}, data=data).location
    assert not location.startswith(("//", "/\\", "http", "javascript"))
