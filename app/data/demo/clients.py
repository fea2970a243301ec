"""The demo's customers and what they send."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from app.core.clock import SHANGHAI, local
from app.core.money import Money
from app.customers.models import Customer, Tier, Waybill
from app.customers.verbs import add_contact, register_customer
from app.data.demo.company import Company
from app.data.demo.sources import mobile, person_name, source
from app.extensions import db

CUSTOMERS = 100
_KINDS = {"contract": 30, "express": 38, "walk_in": 22, "partner": 10}
_PHONES_FROM = 200
"""Numbers below are the staff's."""
_TRANSIT = timedelta(days=3)
_LONG_AFTER = ("claims", "finance")
"""What is complained of when the goods have long arrived."""
_LATE = ("delay", "lost", "error", "info")


@dataclass(frozen=True)
class Client:
    """A stored customer as the cases need it: ids, the station that serves it, what it sends."""

    customer_id: int
    contact_id: int
    kind: str
    station: str
    goods: tuple[str, ...]


@dataclass(frozen=True)
class Parcel:
    """A waybill as the texts need it: stations by code, `bad` of `pieces` pieces came to harm."""

    waybill_id: int
    no: str
    client: Client
    origin: str
    destination: str
    goods: str
    pieces: int
    bad: int
    carrier: str
    shipped: datetime


def build_clients(rng: random.Random, company: Company, now: datetime) -> list[Client]:
    """Register the customers with their contacts. Flushes."""
    rows, shares = _add_tiers(), [share for *_, share in source("clients")["tiers"]]
    phones = iter(range(_PHONES_FROM, _PHONES_FROM + 10 * CUSTOMERS))
    firms, kinds = _firms(rng), [kind for kind, share in _KINDS.items() for _ in range(share)]
    tiers = rng.choices(rows, shares, k=len(kinds))
    return [
        _register(rng, company, now, kind=kind, firm=next(firms), tier=tier, phones=phones)
        for kind, tier in zip(kinds, tiers, strict=True)
    ]


def ship(
    client: Client,
    goods: str,
    trouble: str,
    *,
    rng: random.Random,
    company: Company,
    number: int,
    at: datetime,
    end: datetime,
) -> Parcel:
    """Store a waybill sent at about `at`, as it stands at `end`, of which somebody will complain.

    `trouble` is the category of the complaint. Flushes.
    """
    row, parcel = _parcel(client, goods, trouble, rng=rng, company=company, number=number, at=at, end=end)
    db.session.flush()
    return replace(parcel, waybill_id=row.id)


def add_traffic(
    client: Client, *, rng: random.Random, company: Company, number: int, at: datetime, end: datetime
) -> None:
    """A waybill with which all goes well. Flushes nothing."""
    _parcel(client, rng.choice(client.goods), "", rng=rng, company=company, number=number, at=at, end=end)


def _parcel(
    client: Client,
    goods: str,
    trouble: str,
    *,
    rng: random.Random,
    company: Company,
    number: int,
    at: datetime,
    end: datetime,
) -> tuple[Waybill, Parcel]:
    parts = source("clients")
    if trouble.startswith(_LONG_AFTER):
        at -= timedelta(days=rng.randint(12, 25))
    pieces, shipped = rng.randint(3, 24), local(at).replace(hour=rng.randint(9, 18), minute=rng.randrange(60), second=0)
    away = rng.choice([code for code in company.stations if code[:2] != client.station[:2]])
    carrier = rng.choice(list(company.carriers)) if trouble in ("lost_road", "lost_air") or rng.random() < 0.25 else ""
    status, promised, delivered = _progress(rng, shipped, end, trouble)
    row = Waybill(
        no=f"HY{shipped:%y%m%d}{number:06d}",
        customer_id=client.customer_id,
        status=status,
        goods=parts["packed"].format(goods=goods, pieces=pieces),
        origin_id=company.departments[client.station].id,
        destination_id=company.departments[away].id,
        carrier_id=company.carriers[carrier].id if carrier else None,
        declared_value=Money.from_yuan(pieces * parts["goods"][goods]["yuan"]),
        promised_at=promised,
        delivered_at=delivered,
    )
    db.session.add(row)
    bad = min(rng.choice((1, 1, 1, 2, 2, 3, 5)), pieces - 1)
    return row, Parcel(0, row.no, client, client.station, away, goods, pieces, bad, carrier, shipped)


def _add_tiers() -> list[Tier]:
    listed = enumerate(source("clients")["tiers"], 1)
    rows = [Tier(code=code, name_zh=zh, name_en=en, rank=10 * rank) for rank, (code, zh, en, _share) in listed]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def _register(
    rng: random.Random,
    company: Company,
    now: datetime,
    *,
    kind: str,
    firm: tuple[str, dict[str, Any]],
    tier: Tier,
    phones: Iterator[int],
) -> Client:
    station = rng.choice(company.stations)
    served_by, (word, trade) = company.departments[station], firm
    city = served_by.name[:2]
    match kind:
        case "walk_in":
            name = person_name(rng)
        case "partner":
            name = f"{city}{word}{rng.choice(source('clients')['partners'])}"
        case _:
            name = f"{city}{word}{trade['name']}{trade['form']}"
    customer = register_customer(
        name=name,
        kind=kind,
        tier_id=tier.id,
        department_id=served_by.id,
        actor=company.people["agent"],
        now=now,
        owner_id=company.people[rng.choice(("agent", "agent2"))].id if kind in ("contract", "partner") else None,
        status="dormant" if rng.random() < 0.05 else "active",
    )
    return Client(customer.id, _contacts(rng, company, customer, phones, now), kind, station, tuple(trade["goods"]))


def _contacts(rng: random.Random, company: Company, customer: Customer, phones: Iterator[int], now: datetime) -> int:
    """One to three contacts; returns the id of the preferred one."""
    first = 0
    for number in range(1 if customer.kind == "walk_in" else rng.randint(1, 3)):
        phone = next(phones)
        contact = add_contact(
            customer,
            name=customer.name if customer.kind == "walk_in" else person_name(rng),
            phone=mobile(phone),
            email="" if customer.kind == "walk_in" else f"contact{phone}@example.com",
            preferred=number == 0,
            actor=company.people["agent"],
            now=now,
        )
        first = first or contact.id
    return first


def _firms(rng: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """Words with trades that make the names of invented firms, each once."""
    parts = source("clients")
    firms = [(word, trade) for word in parts["words"] for trade in parts["trades"]]
    rng.shuffle(firms)
    return iter(firms)


def _progress(
    rng: random.Random, shipped: datetime, end: datetime, trouble: str
) -> tuple[str, datetime, datetime | None]:
    """Status at the end, the instant promised, the instant delivered."""
    promised = shipped.astimezone(SHANGHAI).replace(hour=18, minute=0) + _TRANSIT
    late = timedelta(days=rng.randint(1, 4)) if trouble.startswith(_LATE) else timedelta(0)
    delivered = promised + late - timedelta(hours=rng.randint(0, 30))
    if trouble.startswith("lost") or trouble == "error_taken_by_other":
        return "lost", promised, None
    if delivered <= end:
        return ("returned" if rng.random() < 0.02 else "signed"), promised, delivered
    under_way = "out_for_delivery" if delivered - end < timedelta(hours=8) else "in_transit"
    return (under_way if shipped < end - timedelta(hours=6) else "picked_up"), promised, None
