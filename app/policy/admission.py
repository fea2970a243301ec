"""What stands in a step's way under the pack: gates that aren't passed, guards on a channel, the one window. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from app.core.i18n import N_, Text
from app.policy.conditions import Facts, holds
from app.policy.intake import CONFIRMATIONS, INTAKE_FACTS, Gate
from app.policy.pack import Pack


@dataclass(frozen=True)
class Barrier:
    """A gate that isn't passed yet: which facts and confirmations it lacks."""

    gate: Gate
    facts: tuple[str, ...]
    confirmations: tuple[str, ...]
    cite: Text

    @property
    def text(self) -> Text:
        """The whole in a sentence."""
        lacks = [Text(INTAKE_FACTS[each]) for each in self.facts]
        lacks += [Text(CONFIRMATIONS[each]) for each in self.confirmations]
        joined = lacks[0]
        for each in lacks[1:]:
            joined = Text(N_("%(first)s; %(rest)s"), {"first": joined, "rest": each})
        params = {"gate": self.gate.label.text(), "lacks": joined, "cite": self.cite}
        return Text(N_("%(gate)s (%(cite)s). Still missing: %(lacks)s"), params)


def barriers(pack: Pack, verb: str, facts: Facts, known: Collection[str], confirmed: Collection[str]) -> list[Barrier]:
    """The gates before this step that a complaint doesn't pass.

    `known`: the facts that are told, by the names of `INTAKE_FACTS`; `confirmed`: codes of `CONFIRMATIONS`.
    """
    found, full = [], pack.facts(facts)
    for gate in pack.gates:
        if verb not in gate.before or not holds(gate.when, full):
            continue
        lacking = tuple(each for each in gate.facts if each not in known)
        open_points = tuple(each for each in gate.confirmations if each not in confirmed)
        if lacking or open_points:
            found.append(Barrier(gate, lacking, open_points, pack.cite(gate.clause)))
    return found


def kept_off(pack: Pack, facts: Facts) -> Text | None:
    """Why a complaint with these facts may not come through its channel, and where it should go; None: it may."""
    full = pack.facts(facts)
    for guard in pack.guards:
        if facts.get("channel") not in guard.channels or not holds(guard.when, full):
            continue
        params = {"guard": guard.label.text(), "cite": pack.cite(guard.clause)}
        if guard.instead is None:
            return Text(N_("%(guard)s (%(cite)s)"), params)
        params["channel"] = pack.channel(guard.instead).label.text()
        return Text(N_("%(guard)s (%(cite)s). Please use “%(channel)s” instead."), params)
    return None
