"""Text messages through any gateway that understands our signed requests (docs/operations.md, Text messages)."""

import hashlib
import hmac
import http.client
import json
import secrets
import ssl
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from app.core import clock
from app.outbox.channels.base import Letter, Outcome

_TIMEOUT_SECONDS = 10
_REPLY_LENGTH = 500


def signature(secret: str, *signed: str, body: bytes) -> str:
    """HMAC-SHA256, in hexadecimal, over what is `signed` (method, path with query, timestamp, nonce) and the body's
    SHA-256, a line each."""
    canonical = "\n".join((*signed, hashlib.sha256(body).hexdigest()))
    return hmac.new(secret.encode(), canonical.encode(), hashlib.sha256).hexdigest()


class HttpSmsChannel:
    """`https+hmac://key:secret@host/path?sign=…`: one POST for each message, a GET to ask what became of it."""

    name = "sms"

    def __init__(self, url: str):
        parts = urlsplit(url)
        self._secure = parts.scheme == "https+hmac"
        self._host, self._port, self._path = parts.hostname or "", parts.port, parts.path or "/"
        self._key, self._secret = unquote(parts.username or ""), unquote(parts.password or "")
        self._sign = parse_qs(parts.query).get("sign", [""])[0]

    def send(self, letter: Letter) -> Outcome:
        """Try once."""
        told = {
            "id": letter.out_id,
            "phone": letter.address,
            "sign": self._sign,
            "text": letter.body,
            "template": letter.template,
            "parameters": list(letter.parameters),
        }
        connection = self._connection()
        try:
            try:
                connection.connect()
            except OSError as error:
                return Outcome("unreachable", _reply(error))
            try:
                status, reply = self._ask(connection, "POST", self._path, json.dumps(told, ensure_ascii=False).encode())
            except (OSError, http.client.HTTPException) as error:
                return Outcome("unknown", _reply(error))
        finally:
            connection.close()
        return _by_status(status, f"{status} {reply.decode(errors='replace')}"[:_REPLY_LENGTH])

    def find(self, letter: Letter, *, since: datetime, now: datetime) -> Outcome | None:
        """A gateway that can tell answers with the state of the id."""
        connection = self._connection()
        try:
            status, reply = self._ask(connection, "GET", f"{self._path}?id={quote(letter.out_id, safe='')}", b"")
            state = json.loads(reply).get("state") if status == 200 else None
        except (OSError, http.client.HTTPException, ValueError, AttributeError):
            return None
        finally:
            connection.close()
        known: dict[Any, Outcome] = {"sent": Outcome("sent"), "refused": Outcome("refused", "refused by the gateway")}
        return known.get(state)

    def close(self) -> None:
        """Each request has a connection of its own."""

    def _connection(self) -> http.client.HTTPConnection:
        if not self._secure:
            return http.client.HTTPConnection(self._host, self._port, timeout=_TIMEOUT_SECONDS)
        verified = ssl.create_default_context()
        return http.client.HTTPSConnection(self._host, self._port, timeout=_TIMEOUT_SECONDS, context=verified)

    def _ask(self, connection: http.client.HTTPConnection, method: str, target: str, body: bytes) -> tuple[int, bytes]:
        timestamp, nonce = str(int(clock.now().timestamp())), secrets.token_hex(16)
        headers = {
            "Content-Type": "application/json",
            "X-Kesu-Key": self._key,
            "X-Kesu-Timestamp": timestamp,
            "X-Kesu-Nonce": nonce,
            "X-Kesu-Signature": signature(self._secret, method, target, timestamp, nonce, body=body),
        }
        connection.request(method, target, body or None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(10_000)


def _by_status(status: int, reply: str) -> Outcome:
    if 200 <= status < 300:
        return Outcome("sent", reply)
    if status in (401, 403):  # ours to mend, and no message's fault
        return Outcome("unreachable", reply)
    if status == 429:
        return Outcome("later", reply)
    return Outcome("refused" if 400 <= status < 500 else "unknown", reply)


def _reply(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:_REPLY_LENGTH]
