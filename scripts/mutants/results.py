"""What became of each mutant, kept so that a second run tries only what may have changed."""

import json
from collections.abc import Iterable
from typing import Any

from scripts.mutants.changes import Mutant
from scripts.mutants.children import SURVIVED
from scripts.mutants.mapping import KEPT, Tests, digest
from scripts.mutants.modules import module_path

UNTRIED = "no test runs it"
SURVIVES = (SURVIVED, UNTRIED)
_NOW_AND_THEN = 50
_FILE = KEPT / "results.json"


class Results:
    """By module and key: the answer, and the digests of the module and of the test files that it was tried with."""

    def __init__(self, tests: Tests, *, anew: bool) -> None:
        self.tests = tests
        self._kept: dict[str, Any] = {}
        self._noted = 0
        if _FILE.is_file() and not anew:
            self._kept = json.loads(_FILE.read_text(encoding="utf-8"))

    def answer(self, mutant: Mutant) -> str:
        """What became of it, as far as known."""
        return self._about(mutant).get("answer", "")

    def note(self, mutant: Mutant, answer: str, tried: Iterable[str]) -> None:
        """Keep it; `tried` are the tests it was held against."""
        with_files = {test.partition("::")[0] for test in tried}
        self._kept.setdefault(mutant.module, {})[mutant.key] = {
            "answer": answer,
            "bound": self.tests.bound,
            "module": digest(module_path(mutant.module)),
            "files": {name: self.tests.files[name] for name in sorted(with_files)},
        }
        self._noted += 1
        if self._noted % _NOW_AND_THEN == 0:
            self.save()

    def to_try(self, mutant: Mutant, tests: list[str]) -> list[str]:
        """Those of its tests that might say otherwise than is known; the one that noticed it the last time first."""
        about = self._about(mutant)
        if not about:
            return tests
        same_module = about["module"] == digest(module_path(mutant.module))
        if about["answer"] not in SURVIVES:
            first = [test for test in tests if test == about["answer"]]
            unchanged = all(self.tests.files.get(name) == digest for name, digest in about["files"].items())
            return [] if same_module and unchanged else list(dict.fromkeys([*first, *tests]))
        if not same_module or about.get("bound", 0) < self.tests.bound:
            return tests
        return [test for test in tests if about["files"].get(_file(test)) != self.tests.files[_file(test)]]

    def save(self) -> None:
        """On disk."""
        _FILE.write_text(json.dumps(self._kept, ensure_ascii=False, indent=0), encoding="utf-8")

    def _about(self, mutant: Mutant) -> dict[str, Any]:
        return self._kept.get(mutant.module, {}).get(mutant.key, {})


def _file(test: str) -> str:
    return test.partition("::")[0]
