"""The unit of work and claims, with two people at once."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Leased, Model, claim_rows, in_unit_of_work, release_row, unit_of_work
from app.extensions import db
from app.org.models import Carrier, Department
from app.security import system_scope

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)


class Parcel(Leased, Model):
    """A row that workers share."""

    metadata = sa.MetaData()
    __tablename__ = "test_parcel"
    id: Mapped[int] = mapped_column(primary_key=True)
    sent: Mapped[bool] = mapped_column(default=False)


@pytest.fixture(autouse=True)
def _parcels(app: Flask) -> None:
    Parcel.__table__.create(db.engine, checkfirst=True)
    with db.engine.begin() as connection:
        connection.execute(sa.delete(Parcel))


def carriers() -> list[str]:
    with db.engine.connect() as connection:
        return list(connection.execute(sa.select(Carrier.name).order_by(Carrier.code)).scalars())


def in_thread(app: Flask, work: Any) -> threading.Thread:
    def run() -> None:
        with app.app_context(), system_scope():
            work()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_what_happens_inside_is_saved_together(app: Flask) -> None:
    with unit_of_work() as session:
        assert in_unit_of_work()
        session.add_all([Carrier(code="a", name="德邦"), Carrier(code="b", name="安能")])
    assert carriers() == ["德邦", "安能"]
    assert not in_unit_of_work()


def test_an_error_inside_saves_nothing(app: Flask) -> None:
    with pytest.raises(LookupError), unit_of_work() as session:
        session.add(Carrier(code="a", name="德邦"))
        session.flush()
        raise LookupError
    assert carriers() == []
    assert not in_unit_of_work()


def test_a_unit_inside_a_unit_is_refused(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="only an edge"), unit_of_work(), unit_of_work():
        pass


def test_a_verb_that_commits_is_refused_and_nothing_of_it_stays(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="never commit"), unit_of_work() as session:
        session.add(Carrier(code="a", name="德邦"))
        session.commit()
    assert carriers() == []


def test_a_savepoint_inside_may_fail_alone(app: Flask) -> None:
    with unit_of_work() as session:
        session.add(Carrier(code="a", name="德邦"))
        with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
            session.add(Carrier(code="a", name="again"))
            session.flush()
    assert carriers() == ["德邦"]


def test_who_read_before_another_wrote_can_still_write(app: Flask) -> None:
    """On SQLite a deferred transaction that read first would fail at once with “database is locked”."""
    with unit_of_work() as session:
        session.add(Carrier(code="a", name="德邦"))
    mine = db.session.scalars(sa.select(Carrier)).one()

    def another() -> None:
        with unit_of_work() as session:
            session.scalars(sa.select(Carrier)).one().name = "renamed by another"

    in_thread(app, another).join()
    with unit_of_work():
        assert mine.name == "renamed by another"
        mine.name = "renamed by me"
    assert carriers() == ["renamed by me"]


def test_two_writers_wait_for_each_other(app: Flask) -> None:
    """Ten people each add ten carriers: a hundred, and no “locked” error."""
    errors: list[BaseException] = []

    def write(person: int) -> None:
        try:
            for number in range(10):
                db.session.scalars(sa.select(Carrier)).all()
                with unit_of_work() as session:
                    session.scalars(sa.select(Carrier)).first()
                    session.add(Carrier(code=f"{person}-{number}", name="x"))
        except BaseException as error:
            errors.append(error)

    for thread in [in_thread(app, lambda person=person: write(person)) for person in range(10)]:
        thread.join()
    assert errors == []
    assert len(carriers()) == 100


def test_foreign_keys_are_enforced(app: Flask) -> None:
    with pytest.raises(sa.exc.IntegrityError), unit_of_work() as session:
        session.add(Department(code="x", name="x", kind="station", parent_id=4711))


def parcels(count: int) -> None:
    with unit_of_work() as session:
        session.add_all([Parcel() for _ in range(count)])


def claim(limit: int = 5, now: datetime = NOW) -> list[tuple[int, int]]:
    with unit_of_work():
        return claim_rows(Parcel, Parcel.sent.is_(False), order_by=Parcel.id, limit=limit, lease=LEASE, now=now)


def test_a_claimed_row_is_free_again_when_its_lease_is_over(app: Flask) -> None:
    parcels(1)
    first = claim()
    assert len(first) == 1
    assert claim() == []
    assert claim(now=NOW + LEASE) == [(first[0][0], first[0][1] + 1)]


def test_two_claimers_never_get_the_same_row(app: Flask) -> None:
    parcels(40)
    claimed: list[tuple[int, int]] = []

    def work() -> None:
        while rows := claim(limit=3):
            claimed.extend(rows)

    for thread in [in_thread(app, work) for _ in range(4)]:
        thread.join()
    assert len(claimed) == 40
    assert len({row for row, _ in claimed}) == 40


def test_the_second_claimer_doesnt_wait_for_the_first_on_postgresql(app: Flask) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    parcels(2)
    found: list[tuple[int, int]] = []

    def second() -> None:
        found.extend(claim())

    with unit_of_work():
        mine = claim_rows(Parcel, order_by=Parcel.id, limit=1, lease=LEASE, now=NOW)
        in_thread(app, second).join(timeout=10)
    assert [row for row, _ in found] == [row for row, _ in _all_ids() if row != mine[0][0]]


def _all_ids() -> list[tuple[int, int]]:
    return [(row.id, row.lease_token) for row in db.session.scalars(sa.select(Parcel).order_by(Parcel.id))]


def test_a_stale_token_writes_nothing(app: Flask) -> None:
    parcels(1)
    [(row, old)] = claim()
    [(_, new)] = claim(now=NOW + LEASE)
    with unit_of_work():
        assert not release_row(Parcel, row, old, sent=True)
    with unit_of_work():
        assert release_row(Parcel, row, new, sent=True)
    assert claim(now=NOW + 2 * LEASE) == []
    parcel = db.session.scalars(sa.select(Parcel)).one()
    assert parcel.sent
    assert parcel.lease_until is None
