"""The cases of a pack as a table to be read in a terminal."""

from collections.abc import Callable, Iterator

from app.core.clock import local
from app.core.errors import UserError
from app.core.i18n import N_, Text
from app.policy.cases.book import CaseBook
from app.policy.cases.compare import differences
from app.policy.cases.found import Found
from app.policy.cases.naming import called
from app.policy.cases.words import word_for
from app.policy.cases.world import play
from app.policy.pack import Pack

Show = Callable[[Text], str]


def report(pack: Pack, book: CaseBook, show: Show = str) -> tuple[str, int]:
    """Each case with what the pack makes of it, then what the cases say otherwise; 1 where they do."""
    lines, wrong = [], []
    for case in book.cases:
        try:
            found = play(pack, case)
            wrong += [show(each.text) for each in differences(pack, case, found)]
        except UserError as error:
            wrong.append(f"{case.name}: {show(error.message)}")
            continue
        lines += [case.name, *(f"    {line}" for line in _lines(pack, found))]
    total = Text(N_("Cases: %(count)s, said otherwise: %(wrong)s"), {"count": len(book.cases), "wrong": len(wrong)})
    return "\n".join([*lines, "", *wrong, show(total)]), int(bool(wrong))


def _lines(pack: Pack, found: Found) -> Iterator[str]:
    said = {key: word_for("keys", key) for key in ("severity", "clocks", "penalties", "rectification", "follow_ups")}
    yield f"{said['severity']}  {found.severity} {found.severity_clause}"
    for code, clock in found.clocks.items():
        up = ", ".join(f"↑{local(each.at):%m-%d %H:%M}" for each in clock.escalations)
        facts = (pack.clock(code).label.zh, f"{local(clock.due):%m-%d %H:%M}", clock.clause)
        yield "  ".join((said["clocks"], *facts, word_for("outcomes", clock.outcome), up)).rstrip()
    for penalty in found.penalties:
        to = word_for("roles", penalty.payee)
        yield f"{said['penalties']}  {penalty.amount} {to} {penalty.clause} {penalty.month}"
    if found.rectification:
        yield f"{said['rectification']}  {found.rectification}"
    for each in found.follow_ups:
        yield f"{said['follow_ups']}  {called(pack.follow_ups, each.rule).label.zh} {each.clause}"
