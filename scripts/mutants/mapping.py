"""Which test runs which line, and how long it takes: collected once by coverage, kept until a file changes."""

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import coverage
import pytest

from scripts.mutants.changes import Mutant
from scripts.mutants.children import in_children
from scripts.mutants.modules import ROOT, load_product, module_names, module_path
from scripts.mutants.sessions import PLAIN, Milder

KEPT = ROOT / ".mutants"
_LATER = ("test_coverage_table.py",)
"""Tests of other things than the packages' code, and slow ones."""
TEST_FILES: list[Path] = [
    path
    for folder in ("tests/core", "tests/policy", "tests/cases")
    for path in sorted((ROOT / folder).glob("test_*.py"))
    if path.name not in _LATER and "from flask import" not in path.read_text(encoding="utf-8")
]
"""Pure ones only: neither an application nor a database."""


def digest(*paths: Path) -> str:
    """Of what the files hold."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()[:16]


_IMPORTED, _COLLECTED = "", "collecting"
"""What runs before any test: with the product's import, with the import of the test files."""


class Tests:
    """The tests with their lines; made anew for the files that have changed."""

    def __init__(self, bound: float) -> None:
        self.bound = bound
        """Seconds of tests that a mutant is held against at most."""
        kept = _read()
        common, files = _common(), {_name(path): digest(path) for path in TEST_FILES}
        stale = _stale(kept, common, files)
        kept["common"] = common
        kept["tests"] = {
            test: about for test, about in kept["tests"].items() if _file(test) in files and _file(test) not in stale
        }
        if stale:
            print(f"which test runs which line: {', '.join(stale)}", flush=True)
            found = json.loads(_map(stale))
            assert not found["failed"], f"these fail without a mutant: {found['failed']}"
            kept["tests"] |= found["tests"]
            for when, modules in found["apart"].items():
                for module, lines in modules.items():
                    about = kept["apart"].setdefault(when, {})
                    about[module] = sorted({*lines, *about.get(module, [])})
        kept["files"] = files
        KEPT.mkdir(exist_ok=True)
        (KEPT / "map.json").write_text(json.dumps(kept), encoding="utf-8")
        self.files: dict[str, str] = files
        self._tests: dict[str, Any] = kept["tests"]
        self._apart: dict[str, dict[str, list[int]]] = kept["apart"]

    @cached_property
    def _quickest_first(self) -> list[str]:
        return sorted(self._tests, key=lambda test: self._tests[test]["seconds"])

    def done_on_import(self, mutant: Mutant) -> bool:
        """Whether the place is run while the product is imported: then that has to happen anew for the mutant."""
        return not mutant.place.function or self._is_in(_IMPORTED, mutant)

    def done_on_collecting(self, mutant: Mutant) -> bool:
        """Whether it is run while the test files are imported, which read a pack."""
        return self._is_in(_COLLECTED, mutant)

    def _is_in(self, when: str, mutant: Mutant) -> bool:
        return not set(self._apart[when].get(mutant.module, ())).isdisjoint(mutant.place.body)

    def running(self, mutant: Mutant) -> list[str]:
        """The tests that run its lines, the quickest first."""
        return self._within_bound(self._running(mutant))

    def running_or_near(self, mutant: Mutant) -> list[str]:
        """Also those that run other lines of its module, then all others: any might depend on what is imported."""
        near = [test for test in self._quickest_first if self._lines(test, mutant)]
        return self._within_bound([*self._running(mutant), *near, *self._quickest_first])

    def _running(self, mutant: Mutant) -> list[str]:
        lines = set(mutant.place.lines)
        return [test for test in self._quickest_first if not lines.isdisjoint(self._lines(test, mutant))]

    def _within_bound(self, tests: list[str]) -> list[str]:
        chosen, spent = [], 0.0
        for test in dict.fromkeys(tests):
            spent += self.seconds([test])
            if spent > self.bound and chosen:
                break
            chosen.append(test)
        return chosen

    def seconds(self, tests: list[str]) -> float:
        """How long they take together."""
        return sum(self._tests[test]["seconds"] for test in tests)

    def _lines(self, test: str, mutant: Mutant) -> list[int]:
        return self._tests[test]["lines"].get(mutant.module, ())


def _common() -> dict[str, str]:
    """Digests of everything beside the test files that the lines depend on."""
    folders = ("app/core", "app/policy", "tests/core", "tests/policy", "tests/cases", "policies")
    paths = [path for folder in folders for kind in ("*.py", "*.yaml") for path in sorted((ROOT / folder).rglob(kind))]
    return {_name(path): digest(path) for path in paths if not path.name.startswith("test_")}


def _stale(kept: dict[str, Any], common: Mapping[str, str], files: Mapping[str, str]) -> list[str]:
    """The test files to be looked at again. A product's module concerns the tests that run it; anything else, and what
    is run while test files are imported, might concern all of them. A file that wasn't there before concerns none."""
    changed = {name for name, before in kept["common"].items() if common.get(name) != before}
    modules = {name: module for module in module_names() if (name := _name(module_path(module))) in changed}
    if changed - set(modules) or set(modules.values()) & set(kept["apart"].get(_COLLECTED, ())):
        kept |= {"tests": {}, "apart": {}}
        return list(files)
    for lines in kept["apart"].values():
        for module in modules.values():
            lines.pop(module, None)
    touched = {_file(test) for test, about in kept["tests"].items() if set(about["lines"]) & set(modules.values())}
    return [name for name, now in files.items() if kept["files"].get(name) != now or name in touched]


def _read() -> dict[str, Any]:
    path = KEPT / "map.json"
    nothing = {"common": {}, "files": {}, "tests": {}, "apart": {}}
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else nothing


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _file(test: str) -> str:
    return test.partition("::")[0]


def _map(files: list[str]) -> str:
    """In a child: this process must not have loaded the product."""
    ((_, answer),) = in_children([files], _mapped, lambda _: 900, 1)
    return answer


def _mapped(files: list[str]) -> str:
    mapper = _Mapper()
    load_product()
    mapper.coverage.switch_context(_COLLECTED)
    pytest.main([*PLAIN, *files], plugins=[Milder(), mapper])
    return json.dumps(mapper.result())


class _Mapper:
    """Notes the lines of each test, those of collecting them and those of importing the product."""

    def __init__(self) -> None:
        self.coverage = coverage.Coverage(
            data_file=None, config_file=False, include=[str(ROOT / "app/policy/*"), str(ROOT / "app/core/*")]
        )
        self.coverage.start()
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """A context per test; what it calls by way of a cache counts for the first that does."""
        self.coverage.switch_context(item.nodeid)
        begun = time.process_time()
        result = yield
        self.seconds[item.nodeid] = round(time.process_time() - begun, 4)
        self.coverage.switch_context(_COLLECTED)
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def result(self) -> dict[str, Any]:
        self.coverage.stop()
        data = self.coverage.get_data()
        lines: dict[str, dict[str, list[int]]] = {test: {} for test in self.seconds}
        apart: dict[str, dict[str, list[int]]] = {_IMPORTED: {}, _COLLECTED: {}}
        for module in module_names():
            for line, tests in data.contexts_by_lineno(str(module_path(module))).items():
                for test in tests:
                    (apart[test] if test in apart else lines[test]).setdefault(module, []).append(line)
        tests = {test: {"seconds": self.seconds[test], "lines": lines[test]} for test in lines}
        return {"failed": self.failed, "apart": apart, "tests": tests}
