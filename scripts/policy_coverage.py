"""The coverage table: each item that policies ask for → pack and clause → test. Running it writes the table anew."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from app.policy.cases import CASES, read_book
from app.policy.load import PACKS, shipped
from app.policy.parts import BRIEF
from app.policy.source import read

ROOT = Path(__file__).resolve().parents[1]
DATA, TABLE = ROOT / "docs" / "policy-coverage.yaml", ROOT / "docs" / "policy-coverage.md"
ITEMS = (
    [f"A{number}" for number in range(1, 10)]
    + [f"B{number}" for number in range(10, 15)]
    + [f"C{number}" for number in range(1, 13)]
    + [f"D{number}" for number in range(15, 22)]
    + ["E22", "E23", *(f"F{number}" for number in range(24, 29))]
    + [f"G{number}" for number in range(1, 15)]
    + [f"H{number}" for number in range(1, 9)]
)
"""The numbered requirements 1 to 28, the clocks, the conflicts between the texts, the regulators' rules."""
COMING: tuple[str, ...] = ()
"""Packs that are named already and aren't there yet; the table says so."""

_HEAD = """# What policies ask for, and where it is

Made by `python -m scripts.policy_coverage` from `policy-coverage.yaml`; don't edit. A requirement cites the packs that
carry it (a clause marked ⓘ is shown, not enforced) and the tests that hold it. “案例” is a case of `policies/cases`.
"""


def data() -> dict[str, dict[str, Any]]:
    """Chapter → item → its entry."""
    return read(DATA.read_text(encoding="utf-8")).data


def table() -> str:
    """The table as Markdown."""
    lines = [_HEAD]
    for chapter, items in data().items():
        lines += [f"\n## {chapter}\n", "| # | Asked for | Pack and clause | Tests |", "|---|---|---|---|"]
        for number, entry in items.items():
            packs = "<br>".join(_clause(each) for each in entry["packs"])
            tests = "<br>".join(_test(each) for each in entry["tests"])
            lines.append(f"| {number} | {entry['item']} | {packs} | {tests} |")
    return "\n".join(lines) + "\n"


def faults() -> Iterator[str]:
    """Items that are missing, and references that lead nowhere."""
    yield from (f"{name} has come; take it off COMING" for name in COMING if _is_there(name))
    entries = {number: entry for items in data().values() for number, entry in items.items()}
    yield from (f"{number} is missing" for number in ITEMS if number not in entries)
    yield from (f"{number} is no item" for number in entries if number not in ITEMS)
    for number, entry in entries.items():
        for name in ("packs", "tests"):
            if not entry.get(name):
                yield f"{number} names no {name}"
        yield from (f"{number}: there is no clause {each}" for each in entry["packs"] if not _has_clause(each))
        yield from (f"{number}: there is no test {each}" for each in entry["tests"] if not _has_test(each))


def _clause(reference: str) -> str:
    name, _, clause_id = reference.partition(":")
    if name in COMING:
        return f"{name} {clause_id} (to come)"
    pack = shipped(name)
    clause = pack.clause(clause_id)
    if clause_id == BRIEF:
        return f"{pack.title.zh}"
    return f"{clause.source or pack.source} {clause.ref}{' ⓘ' if clause.informative else ''}"


def _test(reference: str) -> str:
    if reference.startswith("case:"):
        _, name, case = reference.split(":", 2)
        return f"案例 {name}：{case}"
    return f"`{reference}`"


def _has_clause(reference: str) -> bool:
    name, _, clause_id = reference.partition(":")
    if not _is_there(name):
        return name in COMING
    return clause_id == BRIEF or clause_id in {clause.id for clause in shipped(name).clauses}


def _is_there(name: str) -> bool:
    return (PACKS / f"{name}.yaml").is_file()


def _has_test(reference: str) -> bool:
    if reference.startswith("case:"):
        _, name, case = reference.split(":", 2)
        return case in _cases(name)
    path, _, test = reference.partition("::")
    file = ROOT / "tests" / path
    return file.is_file() and re.search(rf"^def {test}\(", file.read_text(encoding="utf-8"), re.M) is not None


@cache
def _cases(name: str) -> frozenset[str]:
    path = CASES / f"{name}.yaml"
    return frozenset(case.name for case in read_book(path).cases) if path.is_file() else frozenset()


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
