"""What happened is written down once and stays."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.clock import SHANGHAI
from app.core.i18n import Text
from app.core.money import Money
from app.db import unit_of_work
from app.events import Event, history_of, record
from app.extensions import db
from app.org.models import Carrier
from app.security import Scope, use_scope

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture
def carrier(app: Flask) -> Carrier:
    row = Carrier(code="db", name="德邦")
    with unit_of_work() as session:
        session.add(row)
        session.flush()
        record(row, "add", actor=None, now=NOW, facts={"name": "德邦"}, note="first")
    return row


def test_the_history_of_a_row_is_in_order(carrier: Carrier) -> None:
    with unit_of_work():
        record(carrier, "third", actor=None, now=NOW + timedelta(seconds=1))
        record(carrier, "second", actor=None, now=NOW)
    assert [event.verb for event in history_of(carrier)] == ["add", "second", "third"]


def test_facts_are_kept_as_plain_values(carrier: Carrier) -> None:
    facts: dict[str, Any] = {
        "amount": Money(5000),
        "at": datetime(2026, 11, 20, 9, tzinfo=SHANGHAI),
        "carrier": carrier,
        "codes": {"a"},
        "inner": {1: None},
        "why": Text("Late by %(days)s days", {"days": 2}),
    }
    with unit_of_work():
        record(carrier, "test", actor=None, now=NOW, facts=facts)
    stored = history_of(carrier)[-1].facts
    assert stored["amount"] == "¥50.00"
    assert stored["at"] == "2026-11-20T09:00:00+08:00"
    assert stored["carrier"] == "德邦"
    assert stored["codes"] == ["a"]
    assert stored["inner"] == {"1": None}
    assert Text.from_json(stored["why"]) == facts["why"]


def change_row(event: Event) -> None:
    event.note = "forged"


def change_by_statement(_event: Event) -> None:
    db.session.execute(sa.update(Event).values(note="forged"))


def change_by_query(_event: Event) -> None:
    db.session.query(Event).update({"note": "forged"})


def delete_by_statement(_event: Event) -> None:
    db.session.execute(sa.delete(Event))


def delete_row(event: Event) -> None:
    db.session.delete(event)


@pytest.mark.parametrize("tamper", [change_row, change_by_statement, change_by_query, delete_row, delete_by_statement])
def test_an_event_can_be_neither_changed_nor_deleted(carrier: Carrier, tamper: Any) -> None:
    with pytest.raises(RuntimeError, match="append-only"), unit_of_work():
        tamper(history_of(carrier)[0])
    assert [event.note for event in history_of(carrier)] == ["first"]


def test_events_of_things_without_departments_show_only_to_those_who_reach_all(carrier: Carrier) -> None:
    with use_scope(Scope("tree", 1, frozenset({1}))):
        assert history_of(carrier) == []
    with use_scope(Scope("all", 1)):
        assert len(history_of(carrier)) == 1
