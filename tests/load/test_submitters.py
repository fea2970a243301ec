"""Twenty operators register complaints at the same time: no number twice, none left out, no error."""

import re
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.data.demo import DEMO_PASSWORD
from tests.conftest import new_database
from tests.processes import Visitor, command, environment, free_port, serving

SUBMITTERS = 20
EACH = 3
STORIES = 2
"""Complaints that the demo company has already."""


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """(address, database): the default process on SQLite; two web processes and a worker on PostgreSQL."""
    with ExitStack() as stack:
        on_postgres = request.param == "postgresql"
        database = stack.enter_context(new_database()) if on_postgres else f"sqlite:///{tmp_path / 'kesu.db'}"
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        env = environment(tmp_path, database_url=database, port=port, web_processes=2)
        command("db", "upgrade", env=env)
        command("demo", "--complaints", str(STORIES), env=env)
        if on_postgres:
            stack.enter_context(serving("worker", env=env))
        stack.enter_context(serving(*(["web"] if on_postgres else []), env=env, url=f"{url}/login/"))
        yield url, database


def test_twenty_at_once_get_numbers_without_gap_or_double(site: tuple[str, str]) -> None:
    url, database = site
    operators = [logged_in(url) for _ in range(SUBMITTERS)]
    with ThreadPoolExecutor(SUBMITTERS) as pool:
        given = [number for numbers in pool.map(register, operators) for number in numbers]
    assert len(set(given)) == len(given) == SUBMITTERS * EACH

    engine = sa.create_engine(database)
    with engine.connect() as connection:
        stored = list(connection.scalars(sa.text("SELECT no FROM complaint ORDER BY no")))
    engine.dispose()
    assert set(given) < set(stored)
    for day in {number[:10] for number in given}:
        counted = [int(number[11:]) for number in stored if number.startswith(day)]
        assert counted == list(range(1, len(counted) + 1))


def logged_in(url: str) -> Visitor:
    """An operator at a desk. One after the other: twenty logins of one account at once look like guessing."""
    operator = Visitor(url)
    operator.log_in("operator", DEMO_PASSWORD)
    return operator


def register(operator: Visitor) -> list[str]:
    """One operator's complaints, through the form; the numbers that the pages afterwards show."""
    page = operator.get("/complaint/add")
    channel, category = option(page, "channel", "hotline"), option(page, "category_id", "")
    numbers = []
    for story in range(EACH):
        address, shown = operator.send(
            "/complaint/add",
            "/complaint/add",
            channel=channel,
            category_id=category,
            complainant="张三",
            phone="13800138000",
            description=f"包装破损,里面的杯子碎了 {story}",
            language="zh",
        )
        assert "/complaint/show/" in urllib.parse.urlparse(address).path, shown
        numbers.append(re.findall(r"TS\d{8}-\d{4}", shown)[0])
    return numbers


def option(page: str, field: str, wanted: str) -> str:
    """The first value of a drop-down that contains `wanted`."""
    found = re.search(rf'<select[^>]*name="{field}".*?</select>', page, re.S)
    assert found, f"no drop-down {field}"
    values = re.findall(r'<option[^>]*value="([^"]+)"', found.group())
    return next(value for value in values if wanted in value)
