"""pytest in child processes, with a mutant in each: as much as possible is done once, before they are forked."""

import ast
import gc
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from hypothesis import Phase, settings

from scripts.mutants.changes import Mutant, changed
from scripts.mutants.children import SURVIVED, in_children
from scripts.mutants.modules import load_product

NOT_SO = "has to be imported"
"""The answer where a function's code can't be exchanged."""
ON_IMPORT = "on import"
_SPEED = "test_seven_working_days_take_well_under_a_millisecond"
"""Would fail now and then without a mutant."""
_EXAMPLES = 15
PLAIN = [
    *("--noconftest", "--assert=plain", "-s", "--tb=no", "-o", "addopts=", "-q"),
    *("-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov"),
]


class Milder:
    """Few examples of properties, always the same ones; nothing that measures time."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Once they are collected."""
        items[:] = [item for item in items if _SPEED not in item.nodeid]
        for item in items:
            test: Any = getattr(item, "obj", None)
            own = getattr(test, "_hypothesis_internal_use_settings", None)
            if own and own.max_examples > _EXAMPLES:
                test._hypothesis_internal_use_settings = settings(
                    own,
                    max_examples=_EXAMPLES,
                    derandomize=True,
                    database=None,
                    phases=[Phase.explicit, Phase.generate],
                )


class _Failed:
    """Which test failed first, or that a test file couldn't be imported."""

    first = ""

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.first = ON_IMPORT

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.first:
            self.first = report.nodeid


class Readiness(Enum):
    """What a child finds done when it is forked; the more, the quicker it is."""

    BARE = "nothing of the product is imported"
    LOADED = "the product is imported, no test is"
    COLLECTED = "the tests are collected"


@dataclass(frozen=True)
class Job:
    """A mutant and the tests to hold it against, in their order; processor seconds after which it counts as endless."""

    mutant: Mutant
    path: Path
    tests: tuple[str, ...]
    seconds: float


def tried(
    ready: Readiness, jobs: Sequence[Job], files: Sequence[str], width: int, until: float
) -> Iterator[tuple[Job, str]]:
    """Each job with the test that noticed the mutant, SURVIVED or another answer.

    All of it in a process of its own, for this one must not load the product.
    """
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reader)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        if ready is Readiness.LOADED:
            load_product()
        pytest.main([*PLAIN, *files], plugins=[Milder(), _Trying(ready, jobs, width, until, writer)])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as answers:
        for line in answers:
            number, _, answer = line.rstrip("\n").partition(" ")
            yield jobs[int(number)], answer
    os.waitpid(process, 0)


class _Trying:
    """Instead of collecting or instead of running tests: a child per mutant, which does so with the mutant."""

    def __init__(self, ready: Readiness, jobs: Sequence[Job], width: int, until: float, writer: int):
        self.ready, self.jobs, self.width, self.until, self.writer = ready, jobs, width, until, writer

    def pytest_collection(self, session: pytest.Session) -> bool | None:
        """In place of collecting, unless that is to be done once for all."""
        if self.ready is Readiness.COLLECTED:
            return None
        self._try_all(session)
        return True

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of running."""
        if self.ready is Readiness.COLLECTED:
            self._try_all(session)
        return True

    def _try_all(self, session: pytest.Session) -> None:
        functions = [each for each in gc.get_objects() if type(each) is FunctionType]
        gc.freeze()

        def work(job: Job) -> str:
            if self.ready is Readiness.BARE:
                _import_instead(job)
            elif not exchange(job.mutant, job.path, functions):
                return NOT_SO
            return _outcome(session, job.tests, collected=self.ready is Readiness.COLLECTED)

        numbers = {job: number for number, job in enumerate(self.jobs)}
        for job, answer in in_children(self._in_time(), work, lambda job: job.seconds, self.width):
            os.write(self.writer, f"{numbers[job]} {answer}\n".encode())

    def _in_time(self) -> Iterator[Job]:
        return takewhile(lambda _: time.monotonic() < self.until, self.jobs)


def _outcome(session: pytest.Session, tests: Sequence[str], *, collected: bool) -> str:
    failed = _Failed()
    session.config.pluginmanager.register(failed)
    if not collected:
        try:
            session.perform_collect(list(dict.fromkeys(test.partition("::")[0] for test in tests)))
        except pytest.UsageError:
            return ON_IMPORT
    if failed.first:
        return ON_IMPORT
    items = {item.nodeid: item for item in session.items}
    chosen = [items[test] for test in tests if test in items]
    for item, coming in zip(chosen, [*chosen[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=coming)
        if failed.first:
            return failed.first
    return SURVIVED


def exchange(mutant: Mutant, path: Path, functions: Iterable[FunctionType]) -> bool:
    """Give every living function that came from the mutant's place the mutant's code; False where this can't be done.

    Whoever holds the function (a class, a validator, a property, a cache, another module) holds the mutant then.
    """
    outermost = mutant.place.outermost
    codes = list(_codes(compile(changed(path, mutant), str(path), "exec")))
    known = Counter(_identity(code) for code in codes)
    new = {_identity(code): code for code in codes}
    done = False
    for function in functions:
        old = function.__code__
        inside = old.co_qualname == outermost or old.co_qualname.startswith(f"{outermost}.<locals>.")
        if not inside or not old.co_filename.endswith(str(path)):
            continue
        if known[_identity(old)] != 1 or len(new[_identity(old)].co_freevars) != len(old.co_freevars):
            return False
        function.__code__ = new[_identity(old)]
        done = True
    return done


def _identity(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


def _import_instead(job: Job) -> None:
    name = "app." + ".".join(job.path.with_suffix("").parts[job.path.parts.index("app") + 1 :])
    sys.meta_path.insert(0, _Instead(name, changed(job.path, job.mutant), job.path))


class _Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the import system the mutant instead of the file."""

    def __init__(self, module: str, tree: ast.Module, path: Path) -> None:
        self.module, self.tree, self.path = module, tree, path

    def find_spec(self, fullname: str, _path: Any, _target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """Of the one module."""
        if fullname != self.module:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        """The tree, compiled."""
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)
