"""Expected held against found: each difference in words that say case, what was expected and what was found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.clock import local
from app.core.i18n import N_, Text
from app.core.money import Money
from app.policy.cases.book import Case, SaidClock, instant
from app.policy.cases.found import Found, FoundClock, Told
from app.policy.cases.naming import called
from app.policy.cases.words import meaning, word_for
from app.policy.pack import Pack

NOTHING = "—"


@dataclass(frozen=True)
class Difference:
    """What a case says otherwise than the policy does."""

    case: str
    about: str
    expected: str
    found: str

    @property
    def text(self) -> Text:
        """In words."""
        params = {"case": self.case, "about": self.about, "expected": self.expected, "found": self.found}
        return Text(N_("%(case)s · %(about)s: expected %(expected)s, found %(found)s"), params)

    def __str__(self) -> str:
        return str(self.text)


def differences(pack: Pack, case: Case, found: Found, overlays: Sequence[Pack] = ()) -> list[Difference]:
    """Everything that the case says and that is otherwise; what it doesn't speak of isn't compared."""
    pairs = [
        *_severity(case, found),
        *_clocks((pack, *overlays), case, found),
        *_penalties(pack, case, found),
        *_rectification(case, found),
        *_follow_ups(pack, case, found),
        *((word_for("keys", "steps"), NOTHING, text) for text in found.unrefused),
    ]
    return [Difference(case.name, about, expected, is_) for about, expected, is_ in pairs if expected != is_]


Pairs = Iterator[tuple[str, str, str]]


def _severity(case: Case, found: Found) -> Pairs:
    if case.severity:
        expected = f"{case.severity.rule} {case.severity.clause}"
        yield word_for("keys", "severity"), expected, f"{found.severity} {found.severity_clause}"


def _clocks(packs: Sequence[Pack], case: Case, found: Found) -> Pairs:
    for name, said in case.clocks.items():
        is_ = found.clocks.get(called([clock for pack in packs for clock in pack.clocks], name).code)
        if is_ is None or said.outcome == "none":
            outcome = word_for("outcomes", is_.outcome if is_ else "none")
            yield name, word_for("outcomes", said.outcome), outcome
            continue
        for key, expected, got in _clock(said, is_, found):
            yield f"{name}.{word_for('keys', key)}", expected, got


def _clock(said: SaidClock, is_: FoundClock, found: Found) -> Pairs:
    if said.due:
        yield "due", _minute(said.due), _minute(is_.due)
    if said.clause:
        yield "clause", said.clause, is_.clause
    if said.outcome:
        yield "outcome", word_for("outcomes", said.outcome), word_for("outcomes", is_.outcome)
    if said.owner:
        yield "owner", said.owner, word_for("roles", is_.owner)
    if said.reminders is not None:
        expected = [_reminder(line) for line in said.reminders]
        yield "reminders", _lines(expected), _lines(is_.reminders)
    if said.escalations is not None:
        expected = [_escalation(line, is_, found) for line in said.escalations]
        yield "escalations", _lines(expected, who=True), _lines(is_.escalations, who=True)


def _reminder(line: str) -> Told:
    """“2026-11-23 09:03 临期”."""
    return Told(instant(line[:16]), meaning("reminders", line[16:].strip()))


def _escalation(line: str, is_: FoundClock, found: Found) -> Told:
    """“2026-11-23 09:15 责任部门负责人、责任部门专人”; where real people were told, by their names, without those who
    have to keep the clock and are reminded anyway."""
    at, roles = instant(line[:16]), [meaning("roles", role) for role in line[16:].strip().split("、")]
    if found.cast is None:
        return Told(at, "escalate", tuple(roles))
    names = [name for role in roles for name in found.cast.get(role, ()) if name not in is_.keepers]
    return Told(at, "escalate", tuple(dict.fromkeys(names)))


def _penalties(pack: Pack, case: Case, found: Found) -> Pairs:
    if case.penalties is not None:
        expected = [
            _joined(
                called(pack.penalties, said.rule).label.zh,
                Money.from_yuan(said.amount),
                *_payee(said.payee, found),
                said.clause,
                *([said.month] if said.month else []),
            )
            for said in case.penalties
        ]
        by_payee, by_month = any(said.payee for said in case.penalties), any(said.month for said in case.penalties)
        is_ = [
            _joined(
                called(pack.penalties, each.rule).label.zh,
                each.amount,
                *([each.payee if found.cast else word_for("roles", each.payee)] if by_payee else []),
                each.clause,
                *([each.month] if by_month else []),
            )
            for each in found.penalties
        ]
        yield word_for("keys", "penalties"), _sorted(expected), _sorted(is_)
    for name, field in case.spared.items():
        rule = called(pack.penalties, name)
        broken = found.broken.get(rule.code, [])
        reasons = meaning("conditions", field)
        got = field if reasons in broken else ", ".join(word_for("conditions", each) for each in broken) or NOTHING
        yield f"{word_for('keys', 'spared')}.{name}", field, got


def _payee(said: str, found: Found) -> list[str]:
    if not said:
        return []
    role = meaning("roles", said)
    return ["、".join(found.cast.get(role, (said,)))] if found.cast else [said]


def _rectification(case: Case, found: Found) -> Pairs:
    if case.rectification is not None:
        yield (
            word_for("keys", "rectification"),
            case.rectification.get("clause", NOTHING),
            found.rectification or NOTHING,
        )


def _follow_ups(pack: Pack, case: Case, found: Found) -> Pairs:
    if case.follow_ups is None:
        return
    dated = any(said.by for said in case.follow_ups)
    expected = [
        _joined(called(pack.follow_ups, said.rule).label.zh, said.clause, _minute(said.by) if said.by else "")
        for said in case.follow_ups
    ]
    is_ = [
        _joined(called(pack.follow_ups, each.rule).label.zh, each.clause, _minute(each.by) if dated and each.by else "")
        for each in found.follow_ups
    ]
    yield word_for("keys", "follow_ups"), _sorted(expected), _sorted(is_)


def _lines(told: Sequence[Told], *, who: bool = False) -> str:
    words = [
        _joined(_minute(each.at), "、".join(map(_role, each.to)) if who else word_for("reminders", each.kind))
        for each in told
    ]
    return "; ".join(words) or NOTHING


def _role(role: str) -> str:
    return word_for("roles", role)


def _sorted(lines: Iterable[str]) -> str:
    return "; ".join(sorted(lines)) or NOTHING


def _joined(*words: Any) -> str:
    return " ".join(str(word) for word in words if word != "")


def _minute(instant: datetime) -> str:
    return f"{local(instant):%Y-%m-%d %H:%M}"
