"""A station to write about, a person to write to, a mail server."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.clock import SHANGHAI
from app.db import unit_of_work
from app.extensions import db
from app.org.models import Department
from app.outbox import (
    Message,
    MessageTemplate,
    Recipient,
    TemplateDefault,
    enqueue,
    register_template,
    seed_templates,
)
from tests.outbox.mailserver import MailServer, running
from tests.outbox.smsserver import SmsServer
from tests.outbox.smsserver import running as providing

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI)
LI_NA = Recipient("李娜", "li.na@example.com", language="zh")
WANG_FANG = Recipient("王芳", phone="138 0013 8000")

ASSIGNED = TemplateDefault(
    code="test.assigned",
    title="Assigned",
    sample={"number": "TS20261120-0001", "name": "李娜", "due": NOW},
    subject_zh="投诉{{ number }}已转到您部门",
    body_zh="{{ name }}，您好：\n请在{{ due }}前处理投诉{{ number }}。",
    subject_en="Complaint {{ number }} is yours",
    body_en="{{ name }},\nplease handle {{ number }} by {{ due }}.",
)
SURVEY = TemplateDefault(
    code="test.survey",
    title="Survey",
    sample={"number": "TS20261120-0001", "name": "李娜", "due": NOW},
    subject_zh="请评价{{ number }}",
    body_zh="{{ name }}，请评价我们的服务。",
    subject_en="How was {{ number }}?",
    body_en="{{ name }}, how was it?",
    sms_zh="{{ name }}，请为{{ number }}打分。",
    sms_en="{{ name }}, rate {{ number }}.",
    sms_parameters=("name", "number"),
)
register_template(ASSIGNED)
register_template(SURVEY)

Tell = Callable[..., Message | None]


@pytest.fixture
def station(app: Flask) -> Department:
    """Messages are about it."""
    with unit_of_work():
        row = Department(code="HZ01", name="杭州一站", kind="station")
        db.session.add(row)
    return row


@pytest.fixture
def tell(station: Department) -> Tell:
    """Queue a message in a unit of work of its own."""

    def queue(key: str = "one", to: Any = LI_NA, kind: str = "test.assigned", **options: Any) -> Message | None:
        with unit_of_work():
            context = {"number": "TS20261120-0001", "name": "李娜", "due": NOW}
            facts = {"to": to, "owner": station, "context": context, "dedup_key": key, "now": NOW}
            return enqueue(kind, **facts | options)

    return queue


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server that the app is configured for."""
    with running(MailServer()) as mail_server:
        configure(app, monkeypatch, f"smtp://127.0.0.1:{mail_server.port}")
        yield mail_server


@pytest.fixture
def say(tell: Tell) -> Tell:
    """Queue a message that may go as a text; its templates are seeded and name one of Tencent's."""
    with unit_of_work():
        seed_templates()
        for row in db.session.scalars(select(MessageTemplate).where(MessageTemplate.channel == "sms")):
            row.provider_template = "449739"

    return lambda key="one", to=WANG_FANG, **options: tell(key, to, "test.survey", **options)


@pytest.fixture(params=["tencent", "gateway"])
def provider(request: pytest.FixtureRequest, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmsServer]:
    """Each of the two in turn; the app is configured for it."""
    with providing(SmsServer(kind=request.param)) as sms_server:
        configure(app, monkeypatch, "", sms_url=getattr(sms_server, request.param)())
        yield sms_server


def configure(app: Flask, monkeypatch: pytest.MonkeyPatch, smtp_url: str, **settings: Any) -> None:
    """Change settings for one test."""
    changed = app.config["SETTINGS"].model_copy(update={"smtp_url": smtp_url, **settings})
    monkeypatch.setitem(app.config, "SETTINGS", changed)
