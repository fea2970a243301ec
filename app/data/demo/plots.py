"""What happens in each case of the demo, before it is put into words: who complains of what, and how it ends."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.data.demo.clients import Client, Parcel
from app.data.demo.company import Company
from app.data.demo.sources import source

_EXTERNAL = {
    "hotline_400": 58,
    "web_message": 12,
    "follow_up_call": 8,
    "delivery_sms": 7,
    "external_site": 5,
    "fax": 3,
    "gm_mailbox": 4,
    "consumer_association": 3,
}
_OF_LATEST = {"hotline_400": 1}
"""Of the last cases that may have a verdict: only the hotline's lead to reports, which are to stand in every state."""
_INTERNAL = {"oa_mail": 45, "instant_messenger": 35, "internal_400": 15, "internal_fax": 5}
_AT_ORIGIN = ("delay_loading", "error_order", "error_label", "error_promise", "lost_inside")
_COMMON_TROUBLES = {
    "delay_delivery": 9,
    "damage_contents": 8,
    "damage_packaging": 5,
    "lost_inside": 4,
    "info_none": 4,
    "error_false_signature": 5,
    "delay_transit": 5,
    "price": 3,
    "damage_wet": 3,
}
_GRAVEST = {"quarrel", "threat", "physical_conflict"}
ADMINISTRATION = "adm"
_OFTEN_INTERNAL = 7
HALTS = (
    "register",
    "register",
    "accept",
    "dispatch",
    "dispatch",
    "propose",
    "investigate",
    "agree",
    "dispatch",
    "carry_out",
    "propose",
    "investigate",
)
"""At which step the last cases stand, newest first; repeated for more of them."""
_JUDGED = {"investigate", "propose", "agree", "carry_out"}


@dataclass(frozen=True)
class Plot:
    """One case. Amounts in yuan; departments, people and categories by their codes."""

    received: datetime
    category: str
    behaviours: tuple[str, ...]
    internal: bool
    channel: str
    parcel: Parcel
    station: str
    department: str
    fate: str
    sustained: bool
    halt: str | None
    loss: int
    claim: int
    severe: bool
    urgent: bool
    again: bool
    by_receiver: bool

    @property
    def attitude(self) -> bool:
        return self.category == "attitude"

    @property
    def cites_waybill(self) -> bool:
        """Whether the complaint is about this very waybill."""
        return not self.attitude and source("business")[self.category]["goods"] != "none"

    @property
    def grade(self) -> int:
        """0 to 2, about as the pack will grade it: graver cases take longer."""
        if self.attitude:
            codes = list(source("attitude"))
            place = max(codes.index(code) for code in self.behaviours) if self.behaviours else 0
            return (place >= codes.index("hung_up")) + (place >= codes.index("quarrel"))
        worst = max(self.loss, self.claim)
        return 2 if self.severe or self.again or worst > 5_000 else int(worst > 1_000)


def plot(
    rng: random.Random,
    company: Company,
    clients: list[Client],
    number: int,
    *,
    received: datetime,
    halt: str | None,
    before: "Plot | None",
    send: Callable[[Client, str, str], Parcel],
) -> Plot:
    """Case `number`. `before` is one that may be complained of again; `send` stores a waybill of customer and goods."""
    behaviours, category = subject(rng, number)
    internal, fate = number % _OFTEN_INTERNAL == 4, "plain" if halt else _fate(number)
    earlier = before if number % 11 == 7 and not internal and not behaviours else None
    category = earlier.category if earlier else category
    parcel = earlier.parcel if earlier else _parcel(rng, clients, category, send)
    loss, station = _loss(rng, category, parcel), _complained_of(rng, company, category, parcel)
    return Plot(
        received=received,
        category=category,
        behaviours=() if internal and behaviours and number % 2 else behaviours,
        internal=internal,
        channel=_one_of(rng, _INTERNAL if internal else _OF_LATEST if halt in _JUDGED else _EXTERNAL),
        parcel=parcel,
        station=station,
        department=_department(rng, category, station, internal=internal),
        fate=fate,
        sustained=fate == "reopened" or not _GRAVEST.isdisjoint(behaviours) or rng.random() < 0.8,
        halt=halt,
        loss=loss,
        claim=int(loss * rng.choice((0, 1, 1, 1.2))) // 10 * 10,
        severe=not behaviours and rng.random() < 0.05,
        urgent=rng.random() < 0.08,
        again=earlier is not None,
        by_receiver=not internal and rng.random() < 0.25,
    )


def subject(rng: random.Random, number: int) -> tuple[tuple[str, ...], str]:
    """Behaviours and category of case `number`.

    Every fifth case is about attitude, every third goes through the categories; the rest is what is usual.
    """
    behaviours = [code for code in source("attitude") if code != "common"]
    categories = [code for code in source("business") if code != "common"]
    if number % 5 == 4:
        seen = {behaviours[number // 5 % len(behaviours)]}
        if rng.random() < 0.25:
            seen.add(rng.choice(behaviours))
        return tuple(code for code in behaviours if code in seen), "attitude"
    if number % 3 == 0:
        place = number // 3
        # Shifted by one each time round, since always the same ones fall on a case about attitude.
        return (), categories[(place + place // len(categories)) % len(categories)]
    return (), _one_of(rng, _COMMON_TROUBLES)


def _fate(number: int) -> str:
    for every, at, fate in ((17, 3, "withdrawn"), (23, 5, "reopened"), (9, 2, "declined"), (13, 6, "transferred")):
        if number % every == at:
            return fate
    return "plain"


def _parcel(
    rng: random.Random, clients: list[Client], category: str, send: Callable[[Client, str, str], Parcel]
) -> Parcel:
    """From a customer whose goods can come to that harm; a partner where it is about commission."""
    facts, goods = source("business").get(category, {}), source("clients")["goods"]
    wanted = facts.get("goods", "any")
    fits = [client for client in clients if not facts.get("partner") or client.kind == "partner"]
    anything = wanted in ("any", "none")
    pairs = [(client, name) for client in fits for name in client.goods if anything or wanted in goods[name]]
    return send(*rng.choice(pairs), category)


def _loss(rng: random.Random, category: str, parcel: Parcel) -> int:
    facts = source("business").get(category, {})
    if facts.get("costs"):
        worth = source("clients")["goods"][parcel.goods]["yuan"] * facts.get("worth", 1)
        return max(60, int(parcel.bad * worth) // 10 * 10)
    if category == "attitude" or rng.random() > 0.2:
        return 0
    return rng.choice((260, 480, 650, 900, 1_000, 1_400, 2_300, 3_600, 5_000, 6_800))


def _complained_of(rng: random.Random, company: Company, category: str, parcel: Parcel) -> str:
    if category == "attitude":
        return rng.choice((parcel.origin, parcel.destination, rng.choice(company.stations)))
    with_sender = category in _AT_ORIGIN or source("business")[category]["goods"] == "none"
    return parcel.origin if with_sender else parcel.destination


def _department(rng: random.Random, category: str, station: str, *, internal: bool) -> str:
    if category == "attitude" and internal:
        return ADMINISTRATION
    if category.startswith(("finance", "claims")) and rng.random() < 0.6:
        return "fin"
    return station


def _one_of(rng: random.Random, shares: dict[str, int]) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]
