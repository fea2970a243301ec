"""Chapters of a pack's document about intake and handling."""

from collections.abc import Iterator

from app.core.i18n import N_, Text
from app.core.money import Money
from app.policy.conditions import RATINGS, All, AnyOf, Row
from app.policy.handling import ALIKE, REMEDIES, SHOWN, STATES, Rating
from app.policy.intake import CONFIRMATIONS, INTAKE_FACTS, TOLD
from app.policy.pack import Pack
from app.rulebook.wording import ROLES, VERBS, Chapter, Entry, Words, condition_in_words, joined, several

OFFICES = {
    "call_centre": N_("call centre"),
    "quality_centre": N_("quality centre"),
    "administration": N_("administration"),
    "headquarters": N_("headquarters"),
}
_AMOUNTS = {
    "none": N_("no amount"),
    "optional": N_("with or without an amount"),
    "required": N_("with an amount"),
}
_REFUSED = {
    "revise": N_("Declined, the remedy is revised"),
    "state_limits": N_("Declined, the customer is told what our limits are"),
    "verdict": N_("Declined, the verdict decides"),
}


def intake_chapters(pack: Pack) -> list[Chapter]:
    """Windows, guards, gates, what the customer is told, secrecy."""
    return [
        Chapter(N_("Windows"), tuple(_routing(pack))),
        Chapter(N_("Who may not use a channel"), tuple(_guards(pack))),
        Chapter(N_("What must hold before a step"), tuple(_gates(pack))),
        Chapter(N_("What the customer is told"), tuple(_tell(pack))),
        Chapter(N_("Secrecy"), tuple(Entry(each.label.text(), (), each.clause) for each in pack.confidentiality)),
    ]


def handling_chapters(pack: Pack) -> list[Chapter]:
    """Priority, stages, remedies, authority, consent, repeats, misconduct, publication."""
    return [
        Chapter(N_("Priority"), tuple(_priority(pack))),
        Chapter(N_("Stages"), tuple(_stages(pack))),
        Chapter(N_("Remedies"), tuple(_remedies(pack))),
        Chapter(N_("Who may promise how much"), tuple(_authority(pack))),
        Chapter(N_("The customer's consent"), tuple(_consent(pack))),
        Chapter(N_("Recheck"), tuple(_recheck(pack))),
        Chapter(N_("Repeated complaints"), tuple(_repeats(pack))),
        Chapter(N_("Misconduct"), tuple(Entry(each.label.text(), (), each.clause) for each in pack.misconduct)),
        Chapter(N_("Publication"), tuple(_publication(pack))),
    ]


def _routing(pack: Pack) -> Iterator[Entry]:
    rule = pack.routing
    if rule is None:
        return
    if rule.windows == "many":
        yield Entry(Text(N_("Any window takes complaints")), (), rule.clause)
        return
    office = {"office": Text(OFFICES[rule.office])}
    yield Entry(Text(N_("The only window: %(office)s"), office), (_steps(rule.verbs),), rule.clause)


def _guards(pack: Pack) -> Iterator[Entry]:
    for guard in pack.guards:
        kept = _listed([pack.channel(code).label.text() for code in guard.channels])
        lines = [Text(N_("Not through: %(channels)s"), {"channels": kept}), *_for(pack, guard.when)]
        if guard.instead is not None:
            lines.append(Text(N_("Instead: %(channel)s"), {"channel": pack.channel(guard.instead).label.text()}))
        yield Entry(guard.label.text(), tuple(lines), guard.clause)


def _gates(pack: Pack) -> Iterator[Entry]:
    for gate in pack.gates:
        lines = [_steps(gate.before)]
        if gate.facts:
            facts = _listed([Text(INTAKE_FACTS[fact]) for fact in gate.facts])
            lines.append(Text(N_("Known must be: %(facts)s"), {"facts": facts}))
        lines += [Text(CONFIRMATIONS[each]) for each in gate.confirmations]
        yield Entry(gate.label.text(), (*lines, *_for(pack, gate.when)), gate.clause)


def _tell(pack: Pack) -> Iterator[Entry]:
    for rule in pack.tell:
        lines = [_steps((rule.at,)), *(Text(TOLD[each]) for each in rule.what), *_for(pack, rule.when)]
        yield Entry(rule.label.text(), tuple(lines), rule.clause)


