"""Departments form a tree; who leads one, and who stands in."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from app.core.errors import Invalid, Refused
from app.db import unit_of_work
from app.events import history_of
from app.extensions import db
from app.org.models import Department
from app.org.tree import level_above, people_in_charge, subtree_ids
from app.org.verbs import add_department, change_department, restore_department, retire_department
from app.security import Person
from tests.people import make_person

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def add(code: str, parent: Department | None = None, **facts: Any) -> Department:
    with unit_of_work():
        return add_department(
            **{"code": code, "name": code, "kind": "station", "parent": parent, "actor": None, "now": NOW, **facts}
        )


def change(department: Department, **facts: Any) -> None:
    names = ("code", "name", "kind", "parent", "head", "deputy", "phone")
    with unit_of_work():
        change_department(
            department, **{name: getattr(department, name) for name in names} | facts, actor=None, now=NOW
        )


@pytest.fixture
def tree(app: Flask) -> dict[str, Department]:
    hq = add("hq", kind="headquarters")
    gd = add("gd", hq, kind="province")
    return {"hq": hq, "gd": gd, "gd01": add("gd01", gd), "gd02": add("gd02", gd), "zj": add("zj", hq)}


@pytest.fixture
def people(app: Flask) -> dict[str, Person]:
    return {name: make_person(name) for name in ("huang", "liang", "feng")}


def codes(ids: frozenset[int]) -> set[str]:
    return {department.code for department in db.session.query(Department) if department.id in ids}


def test_a_subtree_has_the_department_and_all_below(tree: dict[str, Department]) -> None:
    assert codes(subtree_ids(tree["gd"].id)) == {"gd", "gd01", "gd02"}
    assert codes(subtree_ids(tree["gd01"].id)) == {"gd01"}
    assert codes(subtree_ids(tree["hq"].id)) == set(tree)
    assert subtree_ids(4711) == frozenset()


def test_a_moved_department_takes_along_what_is_below(tree: dict[str, Department]) -> None:
    change(tree["gd"], parent=tree["zj"])
    assert codes(subtree_ids(tree["zj"].id)) == {"zj", "gd", "gd01", "gd02"}
    assert history_of(tree["gd"])[-1].facts["changes"] == {"parent": ["hq", "zj"]}


def test_a_department_with_ten_siblings_is_not_confused_with_the_first(app: Flask) -> None:
    """Paths end in a slash: /1/ is no prefix of /11/."""
    rows = [add(f"d{number}") for number in range(12)]
    assert codes(subtree_ids(rows[0].id)) == {"d0"}


@pytest.mark.parametrize("below", ["gd", "gd01"])
def test_a_department_cant_lie_below_itself(tree: dict[str, Department], below: str) -> None:
    with pytest.raises(Invalid) as error:
        change(tree["gd"], parent=tree[below])
    assert set(error.value.fields) == {"parent"}


def test_what_is_wrong_is_told_at_the_field(tree: dict[str, Department], people: dict[str, Person]) -> None:
    for field, facts in (
        ("code", {"code": "GD01"}),
        ("kind", {"kind": "moon base"}),
        ("deputy", {"head": people["huang"], "deputy": people["huang"]}),
    ):
        with pytest.raises(Invalid) as error:
            add("new", **facts) if field != "code" else add("GD01")
        assert set(error.value.fields) == {field}


def test_the_level_above_stands_in_for_a_vacant_head(tree: dict[str, Department], people: dict[str, Person]) -> None:
    assert people_in_charge(tree["gd01"]) == []
    assert str(tree["gd01"].in_charge) == "Vacant; nobody stands in"
    change(tree["hq"], head=people["liang"])
    assert [person.username for person in people_in_charge(tree["gd01"])] == ["liang"]
    change(tree["gd"], head=people["huang"])
    assert [person.username for person in people_in_charge(tree["gd01"])] == ["huang"]
    assert str(tree["gd01"].in_charge) == "Vacant; huang (gd) stands in"
    change(tree["gd01"], deputy=people["feng"])
    assert [person.username for person in people_in_charge(tree["gd01"])] == ["feng"]
    assert str(tree["gd01"].in_charge) == "Vacant; feng stands in"
    change(tree["gd01"], head=people["huang"])
    assert str(tree["gd01"].in_charge) == "huang"


def test_a_head_who_left_counts_as_vacant(tree: dict[str, Department], people: dict[str, Person]) -> None:
    change(tree["gd"], head=people["huang"])
    change(tree["hq"], head=people["liang"])
    with unit_of_work():
        people["huang"].active = False
    assert [person.username for person in people_in_charge(tree["gd"])] == ["liang"]
    above = level_above(tree["gd01"])
    assert above is not None
    assert above.code == "hq"


def test_only_leaves_are_retired_and_only_below_active_ones_restored(tree: dict[str, Department]) -> None:
    with pytest.raises(Refused), unit_of_work():
        retire_department(tree["gd"], actor=None, now=NOW)
    with unit_of_work():
        for code in ("gd01", "gd02", "gd"):
            retire_department(tree[code], actor=None, now=NOW)
    with pytest.raises(Refused), unit_of_work():
        restore_department(tree["gd01"], actor=None, now=NOW)
    with unit_of_work():
        restore_department(tree["gd"], actor=None, now=NOW)
    with pytest.raises(Invalid) as error:
        add("gd03", tree["gd02"])
    assert set(error.value.fields) == {"parent"}
