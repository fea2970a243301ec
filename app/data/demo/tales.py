"""The words of one case: what the caller said, what was found, offered, answered and done."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.clock import local
from app.data.demo.company import Company
from app.data.demo.plots import Plot
from app.data.demo.sources import caller_name, source, yuan

_FREIGHT_BY_PIECE = 18
_FULL = 1.0


@dataclass(frozen=True)
class Offer:
    """A remedy by its code, in words, with the amount in yuan (0: none)."""

    remedy: str
    text: str
    pay: int = 0


@dataclass(frozen=True)
class Round:
    """What was found, what was offered (oldest first), what was done in the end."""

    found: str
    cause: str
    offers: tuple[Offer, ...]
    done: str


@dataclass(frozen=True)
class Tale:
    """All texts of a case, ready to be written down. `again` serves a case that is opened again."""

    title: str
    description: str
    wants: str
    place: str
    receiver: str
    first: Round
    again: Round
    notice: str


class _Teller:
    """Words for one plot. `thread` is the place of the story in its list: where another list is as long, what stands
    at the same place belongs to that story; otherwise anything in it goes."""

    def __init__(self, rng: random.Random, plot: Plot, company: Company) -> None:
        self.rng, self.plot = rng, plot
        self.course: dict[str, Any] = source("course")
        self.told: dict[str, Any] = source("attitude")["common"] if plot.attitude else source("business")[plot.category]
        self.stories: list[str] = self.told.get("happened", [])
        self.thread = rng.randrange(len(self.stories)) if self.stories else 0
        self.slots = _slots(rng, plot, company)
        self.slots["title"] = self.title = self._title()

    def tale(self) -> Tale:
        """Everything, in the order in which it is said."""
        description, first = self._description(), self._first_round()
        return Tale(
            title=self.title,
            description=description,
            wants=self._wants(),
            place=self._say(self.course["places"]),
            receiver=self.slots["receiver"],
            first=first,
            again=self._second_round(),
            notice=self._notice(first.offers[-1]),
        )

    def _title(self) -> str:
        if self.plot.attitude:
            return self.course["attitude_title"].format(**self.slots)
        form = "with_goods" if self.plot.cites_waybill else "without_goods"
        label = self.told.get("subject", self.told["label"])
        return self.course[form].format(**self.slots, label=label)

    def _description(self) -> str:
        plot, course = self.plot, self.course
        if plot.attitude and plot.internal:
            return self._say(self.told["internal"])
        if plot.attitude:
            seen = [self.rng.choice(source("attitude")[code]) for code in plot.behaviours]
            parts = [course["besides"].join(seen)]
        else:
            lead = [self.rng.choice(course["internal_lead"])] if plot.internal else []
            parts = [*lead, self.rng.choice(course["again"]) if plot.again else self.stories[self.thread]]
            if plot.loss and not self.told.get("costs"):
                parts.append(self.rng.choice(course["losses"]))
        if plot.severe:
            parts.append(self.rng.choice(course["severe"]))
        elif not plot.internal and self.rng.random() < 0.6:
            parts.append(self.rng.choice(course["moods"]))
        return "".join(parts).format(**self.slots)

    def _wants(self) -> str:
        common = self.told if self.plot.attitude else source("business")["common"]
        return self._say(common["wants_money" if self.plot.loss else "wants"])

    def _first_round(self) -> Round:
        plot, told, course = self.plot, self.told, self.course
        found = self._say(told["found" if plot.sustained else "clear"])
        if plot.sustained:
            cause, kinds, outcomes = self._say(told.get("causes", course["causes"])), told["propose"], told["done"]
        else:
            cause, kinds = course["cleared_cause"], told.get("goodwill", course["goodwill"])
            outcomes = told.get("helped", course["helped"])
        place = self.thread if len(kinds) == len(self.stories) else self.rng.randrange(len(kinds))
        pay = self._pay()
        first = _offer(kinds[place], pay, self.slots)
        if plot.fate != "declined":
            done = outcomes[place] if len(outcomes) == len(kinds) else outcomes[0]
            return Round(found, cause, (first,), done.format(**self.slots | {"pay": yuan(pay)}))
        better = max(pay + 50, int(pay * 1.3) // 10 * 10)
        form = self.rng.choice(course["revised" if first.pay else "revised_without_money"])
        return Round(found, cause, (first, _offer(form, better, self.slots)), self._say(course["revised_done"]))

    def _second_round(self) -> Round:
        words = self.course["second"]
        place = self.rng.randrange(len(words["offers"]))
        offer = _offer(words["offers"][place], 0, self.slots)
        return Round(self._say(words["found"]), self._say(self.course["causes"]), (offer,), words["done"][place])

    def _pay(self) -> int:
        low, high = self.told.get("pays", (0.6, _FULL))
        return max(50, int(self.plot.loss * self.rng.uniform(low, high)) // 10 * 10) if self.plot.loss else 0

    def _notice(self, last: Offer) -> str:
        """The notice as a person words it; every other time it is left to the product, which composes one."""
        if self.rng.random() < 0.5:
            return ""
        outcome = self._say(self.course["outcomes"]["sustained" if self.plot.sustained else "dismissed"])
        remedy = self.course["notice_remedies"][last.remedy].format(pay=yuan(last.pay))
        return self.rng.choice(self.course["notices"]).format(subject=self.title, outcome=outcome, remedy=remedy)

    def _say(self, texts: list[str]) -> str:
        belongs = self.stories and len(texts) == len(self.stories)
        return (texts[self.thread] if belongs else self.rng.choice(texts)).format(**self.slots)


def tale(rng: random.Random, plot: Plot, company: Company) -> Tale:
    """Put the plot into words."""
    return _Teller(rng, plot, company).tale()


def _slots(rng: random.Random, plot: Plot, company: Company) -> dict[str, Any]:
    parcel, words = plot.parcel, source("course")
    shipped = local(parcel.shipped)
    carrier = company.carriers[parcel.carrier] if parcel.carrier else rng.choice(list(company.carriers.values()))
    return {
        "goods": parcel.goods,
        "pieces": parcel.pieces,
        "bad": parcel.bad,
        "waybill": parcel.no,
        "carrier": carrier.name,
        "from": company.departments[parcel.origin].name[:4],
        "to": company.departments[parcel.destination].name[:4],
        "station": company.departments[plot.station].name,
        "receiver": caller_name(rng),
        "sent": words["day"].format(month=shipped.month, day=shipped.day),
        "hour": rng.choice(words["hours"]),
        "days": min(9, max(2, (local(plot.received).date() - shipped.date()).days - 1)),
        "loss": yuan(plot.loss),
        "freight": yuan(parcel.pieces * _FREIGHT_BY_PIECE),
        "pay": yuan(0),
    }


def _offer(form: str, pay: int, slots: Mapping[str, Any]) -> Offer:
    remedy = next((code for sign, code in source("course")["remedies"] if sign in form), "explanation")
    return Offer(remedy, form.format(**{**slots, "pay": yuan(pay)}), pay if remedy == "compensation" else 0)
