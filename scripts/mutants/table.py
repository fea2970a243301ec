"""docs/mutants.md: written after each run from docs/mutants.yaml, which holds the figures and the reasons.

The figures in docs/mutants.yaml are the run's; of each survivor it keeps the reason that somebody wrote beside it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from scripts.mutants.changes import Mutant
from scripts.mutants.modules import ROOT
from scripts.mutants.results import SURVIVES, UNTRIED, Results

DATA, TABLE = ROOT / "docs" / "mutants.yaml", ROOT / "docs" / "mutants.md"
LEAST = 85
"""So many in a hundred have to be noticed."""
UNEXPLAINED = "not looked at yet"
_HEAD = f"""# Mutants

Made by `make mutants` from `mutants.yaml`; the reasons there are written by hand, the rest by the run.

`make mutants` puts defects into the modules of `app/policy` and `app/core` one by one: another comparison, `and` for
`or`, a condition turned round, a number one higher, a flag turned, a value that isn't returned, a statement left out.
The tests in `tests/policy`, `tests/core` and the pure ones of `tests/cases` have to notice each; at least {LEAST} in a
hundred of `app/policy`. Left alone: texts, decorators, assertions, type annotations but for the limits in them.

| | |
|---|---|
| `make mutants` | every module; only what may have changed since the last run is tried |
| `make mutants ARGS="counting core.money"` | these modules |
| `make mutants ARGS="--bound 1"` | a first look: each mutant is held against one second of tests at most |
| `make mutants ARGS="--seconds 600 --share 5"` | begin nothing after ten minutes; every fifth mutant |
| `make mutants ARGS=--anew` | forget what is known |

Measured: two minutes of processor time to collect which test runs which line, an eighth of a second for each mutant
whose code is exchanged. “Tried” are those that a run has come to so far.

Nothing is written into the sources and nothing is installed. A mutant is a changed syntax tree in a forked child. Where
its place is run by tests only, the tests are collected once and the child exchanges the code of the living function, so
that whoever holds the function (a class, a validator, a cache) holds the mutant. Where it is run while the product or
the test files are imported (a class's limits, a constant, whatever reads a pack), that happens in the child, with the
mutant. A child runs the tests that run the changed line, the quickest first, with few examples of each property, and
ends at the first that fails. One that takes five times as long as the sound module counts as noticed.

mutmut 3 was tried first. It leaves out decorated functions (validators, properties, class methods: half of a pack's
schema), copies the whole tree to write its mutants, and knows no bound in time.
"""


def data() -> dict[str, Any]:
    """Module → its figures and survivors."""
    return yaml.safe_load(DATA.read_text(encoding="utf-8")) if DATA.is_file() else {}


def tell(found: Mapping[str, list[Mutant]], results: Results) -> None:
    """Print what is known of these modules, and note it in docs."""
    noted = data()
    for name, made in found.items():
        known = [mutant for mutant in made if results.answer(mutant)]
        alive = [mutant for mutant in known if results.answer(mutant) in SURVIVES]
        if made:
            print(f"{name}: {len(known) - len(alive)} of {len(known)} noticed, {len(made)} made", flush=True)
            noted[name] = _about(made, known, alive, results, noted.get(name, {}))
    in_order = dict(sorted(noted.items(), key=_order))
    DATA.write_text(yaml.safe_dump(in_order, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")
    TABLE.write_text(table(in_order), encoding="utf-8")


def _order(entry: tuple[str, Any]) -> tuple[bool, str]:
    return entry[0].startswith("core."), entry[0]


def _about(
    made: list[Mutant], known: list[Mutant], alive: list[Mutant], results: Results, before: Mapping[str, Any]
) -> dict[str, Any]:
    reasons = before.get("survivors", {})
    why = {mutant.key: UNTRIED if results.answer(mutant) == UNTRIED else UNEXPLAINED for mutant in alive}
    return {
        "noticed": len(known) - len(alive),
        "tried": len(known),
        "made": len(made),
        "survivors": {key: reasons.get(key, first) for key, first in why.items()},
    }


def sums(noted: Mapping[str, Any], package: str) -> tuple[int, int, int]:
    """(noticed, tried, made) of app/policy or app/core."""
    mine = [about for name, about in noted.items() if name.startswith("core.") == (package == "core")]
    noticed, tried, made = (sum(about[key] for about in mine) for key in ("noticed", "tried", "made"))
    return noticed, tried, made


def table(noted: Mapping[str, Any]) -> str:
    """The document."""
    return "\n".join([_HEAD, *_figures(noted), *_survivors(noted)]) + "\n"


def _figures(noted: Mapping[str, Any]) -> Iterator[str]:
    yield "## Found\n"
    yield "| Module | Noticed | of tried | | of made |"
    yield "|---|---|---|---|---|"
    for package in ("policy", "core"):
        yield _row(f"**app/{package}**", *sums(noted, package))
        for name, about in noted.items():
            if name.startswith("core.") == (package == "core"):
                yield _row(name, about["noticed"], about["tried"], about["made"])


def _row(name: str, noticed: int, tried: int, made: int) -> str:
    part = f"{100 * noticed / tried:.0f} %" if tried else "–"
    return f"| {name} | {noticed} | {tried} | {part} | {made} |"


def _survivors(noted: Mapping[str, Any]) -> Iterator[str]:
    yield "\n## What stays, and why\n"
    yield "“Equivalent”: no input tells the mutant from the sound module.\n"
    yield "| Module | Mutant | Why it stays |"
    yield "|---|---|---|"
    for name, about in noted.items():
        for key, reason in about["survivors"].items():
            quoted = key.replace("|", "\\|")
            yield f"| {name} | `{quoted}` | {reason} |"
