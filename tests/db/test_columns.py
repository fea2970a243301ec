"""Column types and the last line of defence, alike on both databases."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import SHANGHAI
from app.core.errors import Invalid
from app.core.money import Money
from app.db import Fen, Model, UTCDateTime, unit_of_work
from app.extensions import db

EVENING = datetime(2026, 11, 20, 17, 30, tzinfo=SHANGHAI)


class Sample(Model):
    """One column of each kind."""

    metadata = sa.MetaData()
    __tablename__ = "test_sample"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    amount: Mapped[Money | None] = mapped_column(Fen)
    name: Mapped[str | None] = mapped_column(sa.String(10))
    text: Mapped[str | None] = mapped_column(sa.Text)
    count: Mapped[int | None]
    facts: Mapped[dict[str, Any] | None] = mapped_column(db.JSON)


@pytest.fixture(autouse=True)
def _samples(app: Flask) -> None:
    Sample.__table__.create(db.engine, checkfirst=True)
    with db.engine.begin() as connection:
        connection.execute(sa.delete(Sample))


def stored(**values: Any) -> Sample:
    with unit_of_work() as session:
        session.add(Sample(**values))
    return db.session.scalars(sa.select(Sample)).one()


def test_an_instant_comes_back_aware_and_in_utc(app: Flask) -> None:
    row = stored(at=EVENING)
    assert row.at == EVENING
    assert row.at is not None
    assert row.at.utcoffset() == timedelta(0)


def test_an_instant_is_found_by_any_zone(app: Flask) -> None:
    stored(at=EVENING)
    same = EVENING.astimezone(timezone(timedelta(hours=-5)))
    assert db.session.scalars(sa.select(Sample).where(Sample.at == same)).one()
    assert db.session.scalars(sa.select(Sample).where(Sample.at > same)).all() == []


def test_a_naive_instant_is_refused(app: Flask) -> None:
    with pytest.raises(sa.exc.StatementError, match="needs its zone"):
        stored(at=EVENING.replace(tzinfo=None))


def test_microseconds_survive(app: Flask) -> None:
    instant = datetime(2026, 11, 20, 9, 30, 0, 123456, tzinfo=UTC)
    assert stored(at=instant).at == instant


def test_money_is_summed_compared_and_multiplied(app: Flask) -> None:
    with unit_of_work() as session:
        session.add_all([Sample(amount=Money(100_000)), Sample(amount=Money(1))])
    total = db.session.scalar(sa.select(sa.func.sum(Sample.amount)))
    assert total == Money(100_001)
    assert isinstance(total.fen, int)
    assert db.session.scalars(sa.select(Sample.amount).where(Sample.amount >= Money(100_000))).all() == [Money(100_000)]
    assert db.session.scalars(sa.select(Sample.amount * 2).order_by(Sample.amount)).all() == [2, 200_000]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "a\x00b"),
        ("text", "half a pair \ud83d"),
        ("name", "eleven char"),
        ("count", 2**31),
        ("count", 2**80),
        ("facts", {"note": ["a\x00b"]}),
        ("facts", {"a\x00b": 1}),
    ],
)
def test_what_one_database_refuses_is_refused_by_both_at_the_field(app: Flask, field: str, value: Any) -> None:
    with pytest.raises(Invalid) as error:
        stored(**{field: value})
    assert set(error.value.fields) == {field}


def test_a_search_for_a_nul_character_is_refused(app: Flask) -> None:
    for statement in (
        sa.select(Sample).where(Sample.text == "a\x00b"),
        sa.select(Sample).where(Sample.text.in_(["a", "a\x00b"])),
        sa.update(Sample).values(text="\x00"),
        sa.select(Sample).where(Sample.id == 2**64),
    ):
        with pytest.raises(Invalid):
            db.session.execute(statement)
        db.session.rollback()


def test_emoji_and_full_width_text_are_stored(app: Flask) -> None:
    assert stored(name="客诉😀１２", facts={"备注": "😀"}).name == "客诉😀１２"
