"""Where SMS providers tell what became of text messages. Nobody is logged in: each request proves where it comes from.

`POST /api/v1/sms_receipt/gateway` is signed as our own requests to the gateway are. Tencent's callbacks carry no
signature: `POST /api/v1/sms_receipt/tencent/<KESU_SMS_RECEIPT_KEY>`, an address that only Tencent is told.
"""

import hmac
import logging
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import abort, current_app, jsonify, request
from flask_appbuilder.api import BaseApi, expose
from flask_babel import lazy_gettext as _l

from app.config import Settings
from app.core import clock
from app.core.clock import SHANGHAI
from app.core.errors import BadRequest
from app.core.i18n import N_
from app.db import unit_of_work
from app.outbox.channels.sms_http import signature
from app.outbox.receipts import ACCEPTED, DELIVERED, UNDELIVERED, Report, take_reports
from app.security import elevated
from app.web.errors import as_json
from app.web.text import unkeepable
from app.web.titled import Titled

log = logging.getLogger(__name__)

LATE = timedelta(minutes=5)
MOST_REPORTS = 1_000
_MOST_BYTES = 512 * 1024
_ID_LENGTH, _PHONE_LENGTH, _DETAIL_LENGTH = 200, 40, 500
_TENCENT = {"SUCCESS": DELIVERED, "FAIL": UNDELIVERED}


class ReceiptApi(Titled, BaseApi):
    """Receipts of text messages. Ids that aren't ours are taken and forgotten: providers repeat what is refused."""

    resource_name, title = "sms_receipt", _l("Receipts of text messages")

    @expose("/gateway", methods=("POST",))
    def gateway(self) -> Any:
        """Receipts of a gateway.
        ---
        post:
          description: "signed like our own requests, see docs/operations.md"
          requestBody:
            content: {application/json: {schema: {type: object, properties: {receipts: {type: array, items: {
              type: object, required: [id, phone, status], properties: {id: {type: string}, phone: {type: string},
              status: {type: string, enum: [accepted, delivered, undelivered]}, detail: {type: string},
              at: {type: string, format: date-time}}}}}}}}
          responses: {200: {description: "taken"}, 401: {description: "not signed"}}
        """
        url = urlsplit(_settings().sms_url)
        if url.scheme not in ("https+hmac", "http+hmac"):
            abort(404)
        body = _body()
        if not _signed(unquote(url.username or ""), unquote(url.password or ""), body):
            log.warning("a receipt with a wrong signature was refused")
            return as_json(401)
        told = _json()
        rows = told.get("receipts") if isinstance(told, dict) else None
        _take([_of_gateway(row) for row in _rows(rows)])
        return jsonify(taken=True)

    @expose("/tencent/<string:key>", methods=("POST",))
    def tencent(self, key: str) -> Any:
        """Receipts of Tencent Cloud, as its callback sends them.
        ---
        post:
          parameters: [{in: path, name: key, schema: {type: string}}]
          responses: {200: {description: "taken"}, 404: {description: "another address"}}
        """
        settings = _settings()
        known = settings.sms_receipt_key if settings.sms_url.startswith("tencent:") else ""
        if not known or not hmac.compare_digest(known.encode(), key.encode()):
            abort(404)
        _body()
        _take([_of_tencent(row) for row in _rows(_json())])
        return jsonify(result=0, errmsg="OK")


def _settings() -> Settings:
    return current_app.config["SETTINGS"]


def _body() -> bytes:
    request.max_content_length = _MOST_BYTES
    return request.get_data(cache=True)


def _json() -> Any:
    try:
        return request.get_json(force=True, silent=True)
    except RecursionError:  # lists in lists in lists
        return None


def _signed(key: str, secret: str, body: bytes) -> bool:
    """The right key, not older than `LATE`, a signature over all of it. A repeated request changes nothing."""
    sent, stamp, nonce, given = (
        request.headers.get(f"X-Kesu-{name}", "") for name in ("Key", "Timestamp", "Nonce", "Signature")
    )
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        return False
    if abs(clock.now().timestamp() - int(stamp)) > LATE.total_seconds():
        return False
    target = f"{request.path}?{request.query_string.decode('latin-1')}".rstrip("?")
    expected = signature(secret, "POST", target, stamp, nonce, body=body)
    right_key = hmac.compare_digest(key.encode(), sent.encode())
    return hmac.compare_digest(expected.encode(), given.encode()) and right_key


def _take(reports: list[Report]) -> None:
    with unit_of_work(), elevated():
        take_reports(reports, now=clock.now())


def _rows(rows: Any) -> list[dict[str, Any]]:
    """Raises BadRequest."""
    if not isinstance(rows, list) or len(rows) > MOST_REPORTS or not all(isinstance(row, dict) for row in rows):
        raise BadRequest(N_("A list of at most %(most)s receipts is expected."), most=MOST_REPORTS)
    return rows


def _of_gateway(row: dict[str, Any]) -> Report:
    status = _text(row, "status", 20)
    if status not in (ACCEPTED, DELIVERED, UNDELIVERED):
        raise BadRequest(N_("A receipt's status is accepted, delivered or undelivered."))
    detail = _text(row, "detail", _DETAIL_LENGTH) if row.get("detail") else ""
    at = _instant(row.get("at"))
    return Report("gateway", _text(row, "id", _ID_LENGTH), _text(row, "phone", _PHONE_LENGTH), status, detail, at)


def _of_tencent(row: dict[str, Any]) -> Report:
    status = _TENCENT.get(_text(row, "report_status", 20))
    if status is None:
        raise BadRequest(N_("A receipt's status is accepted, delivered or undelivered."))
    phone = f"+{_text(row, 'nationcode', 6)}{_text(row, 'mobile', _PHONE_LENGTH)}"
    said = [str(row[name]) for name in ("errmsg", "description") if row.get(name)]
    detail = "".join(letter for letter in " ".join(said) if not unkeepable(letter))[:_DETAIL_LENGTH]
    # 2015-10-17 08:03:04, on China's clocks
    return Report(
        "tencent", _text(row, "sid", _ID_LENGTH), phone, status, detail, _instant(row.get("user_receive_time"))
    )


def _text(row: dict[str, Any], name: str, longest: int) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value or len(value) > longest or unkeepable(value):
        raise BadRequest(
            N_("A receipt needs “%(name)s”, a text of at most %(longest)s characters."), name=name, longest=longest
        )
    return value


def _instant(value: Any) -> datetime | None:
    """An instant that can't be read is left out: what happened counts, not when."""
    try:
        at = datetime.fromisoformat(value)
        at = at if at.tzinfo else at.replace(tzinfo=SHANGHAI)
        return at if 2000 <= at.year <= 2100 else None
    except (TypeError, ValueError):
        return None
