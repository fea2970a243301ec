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
