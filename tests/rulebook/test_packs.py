"""Policy packs by version, and the category tree that comes from them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import func, select

from app.core.errors import Invalid, Refused
from app.extensions import db
from app.policy.load import PACKS, load
from app.rulebook import (
    Category,
    PackVersion,
    cite,
    current_pack_version,
    open_categories,
    pack_of,
    publish,
    seed_rulebook,
)
from app.rulebook.verbs import add_category, rename_category, restore_category, retire, retire_category
from app.security import Person

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
TEXT = (PACKS / "xinbang.yaml").read_text(encoding="utf-8")
SHIPPED = load(TEXT).version


def text(version: str) -> str:
    return re.sub(r'^version: ".*"$', f'version: "{version}"', TEXT, count=1, flags=re.M)


@pytest.fixture
def wang(app: Flask) -> Person:
    """王芳, who looks after the rulebook."""
    person = Person(
        username="wang", first_name="芳", last_name="王", email="wang@example.com", active=True, password="-"
    )
    db.session.add(person)
    db.session.flush()
    return person


def test_without_a_published_pack_nothing_can_be_received(app: Flask) -> None:
    with pytest.raises(Refused):
        current_pack_version(NOW)


def test_the_pack_of_the_product_is_in_force_from_the_first_covered_year_on(app: Flask) -> None:
    seed_rulebook(NOW)
    version = current_pack_version(datetime(2020, 1, 2, tzinfo=UTC))
    assert (version.code, version.status) == ("xinbang", "published")
    assert pack_of(version.id).clock("forward").amount[0].value == 5


def test_a_published_text_can_neither_change_nor_go(app: Flask) -> None:
    version = publish(TEXT, actor=None, now=NOW)
    version.text = TEXT + "\n"
    with pytest.raises(RuntimeError, match="text can't change"):
        db.session.flush()
    db.session.rollback()
    version = publish(TEXT, actor=None, now=NOW)
    db.session.delete(version)
    with pytest.raises(RuntimeError, match="stays"):
        db.session.flush()


def test_a_version_published_for_later_is_in_force_from_that_instant(app: Flask) -> None:
    first = publish(TEXT, actor=None, now=NOW)
    second = publish(text("2.0"), actor=None, now=NOW, effective_from=LATER)
    assert current_pack_version(LATER - timedelta(microseconds=1)) is first
    assert current_pack_version(LATER) is second


def test_a_retired_version_is_in_force_no_more_but_can_still_be_read(app: Flask, wang: Person) -> None:
    first = publish(TEXT, actor=None, now=NOW)
    second = publish(text("2.0"), actor=wang, now=NOW)
    retire(second, actor=wang, now=NOW)
    assert current_pack_version(NOW) is first
    assert pack_of(second.id).version == "2.0"


def test_faults_are_told_with_their_line(app: Flask) -> None:
    with pytest.raises(Invalid) as refusal:
        publish(TEXT.replace("amount: 5\n", "amount: five\n", 1), actor=None, now=NOW)
    assert "Line 256" in str(refusal.value.fields["text"])
    assert db.session.scalar(select(func.count(PackVersion.id))) == 0


def test_the_same_text_or_another_under_the_same_version_is_refused(app: Flask, wang: Person) -> None:
    publish(TEXT, actor=wang, now=NOW)
    with pytest.raises(Refused):
        publish(TEXT, actor=wang, now=NOW)
    with pytest.raises(Invalid) as refusal:
        publish(TEXT + "\n# changed\n", actor=wang, now=NOW)
    assert set(refusal.value.fields) == {"text"}


def test_seeding_follows_the_product_but_never_a_pack_that_a_person_published(app: Flask, wang: Person) -> None:
    publish(text("0.9"), actor=None, now=NOW)
    seed_rulebook(NOW)
    assert current_pack_version(NOW).version == SHIPPED
    publish(text("ours"), actor=wang, now=NOW)
    for row in db.session.scalars(select(PackVersion).where(PackVersion.version == SHIPPED)):
        assert row.status == "published"
    seed_rulebook(LATER)
    assert current_pack_version(LATER).version == "ours"


def test_a_clause_is_cited_by_title_and_number(app: Flask) -> None:
    seed_rulebook(NOW)
    cited = cite(current_pack_version(NOW).id, "4.6.1")
    assert "物流公司客户投诉管理制度(新邦)" in cited
    assert "四(六)1" in cited


def named(code: str) -> Category:
    return db.session.scalars(select(Category).where(Category.code == code)).one()


def test_the_tree_follows_the_pack_and_speaks_the_readers_language(app: Flask) -> None:
    seed_rulebook(NOW)
    parents = [row for row in open_categories("business") if row.parent_id is None]
    assert len(parents) == 9
    with force_locale("en"):
        assert parents[0].label == parents[0].name_en
    with force_locale("zh"):
        assert parents[0].label == parents[0].name_zh


def test_what_administrators_did_to_the_tree_survives_seeding(app: Flask, wang: Person) -> None:
    seed_rulebook(NOW)
    parent = next(row for row in open_categories() if row.parent_id is None)
    rename_category(parent, name_zh="货物损坏", name_en="Damage", actor=wang, now=NOW)
    child = add_category(name_zh="液体渗漏", kind=parent.kind, parent=parent, actor=wang, now=NOW)
    siblings = [row for row in open_categories() if row.parent_id == parent.id]
    assert siblings[-1] is child
    retire_category(siblings[0], actor=wang, now=NOW)
    seed_rulebook(LATER)
    assert named(parent.code).name_zh == "货物损坏"
    assert not named(siblings[0].code).active
    assert named(child.code).active


def test_retiring_a_category_retires_what_lies_below_and_it_comes_back_from_the_top(app: Flask, wang: Person) -> None:
    seed_rulebook(NOW)
    parent = next(row for row in open_categories() if row.parent_id is None)
    child = next(row for row in open_categories() if row.parent_id == parent.id)
    retire_category(parent, actor=wang, now=NOW)
    assert not child.active
    with pytest.raises(Refused):
        restore_category(child, actor=wang, now=NOW)
    restore_category(parent, actor=wang, now=NOW)
    restore_category(child, actor=wang, now=NOW)
    assert child in open_categories()


@pytest.mark.parametrize(("name", "kind", "field"), [(" ", "business", "name_zh"), ("渗漏", "attitude", "kind")])
def test_a_category_that_does_not_fit_is_refused(app: Flask, name: str, kind: str, field: str) -> None:
    seed_rulebook(NOW)
    with pytest.raises(Invalid) as refusal:
        add_category(name_zh=name, kind=kind, parent=open_categories("business")[0], actor=None, now=NOW)
    assert set(refusal.value.fields) == {field}
