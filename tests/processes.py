"""The product's own commands as processes, on data and a port of their own, and a plain visitor for their pages."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.house import ROOT


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data_dir: Path, **settings: str | int) -> dict[str, str]:
    """This process's environment with `KESU_*` of the test's alone; `smtp_url="…"` becomes `KESU_SMTP_URL`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KESU_")}
    own = {f"KESU_{name.upper()}": str(value) for name, value in settings.items()}
    return kept | own | {"KESU_DATA_DIR": str(data_dir)}


def command(*words: str, env: dict[str, str]) -> str:
    """Run `python run.py …` to its end and give what it printed; a failing one fails the test with its output."""
    words = (sys.executable, "run.py", *words)
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def serving(*words: str, env: dict[str, str], url: str = "") -> Iterator[None]:
    """Keep `python run.py …` running, from when `url` answers; at the end it is terminated and must leave cleanly."""
    log = Path(env["KESU_DATA_DIR"]) / f"{'-'.join(words) or 'run'}.log"
    with log.open("w") as output:
        server = subprocess.Popen([sys.executable, "run.py", *words], cwd=ROOT, env=env, stdout=output, stderr=output)
    try:
        if url:
            _await(url, server, log)
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0, log.read_text()


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


class Visitor:
    """Somebody with cookies and no screen."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open

    def get(self, path: str) -> str:
        """The page; a status of 400 or more raises HTTPError."""
        with self.open(self.site + path, timeout=60) as answer:
            return str(answer.read().decode())

    def send(self, path: str, page: str, **fields: str) -> tuple[str, str]:
        """Post a form of `page`, with its CSRF token; gives the address that it led to, and that page."""
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get(page))
        assert found, f"{page} has no CSRF token"
        body = urllib.parse.urlencode({"csrf_token": found.group(1), **fields}).encode()
        with self.open(self.site + path, body, timeout=60) as answer:
            return str(answer.url), str(answer.read().decode())

    def log_in(self, username: str, password: str) -> None:
        """Through the login form."""
        url, page = self.send("/login/", "/login/", username=username, password=password)
        assert "/login" not in url, page
