"""`make mutants`: what is changed, that a change takes effect wherever it is held, and that its table is fresh."""

import ast
import gc
import importlib.util
import os
import sys
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from scripts.mutants import table
from scripts.mutants.changes import Mutant, changed, mutants
from scripts.mutants.children import BROKEN, ENDLESS, in_children
from scripts.mutants.modules import module_names, module_path
from scripts.mutants.sessions import exchange

SAMPLE = '''
from functools import cache

LIMIT: int = 3

class Thing:
    def __init__(self, size):
        self.size = size

    @property
    def big(self):
        return self.size >= LIMIT

@cache
def double(number):
    """Twice."""
    return number * 2

def maker():
    def inner(x):
        return x + 1
    return inner

held = maker()
'''


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "sample.py"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


def imported(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("sample", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def named(path: Path, words: str) -> Mutant:
    (found,) = [mutant for mutant in mutants("sample", path) if words in mutant.key]
    return found


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ("return a < b", ["Lt → LtE: a < b", "return None for a < b"]),
        ("return a <= b < c", ["LtE → Lt: a <= b < c", "Lt → LtE: a <= b < c", "return None for a <= b < c"]),
        ("if a == b: raise X", ["Eq → NotEq: a == b", "left out: raise X"]),
        ("if a: f()", ["if not a", "left out: f()"]),
        ("a += 1", ["Add → Sub: a += 1", "1 → 2 in a += 1"]),
        ("for x in [y for y in z if y]: break", ["each if not y", "left out: break"]),
        ("yield min(a)", ["left out: yield min(a)", "min → max: min(a)"]),
        ("a = not b", ["without not: not b"]),
        ("assert a == 1", []),
        ("zip(a, strict=True)", ["left out: zip(a, strict=True)"]),
        ("a: int = True", ["True → False in a: int = True"]),
    ],
)
def test_what_is_changed_in_a_function(tmp_path: Path, source: str, keys: list[str]) -> None:
    path = tmp_path / "sample.py"
    path.write_text(f"def f(a, b, c, z):\n    {source}\n", encoding="utf-8")
    found = mutants("sample", path)
    assert sorted(mutant.key for mutant in found) == sorted(f"f: {key}" for key in keys)
    plain = ast.unparse(ast.parse(path.read_text(encoding="utf-8")))
    assert all(ast.unparse(changed(path, mutant)) != plain for mutant in found)


def test_limits_and_defaults_are_changed_decorators_and_types_are_not(tmp_path: Path) -> None:
    path = tmp_path / "sample.py"
    path.write_text(
        "@d(1)\nclass C:\n    n: Annotated[int | None, Field(ge=0)] = 5\n    def f(a=7): ...\n", encoding="utf-8"
    )
    assert {mutant.key.partition(" in ")[0] for mutant in mutants("sample", path)} == {
        "on import: 5 → 6",
        "on import: 0 → 1",
        "on import: 7 → 8",
    }


def test_whoever_holds_the_function_holds_the_mutant(sample: Path) -> None:
    module = imported(sample)
    thing, double, held = module.Thing(3), module.double, module.held
    functions = [each for each in gc.get_objects() if type(each) is FunctionType]
    assert (thing.big, held(1)) == (True, 2)
    for words in ("GtE → Gt", "Mult → Add", "Add → Sub: x + 1"):
        assert exchange(named(sample, words), sample, functions), words
    assert (thing.big, double(5), held(1)) == (False, 7, 0)


def test_what_is_done_on_import_can_not_be_exchanged(sample: Path) -> None:
    imported(sample)
    mutant = named(sample, "3 → 4")
    assert mutant.place.function == ""
    assert not exchange(mutant, sample, [each for each in gc.get_objects() if type(each) is FunctionType])
    exec(compile(changed(sample, mutant), str(sample), "exec"), space := {"__name__": "sample"})
    assert space["LIMIT"] == 4


def _endless() -> str:
    while True:
        pass


def test_a_child_answers_or_is_ended_or_is_known_to_be_broken() -> None:
    tasks = {
        "fine": lambda: "answered",
        "gone": lambda: os._exit(3),
        "raises": lambda: sys.intern(5),
        "endless": _endless,
    }
    answers = dict(in_children(tasks, lambda name: tasks[name](), lambda _: 0.5, 2))
    assert answers == {"fine": "answered", "gone": BROKEN, "raises": BROKEN, "endless": ENDLESS}


STALE = "run make mutants ARGS={}"
MADE = {name: made for name in module_names() if (made := mutants(name, module_path(name)))}


def test_the_table_is_fresh() -> None:
    assert table.TABLE.read_text(encoding="utf-8") == table.table(table.data()), "the table is made by make mutants"


@pytest.mark.parametrize("name", MADE)
def test_a_module_is_in_the_table_as_it_is_today(name: str) -> None:
    """A tenth of its mutants may come or go; and what is explained has to be there."""
    made, about = MADE[name], table.data().get(name)
    assert about is not None, STALE.format(name)
    assert abs(len(made) - about["made"]) <= max(5, about["made"] // 10), STALE.format(name)
    gone = set(about["survivors"]) - {mutant.key for mutant in made}
    assert not gone, STALE.format(name)


def test_each_survivor_has_its_reason() -> None:
    unexplained = [
        f"{name}: {key}" for name, about in table.data().items() for key, why in about["survivors"].items() if not why
    ]
    assert not unexplained
