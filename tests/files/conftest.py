"""Two stations with an order each; files belong to orders."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from flask import Flask

from app.db import unit_of_work
from app.extensions import db
from tests.people import make_department, make_person
from tests.security import business


@pytest.fixture
def scene(app: Flask) -> Iterator[SimpleNamespace]:
    """Anna works at station A, Ben at station B; the order is A's."""
    business.prepare()
    a, b = make_department("A", "站点甲"), make_department("B", "站点乙")
    with unit_of_work():
        order = business.Order(name="运单", from_id=a.id)
        db.session.add(order)
    may = [("can_download", "AttachmentView")]
    anna = make_person("anna", department=a, reach="tree", permissions=may)
    make_person("ben", department=b, reach="tree", permissions=may)
    make_person("eve", department=a, reach="tree")
    yield SimpleNamespace(order=order, anna=anna, a=a, b=b)
    business.forget()
