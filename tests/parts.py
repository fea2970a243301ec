"""What some tests need besides Python: used where present, otherwise skipped with one line; a failure under CI=true."""

import os
import shutil
import subprocess
from functools import cache
from typing import NoReturn

import pytest

from scripts.product import BROWSERS


def postgres_url() -> str:
    """SQLAlchemy URL of a PostgreSQL server on which databases may be created; `make test` starts one."""
    url = os.environ.get("KESU_TEST_POSTGRES_URL", "")
    return url or _missing("no PostgreSQL: install it, or set KESU_TEST_POSTGRES_URL")


@cache
def chromium() -> str:
    """Path of the browser that Playwright drives, on a system that can show Chinese."""
    chinese_font()
    paths = filter(None, map(shutil.which, BROWSERS))
    return next(paths, "") or _missing(f"no browser: install one of {', '.join(BROWSERS)}")


@cache
def chinese_font() -> str:
    """Family of a font that has Chinese; without one, pages and prints show boxes."""
    listing = ""
    if shutil.which("fc-list"):
        command = ["fc-list", ":lang=zh-cn", "family"]
        listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return listing.partition("\n")[0] or _missing("no Chinese font: install one, such as fonts-wqy-microhei")


def _missing(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI lacks a part: {reason}", pytrace=False)
    pytest.skip(reason)
