"""`make mutants`: defects put into app/policy one by one; each has to be noticed by tests/policy.

    python -m scripts.mutants                         every module of MODULES
    python -m scripts.mutants counting severity       these alone
    python -m scripts.mutants --seconds 600 --share 2 at most ten minutes; every second mutant

A mutant is a copy of a module's syntax tree with one change (an operator, a condition, a number, a flag), given to the
import system instead of the file: nothing is written. The tests of a module run in a child process that stops at the
first failure; one that runs much longer than the sound module counts as noticed too. Survivors are printed with their
line; docs/mutants.md says of each why it stays.
"""

import argparse
import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GRACE = 10
"""Seconds on top of five times what the sound module took."""
MODULES: dict[str, tuple[str, ...]] = {
    "counting": ("due", "pauses", "segments"),
    "worktime": ("due", "pauses", "segments"),
    "segments": ("segments", "due", "pauses"),
    "calendars": ("calendars", "due"),
    "conditions": ("conditions", "severity"),
    "severity": ("severity", "handling", "xinbang"),
    "clocks": ("clocks", "xinbang"),
    "source": ("check", "writing"),
    "course": ("replay",),
    "replay": ("replay",),
    "comparison": ("replay",),
}
"""Module of app/policy → its tests, tests/policy/test_<name>.py, the most telling first."""
_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Add,
}
Change = Callable[[ast.AST], None]


def main() -> None:
    """Run what was asked for; exit 1 where fewer than 85 in a hundred were noticed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("modules", nargs="*", default=[], help=", ".join(MODULES))
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many")
    parser.add_argument("--share", type=int, default=1, help="every so many mutants only")
    asked = parser.parse_args()
    _load_libraries()
    until, noticed, made = time.monotonic() + asked.seconds, 0, 0
    for name in asked.modules or MODULES:
        found = run(name, until, asked.share)
        noticed, made = noticed + found[0], made + found[1]
    share = 100 * noticed / made if made else 100
    print(f"in all: {noticed} of {made} noticed, {share:.1f} %")
    sys.exit(share < 85)


def run(name: str, until: float, share: int) -> tuple[int, int]:
    """One module: (noticed, made). Prints each survivor."""
    path = ROOT / "app" / "policy" / f"{name}.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tests = [str(ROOT / "tests" / "policy" / f"test_{each}.py") for each in MODULES[name]]
    begun = time.monotonic()
    assert _survives(f"app.policy.{name}", tree, tests, None), f"the tests of {name} fail without a mutant"
    limit, noticed, made = 5 * (time.monotonic() - begun) + GRACE, 0, 0
    for number, (line, words, mutant) in enumerate(mutants(tree)):
        if number % share or time.monotonic() > until:
            continue
        made += 1
        if _survives(f"app.policy.{name}", mutant, tests, limit):
            print(f"  survives {name}.py:{line}: {words}", flush=True)
        else:
            noticed += 1
    print(f"{name}: {noticed} of {made} noticed", flush=True)
    return noticed, made


def mutants(tree: ast.Module) -> Iterator[tuple[int, str, ast.Module]]:
    """(line, what was changed, the changed tree) for each place in a function where something can be changed."""
    for number, node in enumerate(_places(tree)):
        for words, change in _changes(node):
            mutant = copy.deepcopy(tree)
            change(list(_places(mutant))[number])
            yield getattr(node, "lineno", 0), words, ast.fix_missing_locations(mutant)


def _places(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield from (inner for part in node.body for inner in ast.walk(part) if hasattr(inner, "lineno"))


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in _SWAPS:
            yield _swapped(node, "ops", op)
        case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in _SWAPS:
            yield _swapped(node, "op", op)
        case ast.UnaryOp(op=ast.Not()):
            yield f"without not: {ast.unparse(node)}", lambda place: _set(place, op=ast.UAdd(), operand=_truth(place))
        case ast.Constant(value=bool() as flag):
            yield f"{flag} → {not flag}", lambda place: _set(place, value=not flag)
        case ast.Constant(value=int() as value):
            yield f"{value} → {value + 1}", lambda place: _set(place, value=value + 1)
        case ast.If() | ast.IfExp():
            yield f"if not {ast.unparse(node.test)}", _negate
        case ast.Return(value=ast.expr() as value):
            yield f"return None for {ast.unparse(value)}", lambda place: _set(place, value=ast.Constant(None))
        case ast.Continue():
            yield "continue → pass", lambda place: setattr(place, "__class__", ast.Pass)


def _swapped(node: Any, field: str, op: ast.AST) -> tuple[str, Change]:
    other = _SWAPS[type(op)]
    value = [other()] if field == "ops" else other()
    return f"{type(op).__name__} → {other.__name__}: {ast.unparse(node)}", lambda place: _set(place, **{field: value})


def _negate(place: Any) -> None:
    place.test = ast.UnaryOp(ast.Not(), place.test)


def _truth(place: Any) -> ast.expr:
    return ast.Call(ast.Name("bool", ast.Load()), [place.operand], [])


def _set(place: ast.AST, **values: Any) -> None:
    for name, value in values.items():
        setattr(place, name, value)


def _survives(module: str, tree: ast.Module, tests: Sequence[str], limit: float | None) -> bool:
    """Whether the tests pass with this tree for the module, in a child process."""
    child = os.fork()
    if child == 0:
        os._exit(_child(module, tree, tests))
    until = time.monotonic() + (limit or 600)
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return False
        time.sleep(0.02)


def _child(module: str, tree: ast.Module, tests: Sequence[str]) -> int:
    import pytest

    out = os.open(os.devnull, os.O_WRONLY)
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.meta_path.insert(0, _Instead(module, tree))
    plain = ["-x", "-q", "--noconftest", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:randomly"]
    return int(pytest.main([*plain, "--deselect", _SPEED, *tests]))


_SPEED = "tests/policy/test_segments.py::test_seven_working_days_take_well_under_a_millisecond"


class _Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the import system the mutant instead of the file."""

    def __init__(self, module: str, tree: ast.Module) -> None:
        self.module, self.tree = module, tree

    def find_spec(self, fullname: str, _path: Any, _target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """Of the one module."""
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.module else None

    def exec_module(self, module: ModuleType) -> None:
        """The tree, compiled."""
        exec(compile(self.tree, f"{self.module} (mutant)", "exec"), module.__dict__)


def _load_libraries() -> None:
    """Once, before anything is forked; nothing of the product's."""
    for name in ("pydantic", "pytest", "_pytest.assertion.rewrite", "yaml", "hypothesis", "chinese_calendar"):
        importlib.import_module(name)


if __name__ == "__main__":
    main()
