"""The product's own commands as processes, on data and a port of their own, and a plain visitor for their pages."""

import http.cookiejar
import re
import urllib.parse
import urllib.request

from scripts.product import command, environment, free_port, serving

__all__ = ["Visitor", "command", "environment", "free_port", "serving"]


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
