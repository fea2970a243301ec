"""`make mutants`: defects put into app/policy and app/core one by one; each has to be noticed by their tests.

    python -m scripts.mutants                         every module
    python -m scripts.mutants counting core.money     these alone
    python -m scripts.mutants --seconds 600 --share 2 begin nothing after ten minutes; every second mutant
    python -m scripts.mutants --anew                  forget what is known; else only what may have changed is tried

Nothing is written into the sources: a mutant is a changed syntax tree. Where its place is run by tests only, the tests
are collected once, and a forked child gives the living function the mutant's code. Where it is run on import already
(a class's body, a constant, whatever reads a pack while tests are collected), a forked child imports the mutant instead
of the module. A child runs the tests that run the changed line, the quickest first, and ends at the first that fails.
"""

import argparse
import importlib
import sys
import time
from collections.abc import Callable

from scripts.mutants.changes import Mutant, mutants
from scripts.mutants.children import SURVIVED
from scripts.mutants.mapping import Tests
from scripts.mutants.modules import module_names, module_path
from scripts.mutants.results import SURVIVES, UNTRIED, Results
from scripts.mutants.sessions import NOT_SO, Job, Readiness, tried
from scripts.mutants.table import LEAST, tell

_STARTING = 10.0
"""Seconds on top of five times what the tests take."""
_FEW, _FEW_FILES = 1.0, 3
"""Seconds of tests, from so many files, that come first where they have to be imported for each mutant."""


def main() -> None:
    """Run what was asked for; exit 1 where too few were noticed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("modules", nargs="*", default=[], help=", ".join(module_names()))
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin nothing after so many")
    parser.add_argument("--share", type=int, default=1, help="every so many mutants only")
    parser.add_argument("--anew", action="store_true", help="forget what is known")
    parser.add_argument(
        "--bound", type=float, default=8, help="seconds of tests per mutant at most; a first look wants 1"
    )
    parser.add_argument("--processes", type=int, default=2, help="at once")
    asked = parser.parse_args()
    _load_libraries()
    begun = time.monotonic()
    names = asked.modules or module_names()
    found = {name: mutants(name, module_path(name)) for name in names}
    run = Run(Results(Tests(asked.bound), anew=asked.anew), asked.processes, begun + asked.seconds)
    run.all([mutant for each in found.values() for mutant in each[:: asked.share]])
    run.results.save()
    tell(found, run.results)
    made = [mutant for each in found.values() for mutant in each if run.results.answer(mutant)]
    noticed = sum(run.results.answer(mutant) not in SURVIVES for mutant in made)
    sys.exit(100 * noticed < LEAST * len(made))


class Run:
    """Tries mutants and notes what becomes of them."""

    def __init__(self, results: Results, width: int, until: float) -> None:
        self.results, self.tests = results, results.tests
        self.width, self.until = width, until

    def all(self, made: list[Mutant]) -> None:
        """The quickest way first; what can't be tried by it goes on to the next."""
        imported = [mutant for mutant in made if self.tests.done_on_import(mutant)]
        collected = [mutant for mutant in made if self.tests.done_on_collecting(mutant) and mutant not in set(imported)]
        plain = [mutant for mutant in made if mutant not in {*imported, *collected}]
        collected += self._by(Readiness.COLLECTED, self._jobs(plain, self.tests.running))
        imported += self._by(Readiness.LOADED, self._jobs(collected, self.tests.running_or_near))
        self._by(Readiness.BARE, self._jobs(imported, self.tests.running_or_near))

    def _jobs(self, made: list[Mutant], choose: Callable[[Mutant], list[str]]) -> list[Job]:
        jobs = []
        for mutant in made:
            tests = choose(mutant)
            if not tests:
                self.results.note(mutant, UNTRIED, [])
            elif left := self.results.to_try(mutant, tests):
                jobs.append(self._job(mutant, left))
        return jobs

    def _job(self, mutant: Mutant, tests: list[str]) -> Job:
        seconds = 5 * self.tests.seconds(tests) + _STARTING
        return Job(mutant, module_path(mutant.module), tuple(tests), seconds)

    def _by(self, ready: Readiness, jobs: list[Job]) -> list[Mutant]:
        """Try them; those that have to be imported are returned."""
        if ready is Readiness.COLLECTED:
            return self._noted(ready, jobs)
        # Importing many test files costs more than running few tests, and few are enough for most.
        few = [self._job(job.mutant, self._few(list(job.tests))) for job in jobs]
        whole = {job.mutant: job for job in jobs}
        if self.tests.bound <= _FEW:
            return self._noted(ready, few)
        left: list[Mutant] = []
        later = self._noted(ready, few, on_survival=left.append)
        return later + self._noted(ready, [whole[mutant] for mutant in left])

    def _noted(
        self, ready: Readiness, jobs: list[Job], on_survival: Callable[[Mutant], None] | None = None
    ) -> list[Mutant]:
        later: list[Mutant] = []
        if not jobs:
            return later
        print(f"{len(jobs)} mutants; {ready.value}", flush=True)
        files = sorted({test.partition("::")[0] for job in jobs for test in job.tests})
        for job, answer in tried(ready, jobs, files, self.width, self.until):
            if answer == NOT_SO:
                later.append(job.mutant)
            elif answer == SURVIVED and on_survival:
                on_survival(job.mutant)
            else:
                self._note(job, answer)
        return later

    def _note(self, job: Job, answer: str) -> None:
        if answer in SURVIVES:
            print(f"  survives {job.mutant.name}", flush=True)
            self.results.note(job.mutant, answer, job.tests)
        else:
            self.results.note(job.mutant, answer, [answer] if "::" in answer else job.tests[:1])

    def _few(self, tests: list[str]) -> list[str]:
        chosen: list[str] = []
        files = list(dict.fromkeys(test.partition("::")[0] for test in tests))[:_FEW_FILES]
        for test in tests:
            if chosen and self.tests.seconds([*chosen, test]) > _FEW:
                break
            if test.partition("::")[0] in files:
                chosen.append(test)
        return chosen


def _load_libraries() -> None:
    """Once, before anything is forked; nothing of the product's."""
    for name in ("pydantic", "pytest", "yaml", "hypothesis", "chinese_calendar", "jsonschema", "coverage", "jinja2"):
        importlib.import_module(name)


if __name__ == "__main__":
    main()
