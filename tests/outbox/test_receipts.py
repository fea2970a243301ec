"""What became of text messages: told by the provider over HTTP, kept once, and only forward."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from werkzeug.serving import make_server

from app.config import Settings
from app.core import clock
from app.db import unit_of_work
from app.extensions import db
from app.outbox import Attempt, Message, requeue
from app.outbox.deliver import deliver_due, sweep_stuck
from app.outbox.models import Receipt
from app.outbox.receipts import KEPT_UNMATCHED, match_early
from app.outbox.unknown import ask_about_unknown
from tests.outbox.conftest import configure
from tests.outbox.smsserver import DROP, RECEIPT_KEY
from tests.people import browser, login, make_person

MINUTE = timedelta(minutes=1)


@pytest.fixture
def site(app, provider, monkeypatch) -> Iterator[str]:
    """The app as the provider reaches it: over HTTP."""
    configure(app, monkeypatch, "", sms_url=app.config["SETTINGS"].sms_url, sms_receipt_key=RECEIPT_KEY)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def message() -> Message:
    db.session.rollback()
    return db.session.scalars(select(Message)).one()


def kept() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Receipt.status).order_by(Receipt.id)))


def test_a_delivered_text_says_so_on_its_page(say, provider, site, app):
    say()
    deliver_due(clock.now())
    assert message().delivered_at is None
    assert provider.call_back(site, "delivered") == 200
    assert (message().state, message().receipt) == ("sent", "delivered")
    assert message().delivered_at is not None
    make_person("admin", permissions=[(name, "MessageView") for name in ("can_list", "can_show")])
    admin = login(browser(app), "admin")
    page = admin.get(f"/message/show/{message().id}").text
    assert "DELIVRD" in page
    assert "8000" not in page.split('id="receipts"')[1], "no number stands beside it"


def test_an_undelivered_text_fails_with_the_reason_and_can_be_sent_again(say, provider, site):
    say()
    deliver_due(clock.now())
    assert provider.call_back(site, "undelivered", detail="空号") == 200
    assert (message().state, "空号" in str(message().reason)) == ("failed", True)
    with unit_of_work():
        requeue(message(), actor=None, now=clock.now())
    deliver_due(clock.now() + MINUTE)
    assert (message().state, message().receipt, len(provider.taken)) == ("sent", "", 2)
    assert provider.call_back(site, "delivered") == 200
    assert (message().state, message().receipt) == ("sent", "delivered")


def test_repeated_and_late_receipts_change_nothing(say, provider, site):
    say()
    deliver_due(clock.now())
    for status in ("delivered", "undelivered", "delivered", "undelivered"):
        assert provider.call_back(site, status) == 200
    assert (message().state, message().receipt) == ("sent", "delivered")
    assert sorted(kept()) == ["delivered", "undelivered"], "each is kept once"


def test_twenty_receipts_at_once_are_one(say, provider, site):
    say()
    deliver_due(clock.now())
    answers: list[int] = []
    told = [threading.Thread(target=lambda: answers.append(provider.call_back(site, "delivered"))) for _ in range(20)]
    for thread in told:
        thread.start()
    for thread in told:
        thread.join()
    assert answers == [200] * 20
    assert kept() == ["delivered"]


def test_a_receipt_that_comes_before_the_answer_finds_its_message(say, provider, site):
    say()
    provider.before_answer = lambda: provider.call_back(site, "delivered")
    deliver_due(clock.now())
    match_early(clock.now())
    assert (message().state, message().receipt) == ("sent", "delivered")
    match_early(clock.now() + 2 * KEPT_UNMATCHED)
    assert kept() == ["delivered"], "what belongs to a message stays"


def test_a_receipt_settles_what_nobody_knew_without_asking(say, provider, site):
    say()
    provider.answers += [DROP]
    deliver_due(clock.now())
    assert message().state == "unknown"
    provider.knows[message().out_id] = "SUCCESS" if provider.kind == "tencent" else "sent"
    if provider.kind == "tencent":  # its receipts name its own id, which is learnt by asking
        ask_about_unknown(clock.now() + 2 * MINUTE)
        provider.sids[message().out_id] = "2019:1"
    assert provider.call_back(site, "undelivered", detail="关机") == 200
    assert (message().state, "关机" in str(message().reason)) == ("failed", True)


def test_a_receipt_during_a_try_whose_worker_dies_is_heeded_when_it_is_swept_up(say, provider, site):
    if provider.kind == "tencent":
        pytest.skip("Tencent's receipts name an id that such a try has never learnt")
    say()
    with unit_of_work():
        mine = message()
        mine.state, mine.lease_until = "sending", clock.now() - MINUTE
        db.session.add(Attempt(message_id=mine.id, token=0, channel="sms", started_at=clock.now()))
        provider.taken.append({"id": mine.out_id, "phone": mine.address})
    assert provider.call_back(site, "delivered") == 200
    assert message().state == "sending"
    sweep_stuck(clock.now())
    assert message().state == "unknown"
    ask_about_unknown(clock.now() + 2 * MINUTE)
    assert (message().state, message().error, provider.asked) == ("sent", None, [])


def test_what_isnt_ours_is_taken_and_forgotten(say, provider, site):
    say()
    deliver_due(clock.now())
    assert provider.call_back(site, "delivered", id="nobody", sid="nobody") == 200
    assert provider.call_back(site, "delivered", phone="+8613900139000", mobile="13900139000") == 200
    assert message().receipt == "", "an id of ours with another's number is nobody's"
    match_early(clock.now())
    assert len(kept()) == 2
    match_early(clock.now() + 2 * KEPT_UNMATCHED)
    assert kept() == []


def test_a_wrong_signature_or_address_is_refused_and_changes_nothing(say, provider, site):
    say()
    deliver_due(clock.now())
    refused = 404 if provider.kind == "tencent" else 401
    assert provider.call_back(site, "delivered", secret="wrong") == refused
    other = "gateway" if provider.kind == "tencent" else f"tencent/{RECEIPT_KEY}"
    assert provider.post(f"{site}/api/v1/sms_receipt/{other}", b"[]", {}) == 404, "another provider's address"
    assert kept() == []


def test_a_signature_is_good_for_its_own_request_and_five_minutes(say, provider, site):
    if provider.kind == "tencent":
        pytest.skip("Tencent signs nothing")
    say()
    deliver_due(clock.now())
    url = f"{site}/api/v1/sms_receipt/gateway"
    body = provider.receipts_body("delivered")
    assert provider.post(url, body, provider.signed(url, body, age=400)) == 401
    assert provider.post(url, body, provider.signed(url, body, key="stranger")) == 401
    assert provider.post(url, body.replace(b"delivered", b"accepted"), provider.signed(url, body)) == 401
    assert provider.post(f"{url}?x=1", body, provider.signed(url, body)) == 401
    assert provider.post(url, body, {}) == 401
    assert provider.post(url, body, provider.signed(url, body) | {"X-Kesu-Timestamp": "²"}) == 401
    assert message().receipt == ""
    assert provider.post(url, body, provider.signed(url, body)) == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[1]", b'{"receipts": {}}', b"[" * 100_000, b'[{"sid": "a"}]', b'{"receipts": [{"id": 1}]}'],
)
def test_what_cannot_be_understood_is_a_bad_request(provider, site, body):
    assert provider.post_as_provider(site, body) == 400
    assert db.session.scalar(select(func.count()).select_from(Receipt)) == 0


def test_too_many_or_too_large_is_refused(provider, site):
    one = json.loads(provider.receipts_body("delivered", [{"id": "x", "phone": "+8613800138000"}]))
    rows = one["receipts"] if isinstance(one, dict) else one
    many = [row | {"id": str(number), "sid": str(number)} for number, row in enumerate(rows * 1_001)]
    assert provider.post_as_provider(site, json.dumps(many if isinstance(one, list) else {"receipts": many})) == 400
    assert provider.post_as_provider(site, b" " * 600_000) == 413


def test_without_a_key_there_is_no_address_for_tencent(app, provider, site, monkeypatch):
    configure(app, monkeypatch, "", sms_url=provider.tencent(), sms_receipt_key="")
    assert provider.post(f"{site}/api/v1/sms_receipt/tencent/{RECEIPT_KEY}", b"[]", {}) == 404
    with pytest.raises(ValueError, match="at random"):
        Settings(sms_receipt_key="guess-me")
