"""The administrators' company: 郑启明 defines 培训记录; 郭红 answers calls, 曾强 manages 白云网点, 许敏 宝安网点."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.ownrecords import OwnRecord, RecordType
from tests.admin.conftest import Company, admin, company, sign_in
from tests.people import Browser

__all__ = ["admin", "company"]


@pytest.fixture
def guo(app: Flask, company: Company) -> Browser:
    """An operator's browser: sees everything."""
    company.person("guo", "operator", company.hq)
    return sign_in(app, "guo")


@pytest.fixture
def zeng(app: Flask, company: Company) -> Browser:
    """The manager's of Baiyun."""
    company.person("zeng", "manager", company.baiyun)
    return sign_in(app, "zeng")


@pytest.fixture
def xu(app: Flask, company: Company) -> Browser:
    """The manager's of Bao'an."""
    company.person("xu", "manager", company.baoan)
    return sign_in(app, "xu")


def rights(company: Company, **held: str) -> list[str]:
    """Ticked boxes: `rights(company, see="operator manager", add="operator")`."""
    return [f"{right}|{company.role(code).role_id}" for right, codes in held.items() for code in codes.split()]


def make_type(admin: Browser, company: Company, *, approved: bool = False, **more: Any) -> RecordType:
    """培训记录, made in the browser: operators and managers keep it, quality approves."""
    both = "operator manager"
    boxes = rights(company, see=both, add=both, change=both, archive=both, export=both, approve="quality")
    facts = {"name_zh": "培训记录", "code": "training", "icon": "fa-graduation-cap", "sort": "100"}
    facts |= {"subject_zh": "培训主题", "pattern": "PX-YYYYMM-####", "rights": boxes} | more
    answer = admin.send("/record-type/add", facts | ({"approval": "y"} if approved else {}))
    assert answer.status_code == 302, answer.text
    db.session.expire_all()
    return db.session.scalars(select(RecordType)).one()


def add_field(admin: Browser, **facts: str) -> None:
    """A field of 培训记录, made in the browser."""
    told = {"entity": "own:training", "kind": "text", "sort": "100"} | facts
    answer = admin.send("/custom-field/add", told)
    assert answer.status_code == 302, answer.text


def the_record() -> OwnRecord:
    """The only one."""
    db.session.expire_all()
    return db.session.scalars(select(OwnRecord)).one()
