"""What a replay leaves out, rule by rule, so that nobody takes its sums for more than they are. Pure."""

from collections.abc import Iterator

from app.core.i18n import N_, Text
from app.policy.charges import Penalty
from app.policy.pack import Pack

ALWAYS = (
    N_("Measures of a rectification report run to the day that their author wrote; no policy moves them."),
    N_("A fact that was amended is known from the start as it is now, unless a clock that ended before has kept it."),
    N_("People might have acted otherwise under another policy: this is what it would have said of what was done."),
)


def unreckoned(pack: Pack) -> list[Text]:
    """The pack's penalty rules that a replay doesn't reckon in full, and what holds for every one."""
    rules = [Text(reason, {"rule": rule.label.text()}) for rule in pack.penalties for reason in _reasons(rule)]
    return [*rules, *map(Text, ALWAYS)]


def _reasons(rule: Penalty) -> Iterator[str]:
    if rule.on == "month":
        yield N_("%(rule)s: not reckoned, for it speaks of a station's month")
        return
    if rule.window is not None:
        yield N_("%(rule)s: each case is reckoned as the first one, for earlier cases are not counted")
    if rule.cap is not None and rule.cap.month is not None:
        yield N_("%(rule)s: reckoned without its limit for a payroll month")
