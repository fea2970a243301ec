"""The words of one case: what the caller said, what was found, offered, answered and done."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.clock import local
from app.data.demo.company import Company
from app.data.demo.plots import Plot
from app.data.demo.sources import caller_name, paired, source, yuan

_FREIGHT_BY_PIECE = 18
_FULL = 1.0


@dataclass(frozen=True)
class Offer:
    """A remedy by its code, in words, with the amount in yuan (0: none)."""

    remedy: str
    text: str
    pay: int = 0


@dataclass(frozen=True)
class Tale:
    """All texts of a case, ready to be written down."""

    title: str
    description: str
    wants: str
    place: str
    receiver: str
    found: str
    cause: str
    offers: tuple[Offer, ...]
    done: str
    notice: str


def tale(rng: random.Random, plot: Plot, company: Company) -> Tale:
    """Put the plot into words."""
    slots = _slots(rng, plot, company)
    told = source("attitude")["common"] if plot.attitude else source("business")[plot.category]
    title = _title(plot, slots)
    offers, done = _offers(rng, plot, told, slots)
    words = source("course")
    cause = rng.choice(words["causes"]) if plot.sustained else words["cleared_cause"]
    return Tale(
        title=title, description=_description(rng, plot, told, slots | {"title": title}), wants=_wants(rng, plot, slots),
        place=rng.choice(words["places"]).format(**slots), receiver=slots["receiver"], cause=cause, offers=offers,
        found=rng.choice(told["found" if plot.sustained else "clear"]).format(**slots), done=done,
        notice=_notice(rng, plot, title, offers[-1]),
    )


def _slots(rng: random.Random, plot: Plot, company: Company) -> dict[str, Any]:
    parcel, words = plot.parcel, source("course")
    shipped = local(parcel.shipped)
    carrier = company.carriers[parcel.carrier] if parcel.carrier else rng.choice(list(company.carriers.values()))
    return {
        "goods": parcel.goods, "pieces": parcel.pieces, "bad": parcel.bad, "waybill": parcel.no, "carrier": carrier.name,
        "from": company.departments[parcel.origin].name[:4], "to": company.departments[parcel.destination].name[:4],
        "station": company.departments[plot.station].name, "receiver": caller_name(rng),
        "sent": words["day"].format(month=shipped.month, day=shipped.day), "hour": rng.choice(words["hours"]),
        "days": max(2, (local(plot.received).date() - shipped.date()).days - 1), "loss": yuan(plot.loss),
        "freight": yuan(parcel.pieces * _FREIGHT_BY_PIECE), "pay": yuan(0),
    }


def _title(plot: Plot, slots: Mapping[str, Any]) -> str:
    words = source("course")
    if plot.attitude:
        return words["attitude_title"].format(**slots)
    facts = source("business")[plot.category]
    form = "without_goods" if facts["goods"] == "none" else "with_goods"
    return words[form].format(**slots, label=facts.get("subject", facts["label"]))


def _description(rng: random.Random, plot: Plot, told: Mapping[str, Any], slots: Mapping[str, Any]) -> str:
    words, attitude = source("course"), source("attitude")
    if plot.attitude and plot.internal:
        return rng.choice(attitude["common"]["internal"]).format(**slots)
    if plot.attitude:
        stories = [rng.choice(attitude[code]) for code in plot.behaviours]
    else:
        stories = [rng.choice(words["again"] if plot.again else told["happened"])]
        if plot.loss and not told.get("costs"):
            stories.append(rng.choice(words["losses"]))
        if plot.internal:
            stories.insert(0, rng.choice(words["internal_lead"]))
    if plot.severe:
        stories.append(rng.choice(words["severe"]))
    elif not plot.internal and rng.random() < 0.6:
        stories.append(rng.choice(words["moods"]))
    return "".join(stories).format(**slots)


def _wants(rng: random.Random, plot: Plot, slots: Mapping[str, Any]) -> str:
    common = source("business")["common"]
    if plot.attitude:
        return rng.choice(source("attitude")["common"]["wants"])
    return rng.choice(common["wants_money" if plot.loss else "wants"]).format(**slots)


def _offers(
    rng: random.Random, plot: Plot, told: Mapping[str, Any], slots: Mapping[str, Any]
) -> tuple[tuple[Offer, ...], str]:
    """What was offered, oldest first, and what was done in the end."""
    words = source("course")
    kinds, outcomes = (told["propose"], told["done"]) if plot.sustained else (words["goodwill"], words["helped"])
    number = rng.randrange(len(kinds))
    low, high = told.get("pays", (0.6, _FULL))
    pay = max(50, int(plot.loss * rng.uniform(low, high)) // 10 * 10) if plot.loss else 0
    first = _offer(kinds[number], pay, slots)
    if plot.fate != "declined":
        return (first,), paired(kinds, outcomes, number).format(**slots | {"pay": yuan(pay)})
    better = max(pay + 50, int(pay * 1.3) // 10 * 10)
    form = rng.choice(words["revised" if first.pay else "revised_without_money"])
    return (first, _offer(form, better, slots)), rng.choice(words["revised_done"])


def _offer(form: str, pay: int, slots: Mapping[str, Any]) -> Offer:
    remedy = next((code for sign, code in source("course")["remedies"] if sign in form), "explanation")
    return Offer(remedy, form.format(**slots | {"pay": yuan(pay)}), pay if remedy == "compensation" else 0)


def _notice(rng: random.Random, plot: Plot, title: str, last: Offer) -> str:
    """The notice as a person words it; half of them leave it to the product, which composes one."""
    words = source("course")
    if rng.random() < 0.5:
        return ""
    outcome = rng.choice(words["outcomes"]["sustained" if plot.sustained else "dismissed"])
    remedy = words["notice_remedies"][last.remedy].format(pay=yuan(last.pay))
    return rng.choice(words["notices"]).format(subject=title, outcome=outcome, remedy=remedy)
