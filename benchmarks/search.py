"""How fast the search box finds, against a plain LIKE on the same database: `python -m benchmarks.search`.

Both are asked in one run, by turns, for the same term; they have to give the same rows. SQLite always; PostgreSQL where
KESU_TEST_POSTGRES_URL names a server, in a database of its own that is dropped afterwards.
"""

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.pasts import FIRST_DAY
from benchmarks.replay import chunks, complaint_row, department_row

SIZE, TURNS = 200_000, 7
RARE_EVERY = 10_000
"""One complaint in so many has the rare words."""
TERMS = (
    ("瓷碗", "rare, 2 characters"),
    ("青花瓷碗", "rare, 4 characters"),
    ("破损", "frequent, 2 characters"),
    ("龙虾", "nowhere, 2 characters"),
)
WHAT = (
    "外箱破损",
    "内物短少",
    "包裹晚到三天",
    "司机态度不好",
    "面单信息有误",
    "未经同意放入柜子",
    "货物潮湿",
    "代收货款未到账",
)
WHO = ("客户来电", "客户称", "收件人反映", "发货人说", "门卫转述")
MORE = ("要求赔偿", "希望尽快处理", "请回电", "已拍照留存", "仓库有监控", "与网点沟通无果", "二次投诉", "要求上门取回")
PLACES = ("武汉市江汉区", "杭州市萧山区", "上海市浦东新区", "佛山市南海区", "成都市武侯区", "温州市瓯海区")


def main() -> None:
    """Both databases, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE, help="complaints")
    size = parser.parse_args().size
    server = os.environ.pop("KESU_TEST_POSTGRES_URL", "")
    for name in [name for name in os.environ if name.startswith("KESU_")]:
        os.environ.pop(name)
    with tempfile.TemporaryDirectory(prefix="kesu-benchmark-") as folder:
        measure("SQLite", f"sqlite:///{folder}/kesu.db", Path(folder), size)
        if server:
            with own_database(server) as url:
                measure("PostgreSQL", url, Path(folder), size)


def measure(name: str, url: str, folder: Path, size: int) -> None:
    """Fill one database, ask both ways, print a line for each term."""
    from app import create_app
    from app.config import Settings
    from app.extensions import db
    from app.search import rebuild
    from app.security import system_scope

    app = create_app(Settings(data_dir=folder, database_url=url, log_level="WARNING"))
    with app.app_context(), system_scope():
        begun = time.perf_counter()
        fill(size)
        filled = time.perf_counter()
        with without_pieces():
            indexed = rebuild()["complaint"]
        db.session.rollback()
        settle()
        print(
            f"{name}: {indexed:,} complaints in {filled - begun:.0f} s, indexed in {time.perf_counter() - filled:.0f} s"
        )
        print(f"{'term':<26}{'rows':>9}{'LIKE ms':>10}{'search ms':>11}{'ratio':>8}")
        for term, what in TERMS:
            compare(term, what)
        db.session.remove()
        db.engine.dispose()


def compare(term: str, what: str) -> None:
    """By turns, so that whatever else the machine does falls on both; the middle one counts. Raises AssertionError."""
    ways: dict[str, Callable[[str], list[int]]] = {"like": by_like, "search": by_search}
    times: dict[str, list[float]] = {way: [] for way in ways}
    rows: dict[str, list[int]] = {}
    for _turn in range(TURNS):
        for way, ask in ways.items():
            begun = time.perf_counter()
            rows[way] = ask(term)
            times[way].append(time.perf_counter() - begun)
    assert rows["like"] == rows["search"], f"{term}: {len(rows['like'])} rows by LIKE, {len(rows['search'])} by search"
    like, search = (1_000 * median(times[way]) for way in ("like", "search"))
    print(f"{what:<26}{len(rows['like']):>9,}{like:>10.1f}{search:>11.1f}{like / search:>8.1f}", flush=True)


def by_like(term: str) -> list[int]:
    """Every row with the term in one of the searched columns, without an index."""
    import sqlalchemy as sa

    from app.complaints.models import Complaint
    from app.extensions import db

    like = sa.or_(*(column.icontains(term, autoescape=True) for column in _columns()))
    return list(db.session.scalars(sa.select(Complaint.id).where(like).order_by(Complaint.id)))


def by_search(term: str) -> list[int]:
    """The same through the index, as the search box does it."""
    import sqlalchemy as sa

    from app.complaints.models import Complaint
    from app.extensions import db
    from app.search.finders import finder_of
    from app.search.finding import entries
    from app.search.grams import words_of

    finder = finder_of(Complaint)
    assert finder is not None
    found = Complaint.id.in_(entries(finder, words_of(term)))
    return list(db.session.scalars(sa.select(Complaint.id).where(found).order_by(Complaint.id)))


def fill(size: int) -> None:
    """The complaints, past the application and so past its index."""
    import sqlalchemy as sa

    from app.admin.bootstrap import bootstrap
    from app.complaints.models import Complaint
    from app.extensions import db
    from app.org.models import Department
    from app.rulebook import Category, current_pack_version

    db.create_all()
    bootstrap(FIRST_DAY - timedelta(days=30))
    version = current_pack_version(FIRST_DAY).id
    db.session.execute(sa.insert(Department.__table__), [department_row(number) for number in range(20)])
    category = db.session.scalars(sa.select(Category.id).where(Category.kind == "business")).first()
    for chunk in chunks(size, 2_000):
        rows = [complaint_row(each, version, category) | words(each.number) for each in chunk]
        db.session.execute(sa.insert(Complaint.__table__), rows)
        db.session.commit()


def words(number: int) -> dict[str, str]:
    """What was written in a complaint: by a seeded chance."""
    chance = random.Random(number)
    what, more = chance.choice(WHAT), chance.sample(MORE, 3)
    goods = "，箱里的青花瓷碗碎了" if number % RARE_EVERY == 77 else ""
    text = f"{chance.choice(WHO)}：{what}{goods}，{'，'.join(more)}。件数 {chance.randrange(1, 90)}，电话已核实。"
    return {"title": what, "description": text, "place": chance.choice(PLACES), "complainant": chance.choice(WHO)}


@contextmanager
def without_pieces() -> Iterator[None]:
    """PostgreSQL's index over the pieces is made at the end: row by row it would take most of the time."""
    from app.extensions import db
    from app.search.models import SearchEntry

    [index] = [index for index in SearchEntry.__table__.indexes if index.name == "ix_search_entry_grams"]  # type: ignore[attr-defined]
    if db.engine.dialect.name != "postgresql":
        yield
        return
    index.drop(db.engine)
    yield
    db.session.rollback()
    index.create(db.engine)


def settle() -> None:
    """What a database does by itself in a quiet hour: PostgreSQL knows its new tables, and has them merged."""
    import sqlalchemy as sa

    from app.extensions import db

    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE"))


@contextmanager
def own_database(server: str) -> Iterator[str]:
    """A database that is dropped at the end."""
    import sqlalchemy as sa

    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"kesu_benchmark_{os.getpid()}"
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield engine.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        engine.dispose()


def _columns() -> list[Any]:
    from app.complaints.models import Complaint
    from app.search.finders import finder_of

    finder = finder_of(Complaint)
    assert finder is not None
    return [getattr(Complaint, name) for name in finder.texts]


if __name__ == "__main__":
    main()
