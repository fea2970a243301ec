"""A policy pack as a document to be read: chapters of rules, each with its conditions in words and its clause."""

from collections.abc import Iterator

from app.core.i18n import N_, Text
from app.policy.conditions import SEVERITIES
from app.policy.pack import Pack
from app.policy.timing import Amount, Clock, LadderStep, Span
from app.rulebook.document_penalties import penalties
from app.rulebook.handling_chapters import handling_chapters, intake_chapters
from app.rulebook.wording import ROLES, UNITS, VERBS, Chapter, Entry, Words, condition_in_words, joined, several

__all__ = ["ROLES", "UNITS", "VERBS", "Chapter", "Entry", "condition_in_words", "document"]


def document(pack: Pack, company: Pack | None = None) -> list[Chapter]:
    """The pack in reading order, without chapters that it doesn't have. `company` is what an overlay lies over."""
    chapters = [
        Chapter(N_("Channels"), tuple(Entry(each.label.text(), (), each.clause) for each in pack.channels)),
        *intake_chapters(pack),
        Chapter(N_("Categories"), tuple(_categories(pack))),
        Chapter(N_("Severity of business complaints"), tuple(_business(pack))),
        Chapter(N_("Severity of attitude complaints"), tuple(_behaviours(pack))),
        Chapter(
            N_("Clocks"),
            tuple(Entry(each.label.text(), tuple(_clock(pack, each, company)), each.clause) for each in pack.clocks),
        ),
        Chapter(
            N_("Calendars of the pack"), tuple(Entry(each.label.text(), (), each.clause) for each in pack.calendars)
        ),
        *handling_chapters(pack),
        Chapter(N_("Escalation"), tuple(_ladders(pack))),
        Chapter(N_("Penalties and rewards"), tuple(penalties(pack))),
        Chapter(N_("Rectification"), tuple(_rectification(pack))),
        Chapter(N_("Follow-up"), tuple(_follow_ups(pack))),
        Chapter(N_("Clauses for people"), tuple(_informative(pack))),
        Chapter(N_("Choices where the text can be read in two ways"), tuple(_switches(pack))),
    ]
    return [chapter for chapter in chapters if chapter.entries]


def _categories(pack: Pack) -> Iterator[Entry]:
    for category, above in pack.walk_categories():
        yield Entry(category.label.text(), (), category.clause, len(above))


def _business(pack: Pack) -> Iterator[Entry]:
    for rule in pack.severity.business if pack.severity else ():
        when = Text(N_("all others")) if rule.when is None else condition_in_words(pack, rule.when)
        yield Entry(pack.level(rule.severity).label.text(), (when,), rule.clause)


def _behaviours(pack: Pack) -> Iterator[Entry]:
    for behaviour in pack.behaviours:
        yield Entry(behaviour.label.text(), (Text(SEVERITIES[behaviour.severity]),), behaviour.clause)


def _clock(pack: Pack, clock: Clock, company: Pack | None) -> Iterator[Words]:
    yield from (_amount(pack, clock, amount) for amount in clock.amount)
    if clock.unit == "promised":
        yield Text(N_("until the promised time"))
    starts, stops = (several([Text(VERBS[verb]) for verb in verbs]) for verbs in (clock.start, clock.stop))
    yield Text(N_("From: %(starts)s. Until: %(stops)s"), {"starts": starts, "stops": stops})
    yield Text(N_("Kept by: %(role)s"), {"role": Text(ROLES[clock.owner])})
    if clock.when is not None:
        yield Text(N_("For: %(condition)s"), {"condition": condition_in_words(pack, clock.when)})
    if clock.reminders is not None:
        warn, overdue = clock.reminders.warn_before, ", ".join(map(str, clock.reminders.overdue))
        yield Text(
            N_("Reminders in minutes: %(warn)s before, %(overdue)s after"), {"warn": warn or 0, "overdue": overdue}
        )
    if clock.reset:
        yield Text(N_("Counted anew: %(verbs)s"), {"verbs": several([Text(VERBS[verb]) for verb in clock.reset])})
    if clock.beside:
        names = several([_named(company, code) for code in clock.beside])
        yield Text(N_("Runs beside the company's clock “%(clocks)s”; the earlier one binds"), {"clocks": names})
    if clock.pause_limit is not None:
        yield Text(N_("Paused for at most %(span)s"), {"span": _span(clock.pause_limit)})


