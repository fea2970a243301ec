"""The product as `make run` starts it, on a port of its own: its commands run as separate processes."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.house import ROOT

DEMO_COMPLAINTS = 12


@dataclass(frozen=True)
class Site:
    """Where the running product answers, and the folder it keeps its data in."""

    url: str
    data_dir: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(*words: str, env: dict[str, str]) -> None:
    """Run `python run.py …` to its end; its output is shown when it fails."""
    done = subprocess.run([sys.executable, "run.py", *words], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def running_site(data_dir: Path, mail_port: int) -> Iterator[Site]:
    """The demo company, served; stopped as an operator stops it, and the end must be clean."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KESU_")}
    env = kept | {
        "KESU_DATA_DIR": str(data_dir),
        "KESU_PORT": str(port),
        "KESU_SMTP_URL": f"smtp://127.0.0.1:{mail_port}",
        "PYTHONUNBUFFERED": "1",
    }
    command("db", "upgrade", env=env)
    command("demo", "--complaints", str(DEMO_COMPLAINTS), env=env)
    with (data_dir / "server.log").open("w") as log:
        server = subprocess.Popen([sys.executable, "run.py"], cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/login/", server)
        yield Site(f"http://127.0.0.1:{port}", data_dir)
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0, (data_dir / "server.log").read_text()


def wait_until_it_answers(url: str, server: "subprocess.Popen[bytes]", seconds: int = 60) -> None:
    """Ask until the page comes; a server that ended meanwhile fails the test."""
    for _ in range(seconds * 10):
        assert server.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            try:
                server.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
    raise AssertionError(f"{url} did not answer within {seconds} s")
