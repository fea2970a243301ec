"""A child process per mutant: what it finds out comes back through a pipe, and nothing else of it stays."""

import os
import resource
import select
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

SURVIVED, ENDLESS, BROKEN = "survived", "ran too long", "broke the process"
_MEMORY = 3 << 30
"""Bytes that a child may take: some mutants never stop collecting."""
_BUSY = 4.0
"""A machine with this load gets one child at a time."""

Task = TypeVar("Task")


@dataclass
class _Child:
    process: int
    pipe: int
    until: float
    said: bytes = b""


def in_children(
    tasks: Iterable[Task], work: Callable[[Task], str], seconds: Callable[[Task], float], width: int
) -> Iterator[tuple[Task, str]]:
    """Each task with what `work` answered in a child of its own, or ENDLESS, or BROKEN. At most `width` at once."""
    running: list[tuple[Task, _Child]] = []
    for task in tasks:
        while len(running) >= (width if os.getloadavg()[0] < _BUSY else 1):
            yield from _ended(running)
        running.append((task, _begin(task, work, seconds(task))))
    while running:
        yield from _ended(running)


def _begin(task: Task, work: Callable[[Task], str], seconds: float) -> _Child:
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            os.close(reader)
            _keep_within(seconds)
            os.write(writer, work(task).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writer)
    # Processor time is what counts; the wall clock is for a child that waits for something.
    return _Child(process, reader, time.monotonic() + 10 * seconds)


def _keep_within(seconds: float) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)


def _ended(running: list[tuple[Task, _Child]]) -> Iterator[tuple[Task, str]]:
    readable, _, _ = select.select([child.pipe for _, child in running], [], [], 1.0)
    for task, child in list(running):
        if child.pipe in readable:
            more = os.read(child.pipe, 65536)
            child.said += more
            if more:
                continue
        elif time.monotonic() > child.until:
            os.kill(child.process, signal.SIGKILL)
        else:
            continue
        running.remove((task, child))
        os.close(child.pipe)
        _, status = os.waitpid(child.process, 0)
        yield task, _answer(child.said.decode(), os.waitstatus_to_exitcode(status))


def _answer(said: str, code: int) -> str:
    if code in (-signal.SIGKILL, -signal.SIGXCPU):
        return ENDLESS
    return said if code == 0 and said else BROKEN
