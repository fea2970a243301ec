"""What `python run.py policy check` and `policy due` print; `show` turns a text into the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from app.core.clock import SHANGHAI, local
from app.core.errors import Invalid, NotFound
from app.core.i18n import N_, Text
from app.policy.calendars import Day
from app.policy.cases import CASES, CaseFaults, read_book, report
from app.policy.holidays import COVERED, statutory_days
from app.policy.load import PACKS, PackFaults, check, load
from app.policy.pack import Pack
from app.policy.worktime import Due, due

Show = Callable[[Text], str]


def check_file(path: str | Path, show: Show = str) -> tuple[str, int]:
    """Every fault of a pack file, one a line, and the exit code: 0 without faults, else 1."""
    try:
        faults = check(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        return f"{path}: {error.strerror}", 1
    except UnicodeDecodeError:
        return f"{path}: {show(Text(N_('the file is not UTF-8')))}", 1
    if not faults:
        return f"{path}: {show(Text(N_('no faults')))}", 0
    return "\n".join(f"{path}:{_line(each.line, each.path)} {show(each.reason)}" for each in faults), 1


def due_text(
    pack: str,
    clock: str,
    at: str,
    *,
    kind: str | None = None,
    severity: str | None = None,
    origin: str | None = None,
    show: Show = str,
    days: Mapping[date, Day] | None = None,
    covered: Iterable[int] = COVERED,
) -> str:
    """When a clock started at `at` is due: the instant on the first line, then the segments, then what to beware of.

    `pack` is a name under policies/ or a path; `at` is ISO 8601, Shanghai time when it names no zone (for a promised
    clock it is the promised time). `days` and `covered` replace the shipped holidays. Raises UserError.
    """
    rules = find_pack(pack)
    rule, start = rules.clock(clock), parse_instant(at)
    facts = {"kind": kind, "severity": severity, "origin": origin, "promised_at": start}
    calendars = rules.build_calendars(statutory_days() if days is None else days, covered)
    try:
        counted = due(rules, rule, calendars, start, facts)
    except OverflowError:
        raise Invalid(N_("“%(text)s” is too far away to count from."), text=at) from None
    lines = _lines(rules, counted, show)
    if any((kind, severity, origin)) and not rule.applies(rules.facts(facts)):
        lines.append(show(Text(N_("Note: the policy does not start this clock for such a complaint."))))
    return "\n".join(lines)


def cases_text(pack: str, show: Show = str) -> tuple[str, int]:
    """A pack's cases as a table, what each comes to, and what is otherwise than it says; exit code 1 if anything is.

    `pack` is the name of a file in policies/cases or a path to one. Raises UserError.
    """
    shipped = CASES / f"{pack}.yaml"
    path = shipped if shipped.is_file() else Path(pack)
    try:
        book = read_book(path)
    except (OSError, UnicodeDecodeError):
        raise NotFound(N_("There are no cases “%(name)s”."), name=pack) from None
    except CaseFaults as error:
        return str(error), 1
    return report(find_pack(book.pack), [find_pack(name) for name in book.overlays], book, show)


def find_pack(name: str) -> Pack:
    """The pack of that name under policies/, or in that file. Raises NotFound, Invalid."""
    shipped = PACKS / f"{name}.yaml"
    path = shipped if shipped.is_file() else Path(name)
    try:
        return load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise NotFound(N_("There is no policy pack “%(name)s”."), name=name) from None
    except PackFaults as error:
        raise Invalid(N_("The policy pack has faults:\n%(faults)s"), faults=str(error)) from None


def parse_instant(text: str) -> datetime:
    """An aware instant from ISO 8601. Raises Invalid."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(N_("“%(text)s” is not a time such as 2026-09-30T17:30."), text=text) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)


def _lines(pack: Pack, counted: Due, show: Show) -> list[str]:
    cited = Text(N_("Clause: %(cite)s"), {"cite": pack.cite(counted.clause)})
    warnings = (show(Text(N_("Warning: %(warning)s"), {"warning": warning})) for warning in counted.warnings)
    segments = (show(segment.text) for segment in counted.segments)
    return [local(counted.at).isoformat(timespec="seconds"), *segments, show(cited), *warnings]


def _line(line: int, path: str) -> str:
    return f"{line}: {path}:" if path else f"{line}:"
