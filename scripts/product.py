"""The product's own commands as processes, on data and a port of their own."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
"""Names of a browser that Playwright can drive, the preferred one first."""
RUN = ("run.py",)


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data_dir: Path, **settings: str | int) -> dict[str, str]:
    """This process's environment with `KESU_*` of these settings alone; `smtp_url="…"` becomes `KESU_SMTP_URL`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KESU_")}
    own = {f"KESU_{name.upper()}": str(value) for name, value in settings.items()}
    return kept | own | {"KESU_DATA_DIR": str(data_dir)}


def command(*words: str, env: dict[str, str], program: Sequence[str] = RUN) -> str:
    """Run `python run.py …` to its end and give what it printed; a failing one is an AssertionError with its output."""
    done = subprocess.run(
        [sys.executable, *program, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def serving(*words: str, env: dict[str, str], url: str = "", program: Sequence[str] = RUN) -> Iterator[None]:
    """Keep `python run.py …` running, from when `url` answers; at the end it is terminated and must leave cleanly."""
    log = Path(env["KESU_DATA_DIR"]) / f"{'-'.join(words) or 'run'}.log"
    with log.open("w") as output:
        server = subprocess.Popen([sys.executable, *program, *words], cwd=ROOT, env=env, stdout=output, stderr=output)
    try:
        if url:
            _await(url, server, log)
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(90) == 0, log.read_text()


def _await(url: str, server: "subprocess.Popen[bytes]", log: Path, seconds: int = 60) -> None:
    for _ in range(seconds * 10):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            try:
                server.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
    raise AssertionError(f"{url} did not answer within {seconds} s: {log.read_text()}")