def _priority(pack: Pack) -> Iterator[Entry]:
    if pack.priority is None:
        return
    yield from _ratings(pack, N_("Importance: %(rating)s"), pack.priority.importance)
    yield from _ratings(pack, N_("Urgency: %(rating)s"), pack.priority.urgency)
    for cell in pack.priority.matrix:
        both = {"importance": Text(RATINGS[cell.importance]), "urgency": Text(RATINGS[cell.urgency])}
        line = Text(N_("importance %(importance)s, urgency %(urgency)s"), both)
        yield Entry(cell.label.text(), (line,), cell.clause)


def _ratings(pack: Pack, msgid: str, ratings: tuple[Rating, ...]) -> Iterator[Entry]:
    for rating in ratings:
        when = Text(N_("all others")) if rating.when is None else condition_in_words(pack, rating.when)
        yield Entry(Text(msgid, {"rating": Text(RATINGS[rating.value])}), (when,), rating.clause)


def _stages(pack: Pack) -> Iterator[Entry]:
    for stage in pack.stages:
        yield Entry(stage.label.text(), (_listed([Text(STATES[state]) for state in stage.states]),), stage.clause)


def _remedies(pack: Pack) -> Iterator[Entry]:
    for remedy in pack.remedies:
        yield Entry(remedy.label.text(), (Text(_AMOUNTS[remedy.amount]), *_for(pack, remedy.when)), remedy.clause)


def _authority(pack: Pack) -> Iterator[Entry]:
    for rule in pack.authority:
        lines: list[Words] = [
            Text(N_("Who: %(roles)s"), {"roles": several([Text(ROLES[role]) for role in rule.roles])})
        ]
        limit = {"amount": str(Money.from_yuan(rule.up_to))} if rule.up_to is not None else {}
        lines.append(Text(N_("up to %(amount)s"), limit) if limit else Text(N_("any amount")))
        if rule.remedies:
            lines.append(_listed([remedy_words(pack, code) for code in rule.remedies]))
        yield Entry(rule.label.text(), (*lines, *_for(pack, rule.when)), rule.clause)


def _consent(pack: Pack) -> Iterator[Entry]:
    rule = pack.consent
    if rule is not None:
        needed = N_("The customer has to agree") if rule.needed else N_("A verdict may stand in for the consent")
        yield Entry(Text(needed), (), rule.clause)
        yield Entry(Text(_REFUSED[rule.after_refusal]), (), rule.refusal_clause)


def _recheck(pack: Pack) -> Iterator[Entry]:
    rule = pack.recheck
    if rule is not None:
        yield Entry(Text(N_("The result is rechecked before the case is archived")), (), rule.clause)
        anew = N_("Where it doesn't hold, the department looks into it anew, with new time limits")
        yield Entry(Text(anew), (), rule.refusal_clause)


def _repeats(pack: Pack) -> Iterator[Entry]:
    for rule in pack.repeats:
        lines = [_listed([Text(ALIKE[each]) for each in rule.alike])]
        if rule.within_days is not None:
            lines.append(Text(N_("within %(days)s days"), {"days": rule.within_days}))
        yield Entry(rule.label.text(), tuple(lines), rule.clause)


def _publication(pack: Pack) -> Iterator[Entry]:
    rule = pack.publication
    if rule is not None:
        lines = (_listed([Text(SHOWN[each]) for each in rule.shown]), *_for(pack, rule.when))
        after = Text(N_("Published, masked, from: %(verb)s"), {"verb": Text(VERBS[rule.after])})
        yield Entry(after, lines, rule.clause)


def remedy_words(pack: Pack, code: str) -> Text:
    """A remedy as the pack calls it, else as the product does."""
    own = pack.remedy(code)
    return own.label.text() if own is not None else Text(REMEDIES.get(code, code))


def _steps(verbs: tuple[str, ...]) -> Text:
    return Text(N_("At: %(verbs)s"), {"verbs": _listed([Text(VERBS[verb]) for verb in verbs])})


def _for(pack: Pack, when: Row | All | AnyOf | None) -> list[Text]:
    return [] if when is None else [Text(N_("For: %(condition)s"), {"condition": condition_in_words(pack, when)})]


def _listed(parts: list[Text]) -> Text:
    return joined(N_("%(first)s, %(rest)s"), parts)
