"""An app of its own with the test shop's screens, on both databases."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from app.db import unit_of_work
from app.extensions import appbuilder, db
from app.security import system_scope
from app.web import Screen, Section, register_menu
from tests import conftest as house
from tests.people import browser, login, make_department, make_person
from tests.web import shop
from tests.web.site import Site, dropped_afterwards


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def _shop_app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    directory = tmp_path_factory.mktemp("shop")
    url = (
        request.getfixturevalue("_postgres") if request.param == "postgresql" else f"sqlite:///{directory / 'shop.db'}"
    )
    app = house.make_app(url, Path(directory))
    with app.app_context():
        screens = [Screen(shop.ShelfView, icon="fa-layer-group"), Screen(shop.BookView, icon="fa-book")]
        register_menu(appbuilder, [Section("Shop", "fa-shop", screens, hidden=[shop.DepartmentChoices, shop.BookApi])])
        db.create_all()
        shop.ShopModel.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        shop.ShopModel.metadata.drop_all(db.engine)
        db.engine.dispose()


@pytest.fixture
def app(_shop_app: Flask) -> Iterator[Flask]:
    """The shop with empty tables."""
    with _shop_app.app_context(), system_scope():
        with unit_of_work():
            for table in reversed(shop.ShopModel.metadata.sorted_tables):
                db.session.execute(table.delete())
        house._empty()
        yield _shop_app
        db.session.remove()


@pytest.fixture
def scene(app: Flask) -> SimpleNamespace:
    """Two stations with a shelf each; Anna manages station A, Boss sees everything."""
    a, b = make_department("A", "站点甲"), make_department("B", "站点乙")
    with unit_of_work():
        mine, other = shop.Shelf(name="甲架", department_id=a.id), shop.Shelf(name="乙架", department_id=b.id)
        db.session.add_all([mine, other])
    with unit_of_work():
        book = shop.Book(code="B-1", title="甲书", shelf_id=mine.id, genre="novel")
        foreign = shop.Book(code="B-2", title="乙书", shelf_id=other.id, genre="law")
        db.session.add_all([book, foreign])
    anna = make_person("anna", department=a, reach="tree", permissions=shop.EVERYTHING, last_name="安", first_name="娜")
    boss = make_person("boss", permissions=shop.EVERYTHING)
    return SimpleNamespace(
        a=a,
        b=b,
        mine=mine,
        other=other,
        book=book,
        foreign=foreign,
        anna=anna,
        boss=boss,
        as_anna=login(browser(app), "anna"),
        as_boss=login(browser(app), "boss"),
    )


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def whole_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real app with all its screens, on a database of its own."""
    directory = tmp_path_factory.mktemp("site")
    if request.param == "sqlite":
        yield Site(house.make_app(f"sqlite:///{directory / 'site.db'}", directory))
        return
    with house.new_database() as url, dropped_afterwards(url):
        site = Site(house.make_app(url, directory))
        yield site
        with site.app.app_context():
            db.engine.dispose()


@pytest.fixture
def site(whole_site: Site) -> Iterator[Site]:
    """The whole site; afterwards it is as it was."""
    yield whole_site
    whole_site.restore()
