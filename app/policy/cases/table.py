"""The cases of a pack as a table to be read in a terminal."""

from collections.abc import Callable, Iterator, Sequence

from app.core.clock import local
from app.core.errors import UserError
from app.core.i18n import N_, Text
from app.policy.cases.book import CaseBook
from app.policy.cases.compare import differences
from app.policy.cases.found import Found
from app.policy.cases.naming import called
from app.policy.cases.sides import unseen
from app.policy.cases.words import word_for
from app.policy.cases.world import play
from app.policy.pack import Pack

Show = Callable[[Text], str]


def report(pack: Pack, overlays: Sequence[Pack], book: CaseBook, show: Show = str) -> tuple[str, int]:
    """Each case with what the packs make of it, what the cases say otherwise, the sides of rules that none shows.

    1 where there are any.
    """
    lines, wrong = [], []
    for case in book.cases:
        try:
            found = play(pack, case, overlays)
            wrong += [show(each.text) for each in differences(pack, case, found, overlays)]
        except UserError as error:
            wrong.append(f"{case.name}: {show(error.message)}")
            continue
        lines += [case.name, *(f"    {line}" for line in _lines((pack, *overlays), found))]
    if not wrong:
        wrong += [show(each) for each in unseen(pack, overlays, book)]
    total = Text(N_("Cases: %(count)s, faults: %(wrong)s"), {"count": len(book.cases), "wrong": len(wrong)})
    return "\n".join([*lines, "", *wrong, show(total)]), int(bool(wrong))


def _lines(packs: Sequence[Pack], found: Found) -> Iterator[str]:
    pack, clocks = packs[0], {clock.code: clock for each in packs for clock in each.clocks}
    said = {key: word_for("keys", key) for key in ("severity", "clocks", "penalties", "rectification", "follow_ups")}
    yield f"{said['severity']}  {found.severity} {found.severity_clause}"
    for code, clock in found.clocks.items():
        up = ", ".join(f"↑{local(each.at):%m-%d %H:%M}" for each in clock.escalations)
        facts = (clocks[code].label.zh, f"{local(clock.due):%m-%d %H:%M}", clock.clause)
        yield "  ".join((said["clocks"], *facts, word_for("outcomes", clock.outcome), up)).rstrip()
    for penalty in found.penalties:
        to = word_for("roles", penalty.payee)
        yield f"{said['penalties']}  {penalty.amount} {to} {penalty.clause} {penalty.month}"
    if found.rectification:
        yield f"{said['rectification']}  {found.rectification}"
    for each in found.follow_ups:
        yield f"{said['follow_ups']}  {called(pack.follow_ups, each.rule).label.zh} {each.clause}"
