"""依据: why a deadline, a grade or an amount is what it is. One shape for every screen, the API and print."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.core.errors import NotFound
from app.core.i18n import N_, Text
from app.extensions import db
from app.policy.conditions import Facts, field_named, in_words, rows
from app.policy.pack import Pack
from app.rulebook.models import CalendarEdition
from app.rulebook.packs import pack_of
from app.web.show import day, said, when

Words = Text | str


@dataclass(frozen=True)
class Edition:
    """The calendars that the days were counted by, as they were at one time."""

    number: int
    made_at: datetime


@dataclass(frozen=True)
class Why:
    """The clause, the facts that were used, the working line by line, and the text that all of it comes from."""

    subject: Words
    pack: Pack
    clause: str
    facts: tuple[tuple[Words, Words], ...]
    working: tuple[Words, ...]
    edition: Edition | None = None

    @property
    def cite(self) -> Text:
        """The source's title and the number of the clause."""
        return self.pack.cite(self.clause)

    @property
    def title(self) -> Text:
        """What the clause is about."""
        return self.pack.clause(self.clause).title.text()

    @property
    def summary(self) -> Text:
        """What the clause says, in our own words."""
        return self.pack.clause(self.clause).summary.text()

    def to_json(self) -> dict[str, Any]:
        """For the API and for print, in the reader's language."""
        return {
            "subject": said(self.subject),
            "clause": {
                "id": self.clause,
                "cite": said(self.cite),
                "title": said(self.title),
                "summary": said(self.summary),
            },
            "facts": [{"name": said(name), "value": said(value)} for name, value in self.facts],
            "working": [said(line) for line in self.working],
            "pack": said(self.pack.title.text()),
            "version": self.pack.version,
            "calendar_edition": {"number": self.edition.number, "made_at": when(self.edition.made_at)}
            if self.edition
            else None,
        }


def why(
    subject: Words,
    version_id: int,
    clause: str,
    *,
    facts: Iterable[tuple[Words, Words]] = (),
    working: Iterable[Words] = (),
    edition_id: int | None = None,
) -> Why:
    """The reason of something that was decided under a pack version."""
    edition = db.session.get(CalendarEdition, edition_id) if edition_id else None
    counted_by = Edition(edition.id, edition.made_at) if edition else None
    return Why(subject, pack_of(version_id), clause, tuple(facts), tuple(working), counted_by)


def on_paper(whys: Iterable[Why]) -> dict[str, Any]:
    """What `app/web/why.typ` draws."""
    return {
        "title": _("Basis"),
        "labels": {"facts": _("Facts used"), "working": _("Working"), "colon": _(": "), "semicolon": _("; ")},
        "parts": [each.to_json() | {"from": _source(each)} for each in whys],
    }


def _source(each: Why) -> str:
    parts = [said(each.pack.title.text()), _("version %(no)s", no=each.pack.version)]
    if each.edition is not None:
        edition = _("Calendar edition %(number)s of %(day)s", number=each.edition.number, day=day(each.edition.made_at))
        parts.append(edition)
    return _("Policy pack") + _(": ") + " · ".join(parts)


def facts_asked(pack: Pack, conditions: Iterable[Any], facts: Facts) -> list[tuple[Words, Words]]:
    """What the conditions ask for, each fact once, with what it was."""
    names = dict.fromkeys(row.field for condition in conditions for row in rows(condition))
    full = pack.facts(facts)
    return [pair for pair in (_fact(pack, name, full) for name in names) if pair is not None]


def facts_held(working: Iterable[Text]) -> list[tuple[Words, Words]]:
    """The facts that lines of a working were held against, each once: they are kept in it as they were then."""
    found: dict[str, tuple[Words, Words]] = {}
    for line in working:
        for name, value in _pairs(line):
            found.setdefault(str(name), (name, value))
    return list(found.values())


def _pairs(text: Text) -> Iterable[tuple[Words, Words]]:
    params = text.params
    if "field" in params and "fact" in params:
        yield params["field"], params["fact"]
    elif "behaviour" in params and "severity" in params:
        yield params["behaviour"], Text(N_("yes"))
    elif "party" in params:
        yield Text(N_("who is liable")), params["party"]
    for value in params.values():
        if isinstance(value, Text):
            yield from _pairs(value)


def _fact(pack: Pack, name: str, facts: Mapping[str, Any]) -> tuple[Words, Words] | None:
    about = field_named(name)
    if about is None:
        return None
    label = pack.switch_names.get(name, Text(about.label))
    value = facts.get(about.fact)
    return label, _named(pack, about.fact, value) or in_words(about, value)


def _named(pack: Pack, fact: str, value: Any) -> Words | None:
    """What the pack calls a code; None where it doesn't name it."""
    finders = {"channel": pack.channel, "category": pack.category}
    if fact not in finders or value is None:
        return None
    try:
        return finders[fact](value).label.text()
    except NotFound:
        return None
