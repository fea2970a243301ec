"""The rules of the house (docs/developing.md), checked on the whole tree; each with a sample that breaks it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch

import pytest

from tests import house
from tests.house import ROOT, Source, sources


@dataclass(frozen=True)
class Rule:
    """`check` holds for the files of `where`, but for those of `beside`; `broken` is a text that it refuses."""

    check: Callable[[Source], Iterator[str]]
    where: tuple[str, ...]
    broken: str = field(repr=False)
    beside: tuple[str, ...] = ()

    def files(self) -> list[Source]:
        found = [source for pattern in self.where for source in sources(pattern)]
        return [source for source in found if not any(fnmatch(source.path, pattern) for pattern in self.beside)]


APP = ("app/**/*.py", "run.py")
EVERY = (*APP, "tests/**/*.py", "scripts/*.py")
TESTS = ("tests/**/test_*.py",)
PAGES = ("app/**/templates/**/*.*", "app/**/static/**/*.css", "app/**/static/**/*.js")
# What is Chinese by nature: the demo company, the first rows of tables that people edit, templates of messages.
CHINESE_DATA = (
    "app/data/*",
    "app/**/seed*.py",
    "app/**/notices*.py",
    "app/*/templates.py",
    "app/policy/holidays.py",
)

RULES = [
    Rule(house.is_short_file, EVERY, "\n" * 351),
    Rule(house.has_short_functions, APP, "def f():\n" + "    f()\n" * 40),
    Rule(house.has_docstring, EVERY, "x = 1"),
    Rule(house.leaves_commit_to_the_edge, APP, "db.session.commit()", beside=("app/db/*",)),
    Rule(house.takes_time_from_the_clock, APP, "datetime.now(UTC)", beside=("app/core/clock.py",)),
    Rule(house.never_sleeps, ("tests/**/*.py",), "import time\ntime.sleep(1)"),
    Rule(house.asks_the_orm, APP, "db.session.execute(insert(Complaint.__table__))", beside=("app/db/*",)),
    Rule(
        house.leaves_state_to_verbs,
        APP,
        "complaint.state = 'closed'",
        beside=(
            "app/**/workflow*",
            "app/**/verbs*",
            "app/deadlines/moves.py",
            "app/db/*",
            "app/outbox/*",
            "app/worker/*",
        ),
    ),
    Rule(house.marks_what_users_read, APP, "raise Refused('Too late.')"),
    Rule(
        house.leaves_timing_to_the_timetable,
        APP,
        "Job('sweep', trigger, sweep)",
        beside=("app/jobs.py", "app/worker/*"),
    ),
    Rule(house.keeps_chinese_in_the_catalogue, APP, "label = '投诉'", beside=CHINESE_DATA),
    Rule(house.loads_nothing_from_outside, PAGES, '<script src="https://cdn.example.com/x.js"></script>'),
    Rule(house.asserts_something, TESTS, "def test_nothing():\n    f()\n"),
]


def name(rule: Rule) -> str:
    return rule.check.__name__


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_every_file(rule: Rule) -> None:
    files = rule.files()
    assert files, f"{name(rule)} looked at no file"
    faults = [f"{source.path}: {fault}" for source in files for fault in rule.check(source)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_broken_sample_is_noticed(rule: Rule) -> None:
    assert list(rule.check(Source("sample.py", rule.broken)))


@pytest.mark.parametrize(
    "page",
    ["url(//fonts.example.com/a.woff)", "@import 'http://example.com/a.css'", 'fetch("https://example.com")'],
)
def test_outside_addresses_are_noticed_in_styles_and_scripts(page: str) -> None:
    assert list(house.loads_nothing_from_outside(Source("sample.css", page)))


def test_what_only_looks_forbidden_is_allowed() -> None:
    fine = Source("sample.py", '"""投诉."""\nsvg = "http://www.w3.org/2000/svg"\nraise Refused(N_("Too late."))\n')
    for check in (house.keeps_chinese_in_the_catalogue, house.loads_nothing_from_outside, house.marks_what_users_read):
        assert list(check(fine)) == []


@pytest.mark.parametrize("stem", ["requirements", "requirements-dev"])
def test_the_lock_holds_every_requirement_and_no_address(stem: str) -> None:
    wanted = re.findall(r"^([A-Za-z][\w-]*)", (ROOT / f"{stem}.in").read_text(), re.M)
    lock = (ROOT / f"{stem}.txt").read_text()
    locked = set(re.findall(r"^([a-z][\w-]*)(?:\[[\w,]+\])?==\S+", lock, re.M))
    assert {package.lower() for package in wanted} <= locked
    assert re.findall(r"^-|://|@ ", lock, re.M) == []
