"""Personal data at rest: bound to its row, found again by a blind index."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Mapped, mapped_column

from app.core.errors import Invalid
from app.db import Model, Sealed, SealedPhone, SealedText, unit_of_work
from app.db.sealed import Unreadable, blind, normal_phone
from app.extensions import db

PHONE = "13800138000"


class Caller(Sealed, Model):
    """A person with a phone and an address."""

    metadata = sa.MetaData()
    __tablename__ = "test_caller"
    id: Mapped[int] = mapped_column(primary_key=True)
    phone_sealed: Mapped[str | None] = mapped_column(sa.String(255))
    phone_index: Mapped[str | None] = mapped_column(sa.String(64))
    phone_tail: Mapped[str | None] = mapped_column(sa.String(64))
    address_sealed: Mapped[str | None] = mapped_column(sa.Text)
    phone = SealedPhone()
    address = SealedText()


@pytest.fixture(autouse=True)
def _callers(app: Flask) -> None:
    Caller.__table__.create(db.engine, checkfirst=True)
    with db.engine.begin() as connection:
        connection.execute(sa.delete(Caller))


def saved(**values: Any) -> Caller:
    caller = Caller(**values)
    with unit_of_work() as session:
        session.add(caller)
    return caller


def test_a_phone_comes_back_and_is_nowhere_in_clear(app: Flask) -> None:
    caller = saved(phone=PHONE, address="深圳市南山区科技园")
    assert caller.phone == "+8613800138000"
    assert caller.address == "深圳市南山区科技园"
    stored = db.session.execute(sa.select(Caller.__table__)).one()
    assert not any("138001" in str(value) or "南山" in str(value) for value in stored)


def test_the_same_phone_is_sealed_differently_each_time_but_has_one_index(app: Flask) -> None:
    first, second = saved(phone=PHONE), saved(phone="+86 138-0013-8000")
    assert first.phone_sealed != second.phone_sealed
    assert first.phone_index == second.phone_index == blind(normal_phone(PHONE))
    assert first.phone_tail == blind("8000")


def test_a_value_copied_to_another_row_or_column_doesnt_open(app: Flask) -> None:
    first, second = saved(phone=PHONE), saved(phone="13900139000")
    second.phone_sealed = first.phone_sealed
    first.address_sealed = first.phone_sealed
    with pytest.raises(Unreadable, match="copied"):
        _ = second.phone
    with pytest.raises(Unreadable, match="copied"):
        _ = first.address


def test_two_rows_cant_share_the_seal(app: Flask) -> None:
    first = saved(phone=PHONE)
    with pytest.raises(sa.exc.IntegrityError):
        saved(seal_id=first.seal_id)


@pytest.mark.parametrize("change", [lambda v: v[:-4] + "AAA=", lambda v: v[:-1], lambda v: "rubbish", lambda v: v[:9]])
def test_an_altered_value_doesnt_open(app: Flask, change: Any) -> None:
    caller = saved(phone=PHONE)
    caller.phone_sealed = change(caller.phone_sealed)
    with pytest.raises(Unreadable):
        _ = caller.phone


def test_another_key_says_so(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    caller = saved(phone=PHONE)
    monkeypatch.setitem(app.config, "DATA_KEY", "another key")
    with pytest.raises(Unreadable, match="KESU_DATA_KEY"):
        _ = caller.phone
    assert caller.phone_index != blind(normal_phone(PHONE))


def test_a_phone_can_be_taken_away(app: Flask) -> None:
    caller = saved(phone=PHONE)
    with unit_of_work():
        caller.phone = ""
    assert (caller.phone, caller.phone_sealed, caller.phone_index, caller.phone_tail) == (None,) * 4


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("138 0013 8000", "+8613800138000"),
        ("１３８００１３８０００", "+8613800138000"),
        ("0755-88886666", "+8675588886666"),
        ("+1 650 253 0000", "+16502530000"),
        ("95338", "95338"),
        ("400-830-5555", "+864008305555"),
    ],
)
def test_a_number_is_understood_however_it_is_typed(app: Flask, typed: str, number: str) -> None:
    assert normal_phone(typed) == number


@pytest.mark.parametrize("typed", ["不详", "1" * 100_000, "12", "\x00", "😀"])
def test_what_is_no_phone_number_is_refused_at_the_field(app: Flask, typed: str) -> None:
    with pytest.raises(Invalid) as error:
        Caller(phone=typed)
    assert set(error.value.fields) == {"phone"}
