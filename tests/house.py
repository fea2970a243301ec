"""The house's rules for source files: each takes one file and yields what is wrong with it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES = 350
FUNCTION_LINES = 40
CLOCK_CALLS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
WAITS = {"time.sleep", "sleep", "page.wait_for_timeout"}
TIMERS = {"Job", "Timer", "add_job", "scheduled_job", "BackgroundScheduler", "BlockingScheduler"}
USER_ERRORS = {"UserError", "BadRequest", "NotAllowed", "NotFound", "Refused", "Invalid"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES = re.compile("客诉|中文")  # the product, the language
OUTSIDE = re.compile(r"""(?:src|href|action|srcset|url|import|fetch|open)\b\s*[=(]?\s*["'(]*\s*(?:https?:)?//""", re.I)


@dataclass(frozen=True)
class Source:
    """One file; `path` is relative to the project."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Each call with its dotted name, as short as it was written: `db.session.commit`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield ast.unparse(node.func), node


def sources(pattern: str) -> list[Source]:
    """The project's files that match a pattern such as `app/**/*.py`."""
    paths = sorted(path for path in ROOT.glob(pattern) if path.is_file())
    return [Source(path.relative_to(ROOT).as_posix(), path.read_text()) for path in paths]


def is_short_file(source: Source) -> Iterator[str]:
    lines = source.text.count("\n")
    if lines > FILE_LINES:
        yield f"{lines} lines"


def has_short_functions(source: Source) -> Iterator[str]:
    for function in _functions(source.tree):
        lines = (function.end_lineno or 0) - function.lineno + 1
        if lines > FUNCTION_LINES:
            yield f"{function.name} has {lines} lines"


def has_docstring(source: Source) -> Iterator[str]:
    if source.text.strip() and not ast.get_docstring(source.tree):
        yield "no docstring"


def leaves_commit_to_the_edge(source: Source) -> Iterator[str]:
    yield from (f"{name}() in line {call.lineno}" for name, call in source.calls() if name.endswith("session.commit"))


def takes_time_from_the_clock(source: Source) -> Iterator[str]:
    for name, call in source.calls():
        if ".".join(name.split(".")[-2:]) in CLOCK_CALLS:
            yield f"{name}() in line {call.lineno}"


def never_sleeps(source: Source) -> Iterator[str]:
    for name, call in source.calls():
        if name in WAITS or name.endswith(".wait_for_timeout"):
            yield f"{name}() in line {call.lineno}"


def asks_the_orm(source: Source) -> Iterator[str]:
    """Core statements pass by the row scope, which listens to the ORM."""
    for name, call in source.calls():
        if name.split(".")[-1] in {"execute", "scalar", "scalars"} and re.search(
            r"\btext\(|__table__", ast.unparse(call)
        ):
            yield f"Core statement in line {call.lineno}"
        if name.endswith(".exec_driver_sql"):
            yield f"{name}() in line {call.lineno}"


def leaves_state_to_verbs(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
            yield f"state assigned in line {getattr(node, 'lineno', 0)}"
    for name, call in source.calls():
        if name.endswith(".values") and any(keyword.arg == "state" for keyword in call.keywords):
            yield f"state updated in line {call.lineno}"


def leaves_timing_to_the_timetable(source: Source) -> Iterator[str]:
    for name, call in source.calls():
        if name.split(".")[-1] in TIMERS:
            yield f"{name}() in line {call.lineno}"


def marks_what_users_read(source: Source) -> Iterator[str]:
    """A refusal with a bare string would reach a Chinese reader in English."""
    for name, call in source.calls():
        if name.split(".")[-1] in USER_ERRORS and call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr):
            yield f"unmarked text in line {call.lineno}"


def keeps_chinese_in_the_catalogue(source: Source) -> Iterator[str]:
    """Names are never translated, docstrings may name the Chinese word, patterns read what people type."""
    passed = {id(node.value) for node in ast.walk(source.tree) if isinstance(node, ast.Expr)}
    passed |= {id(call.args[0]) for name, call in source.calls() if name.startswith("re.") and call.args}
    for node in ast.walk(source.tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed
        if is_text and CHINESE.search(NAMES.sub("", node.value)):
            yield f"“{node.value[:20]}” in line {node.lineno}"


def loads_nothing_from_outside(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        for match in OUTSIDE.finditer(line):
            yield f"{line[match.start() : match.start() + 60].strip()} in line {number}"


def asserts_something(source: Source) -> Iterator[str]:
    """By `assert`, `pytest.raises`, or a helper that does so: one in the file, or one called `assert_…`, `expect…`."""
    functions = {function.name: function for function in _functions(source.tree)}
    checking: set[str] = set()
    while found := {name for name, node in functions.items() if name not in checking and _checks(node, checking)}:
        checking |= found
    yield from (f"{name} asserts nothing" for name in functions if name.startswith("test_") and name not in checking)


def _checks(function: ast.AST, helpers: set[str]) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).split(".")[-1]
            if name in helpers | {"raises", "fail"} or name.startswith(("assert_", "expect")):
                return True
    return False


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
