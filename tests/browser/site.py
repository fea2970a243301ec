"""The demo company, served as `make run` serves it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.processes import command, environment, free_port, serving

COMPLAINTS = 40


@dataclass(frozen=True)
class Site:
    """Where the running product answers, and the folder it keeps its data in."""

    url: str
    data_dir: Path


@contextmanager
def running_site(data_dir: Path, mail_port: int) -> Iterator[Site]:
    """Web and worker in one process on SQLite, sending its mail to `mail_port` of the loopback."""
    port = free_port()
    env = environment(data_dir, port=port, smtp_url=f"smtp://127.0.0.1:{mail_port}")
    command("db", "upgrade", env=env)
    command("demo", "--complaints", str(COMPLAINTS), env=env)
    with serving(env=env, url=f"http://127.0.0.1:{port}/login/"):
        yield Site(f"http://127.0.0.1:{port}", data_dir)


@dataclass(frozen=True)
class TimedSite:
    """The product on days of the test's choice: served from one instant, then once more from a later one."""

    url: str
    env: dict[str, str]

    @contextmanager
    def at(self, instant: str) -> Iterator[None]:
        """Web and worker, whose clock starts at this instant."""
        with serving("start", env=self.env, url=f"{self.url}/login/", program=("-m", "scripts.at", instant)):
            yield


def timed_site(data_dir: Path, mail_port: int, instant: str) -> TimedSite:
    """The demo company as it was at an instant; nothing serves it yet."""
    port = free_port()
    env = environment(data_dir, port=port, smtp_url=f"smtp://127.0.0.1:{mail_port}")
    then = ("-m", "scripts.at", instant)
    command("db", "upgrade", env=env, program=then)
    command("demo", "--complaints", "4", env=env, program=then)
    return TimedSite(f"http://127.0.0.1:{port}", env)
