"""The administrators' company: 郑启明 administers, 郭红 answers calls, 曾强 manages 白云网点."""

from typing import Any

import pytest
from flask import Flask

from app.customfields import CustomField
from app.customfields.verbs import define
from app.db import unit_of_work
from tests.admin.conftest import NOW, Company, admin, company, sign_in
from tests.people import Browser

__all__ = ["admin", "company"]


@pytest.fixture
def guo(app: Flask, company: Company) -> Browser:
    """An operator's browser."""
    company.person("guo", "operator", company.hq)
    return sign_in(app, "guo")


def field(kind: str, name: str, entity: str = "customer", **facts: Any) -> CustomField:
    """A field that an administrator has defined."""
    with unit_of_work():
        return define(entity=entity, kind=kind, name_zh=name, actor=None, now=NOW, **facts)