def _named(company: Pack | None, code: str) -> Text:
    """The clock as the company's own pack calls it; its code where that has none of it."""
    found = next((each for each in company.clocks if each.code == code), None) if company else None
    return found.label.text() if found else Text(code)


def _amount(pack: Pack, clock: Clock, amount: Amount) -> Text:
    params = {"value": amount.value, "unit": Text(UNITS[clock.unit])}
    if amount.when is None:
        return Text(N_("%(value)s %(unit)s"), params)
    return Text(
        N_("%(value)s %(unit)s where %(condition)s"), params | {"condition": condition_in_words(pack, amount.when)}
    )


def _span(span: Span) -> Text:
    return Text(N_("%(value)s %(unit)s"), {"value": span.amount, "unit": Text(UNITS[span.unit])})


def _ladders(pack: Pack) -> Iterator[Entry]:
    for ladder in pack.ladders:
        yield Entry(ladder.label.text(), (condition_in_words(pack, ladder.when),), ladder.clause)
        for number, step in enumerate(ladder.steps, 1):
            to = joined(N_("%(first)s, %(rest)s"), [Text(ROLES[role]) for role in step.to])
            yield Entry(Text(N_("Step %(number)s: %(to)s"), {"number": number, "to": to}), _waits(step), step.clause, 1)


def _waits(step: LadderStep) -> tuple[Words, ...]:
    kinds = (
        (step.after, N_("%(span)s after the time limit, for limits in minutes or hours and promises")),
        (step.after_days, N_("%(span)s after the time limit, for limits in days")),
    )
    return tuple(Text(words, {"span": _span(span)}) for span, words in kinds if span is not None)


def _rectification(pack: Pack) -> Iterator[Entry]:
    rule = pack.rectification
    if rule is not None:
        params = {"author": Text(ROLES[rule.author]), "approver": Text(ROLES[rule.approver])}
        who = Text(N_("Written by: %(author)s. Approved by: %(approver)s"), params)
        yield Entry(pack.clock(rule.clock).label.text(), (who, condition_in_words(pack, rule.when)), rule.clause)


def _follow_ups(pack: Pack) -> Iterator[Entry]:
    for rule in pack.follow_ups:
        after = Text(N_("After: %(verb)s"), {"verb": Text(VERBS[rule.after])})
        score = Text(N_("Dissatisfied: a score up to %(score)s"), {"score": rule.dissatisfied.up_to})
        yield Entry(rule.label.text(), (after, condition_in_words(pack, rule.when), score), rule.clause)
        if {"sms", "email"} & set(rule.means):
            said = {"hours": rule.link.wait_hours, "days": rule.link.life_days}
            line = N_("A personal link after %(hours)s hours; can be answered for %(days)s days")
            yield Entry(Text(N_("Link")), (Text(line, said),), rule.link.clause, 1)
        if rule.again is not None:
            said = {"times": rule.again.times, "hours": rule.again.after_hours}
            line = Text(N_("Up to %(times)s calls, %(hours)s hours apart, until somebody is reached"), said)
            yield Entry(Text(N_("Call again")), (line,), rule.again.clause, 1)
    for each in pack.periodic:
        line = Text(N_("Tier %(tier)s: every %(days)s days"), {"tier": each.tier, "days": each.every_days})
        yield Entry(each.label.text(), (line,), each.clause)


def _switches(pack: Pack) -> Iterator[Entry]:
    for switch in pack.switches:
        yield Entry(switch.label.text(), (Text(N_("yes") if switch.on else N_("no")),), switch.clause)


def _informative(pack: Pack) -> Iterator[Entry]:
    """What software can't carry, and beside which cases it is shown."""
    for clause in pack.clauses:
        if not clause.informative:
            continue
        lines: list[Words] = [clause.summary.text()]
        if clause.applies_to is not None:
            shown = {"condition": condition_in_words(pack, clause.applies_to.when)}
            lines.append(Text(N_("Shown beside complaints: %(condition)s"), shown))
            lines += [Text(N_("Shown at: %(verb)s"), {"verb": Text(VERBS[verb])}) for verb in clause.applies_to.at]
        yield Entry(clause.title.text(), tuple(lines), clause.id)
