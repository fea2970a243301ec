"""What a penalty rule needs of the rest of its pack."""

from collections.abc import Iterator

from app.core.i18n import N_, Text
from app.policy.pack import Pack
from app.policy.source import Path


def charges(pack: Pack) -> Iterator[tuple[Path, Text]]:
    """A penalty for what was escalated, but no way up; one for misconduct that the pack doesn't know."""
    known = {each.code for each in pack.misconduct}
    for number, rule in enumerate(pack.penalties):
        if rule.escalated and not any(ladder.clock in (None, rule.clock) for ladder in pack.ladders):
            yield ("penalties", number, "escalated"), Text(N_("no ladder leads up from that clock"))
        for place, code in enumerate(rule.misconduct):
            if code not in known:
                reason = Text(N_("there is no misconduct “%(code)s”"), {"code": code})
                yield ("penalties", number, "misconduct", place), reason
