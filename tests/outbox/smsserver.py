"""SMS providers on the loopback that check every signature: Tencent's API and a gateway of our own kind."""

import hashlib
import hmac
import http.client
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY, SECRET = "kesu-key", "s3cret/with:signs"
RECEIPT_KEY = "tencent-only-knows-this-1234"
DROP = "drop"


@dataclass
class SmsServer:
    """What it has taken over, and what it answers: `answers` are used up first; `DROP` takes the text and breaks the
    connection before the answer. `delay`: seconds between taking a text over and the answer. `kind`: the one of the two
    that the app is configured for, and whose receipts it calls back with."""

    kind: str = "gateway"

    taken: list[dict[str, Any]] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    knows: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    nonces: set[str] = field(default_factory=set)
    arrived: threading.Condition = field(default_factory=threading.Condition)
    port: int = 0
    delay: float = 0
    sids: dict[str, str] = field(default_factory=dict)
    before_answer: Callable[[], Any] = lambda: None

    def take(self, text: dict[str, Any]) -> None:
        with self.arrived:
            self.taken.append(text)
            self.sids[text["id"]] = f"2019:53841582{len(self.taken):04d}"
            self.arrived.notify_all()
        self.before_answer()
        threading.Event().wait(self.delay)

    def ids(self) -> list[str]:
        return [text["id"] for text in self.taken]

    def tencent(self, secret: str = "s3cret%2Fwith%3Asigns") -> str:
        return f"tencent://{KEY}:{secret}@127.0.0.1:{self.port}?app_id=1400006666&sign=%E6%96%B0%E9%82%A6&protocol=http"

    def gateway(self, secret: str = "s3cret%2Fwith%3Asigns") -> str:
        return f"http+hmac://{KEY}:{secret}@127.0.0.1:{self.port}/sms?sign=%E6%96%B0%E9%82%A6"

    def call_back(self, site: str, status: str, *, secret: str = "", detail: str = "DELIVRD", **changed: str) -> int:
        """Tell the site what became of the texts taken last, as the provider does; the HTTP status of its answer."""
        return self.post_as_provider(site, self.receipts_body(status, self.taken[-1:], detail, **changed), secret)

    def receipts_body(self, status: str, texts: Any = None, detail: str = "DELIVRD", **changed: str) -> bytes:
        """What the provider posts, in its own words."""
        texts = self.taken if texts is None else texts
        if self.kind == "gateway":
            rows = [{"id": text["id"], "phone": text["phone"], "status": status, "detail": detail} for text in texts]
            return json.dumps({"receipts": [row | changed for row in rows]}).encode()
        words = {
            "user_receive_time": "2026-11-25 09:30:00",
            "nationcode": "86",
            "report_status": "SUCCESS" if status == "delivered" else "FAIL",
            "errmsg": detail,
            "description": "",
        }
        told = [
            words | {"sid": self.sids.get(text["id"], "2019:0"), "mobile": text["phone"].removeprefix("+86")}
            for text in texts
        ]
        return json.dumps([row | changed for row in told]).encode()

    def post_as_provider(self, site: str, body: bytes | str, secret: str = "") -> int:
        """With the signature of the gateway, or to the address that only Tencent knows."""
        body = body.encode() if isinstance(body, str) else body
        if self.kind == "tencent":
            return self.post(f"{site}/api/v1/sms_receipt/tencent/{secret or RECEIPT_KEY}", body, {})
        url = f"{site}/api/v1/sms_receipt/gateway"
        return self.post(url, body, self.signed(url, body, secret=secret or SECRET))

    def signed(self, url: str, body: bytes, *, key: str = KEY, secret: str = SECRET, age: int = 0) -> dict[str, str]:
        """The four headers, as docs/operations.md says."""
        timestamp, nonce = str(int(time.time()) - age), secrets.token_hex(8)
        lines = "\n".join(("POST", urlsplit(url).path, timestamp, nonce, hashlib.sha256(body).hexdigest()))
        signature = hmac.new(secret.encode(), lines.encode(), hashlib.sha256).hexdigest()
        named = {"Key": key, "Timestamp": timestamp, "Nonce": nonce, "Signature": signature}
        return {f"X-Kesu-{name}": value for name, value in named.items()}

    @staticmethod
    def post(url: str, body: bytes, headers: dict[str, str]) -> int:
        """Over the network."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        try:
            target = f"{parts.path}?{parts.query}" if parts.query else parts.path
            sent = {name: value.encode() for name, value in headers.items()}
            connection.request("POST", target, body, {"Content-Type": "application/json", **sent})
            return connection.getresponse().status
        finally:
            connection.close()


@contextmanager
def running(server: SmsServer) -> Iterator[SmsServer]:
    """The server on a free port of the loopback."""
    handler = type("Handler", (_Handler,), {"provider": server})
    listening = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    listening.daemon_threads = True
    server.port = listening.server_address[1]
    threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()


class _Handler(BaseHTTPRequestHandler):
    provider: SmsServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "X-TC-Action" in self.headers:
            self._tencent(body)
        elif not self._signed("POST", body):
            self._answer(401, {"error": "signature"})
        else:
            self._gateway(json.loads(body))

    def do_GET(self) -> None:
        if not self._signed("GET", b""):
            self._answer(401, {"error": "signature"})
            return
        wanted = parse_qs(urlsplit(self.path).query)["id"][0]
        self.provider.asked.append(wanted)
        known = self.provider.knows.get(wanted)
        self._answer(200 if known else 404, {"state": known})

    def _gateway(self, told: dict[str, Any]) -> None:
        answer = self.provider.answers.pop(0) if self.provider.answers else 202
        if answer in (202, DROP):
            self.provider.take(told)
        if answer != DROP:
            self._answer(answer, {"id": told["id"]})

    def _signed(self, method: str, body: bytes) -> bool:
        """As docs/operations.md says; each nonce once."""
        names = ("Key", "Timestamp", "Nonce", "Signature")
        key, timestamp, nonce, given = (self.headers[f"X-Kesu-{name}"] for name in names)
        if nonce in self.provider.nonces:
            return False
        self.provider.nonces.add(nonce)
        lines = "\n".join((method, self.path, timestamp, nonce, hashlib.sha256(body).hexdigest()))
        expected = hmac.new(SECRET.encode(), lines.encode(), hashlib.sha256).hexdigest()
        return key == KEY and hmac.compare_digest(expected, given)

    def _tencent(self, body: bytes) -> None:
        told, action = json.loads(body), self.headers["X-TC-Action"]
        if not self._signed_tc3(body):
            self._says({"Error": {"Code": "AuthFailure.SignatureFailure", "Message": "The signature is wrong."}})
        elif action == "PullSmsSendStatusByPhoneNumber":
            self.provider.asked.append(told["PhoneNumber"])
            found = [
                {"SessionContext": out_id, "ReportStatus": status, "SerialNo": "2019:1", "Description": "DELIVRD"}
                for out_id, status in self.provider.knows.items()
            ]
            self._says({"PullSmsSendStatusSet": found})
        else:
            self._send_sms(told)

    def _send_sms(self, told: dict[str, Any]) -> None:
        answer = self.provider.answers.pop(0) if self.provider.answers else "Ok"
        if answer in ("Ok", DROP):
            (phone,) = told["PhoneNumberSet"]
            text = {"id": told["SessionContext"], "phone": phone, "sign": told["SignName"]}
            self.provider.take(text | {"template": told["TemplateId"], "parameters": told["TemplateParamSet"]})
        if answer == DROP:
            return
        if answer.startswith("Internal"):
            self._says({"Error": {"Code": answer, "Message": answer}})
            return
        serial = self.provider.sids.get(told["SessionContext"], "")
        status = {"Code": answer, "Message": answer, "SerialNo": serial, "Fee": 1}
        self._says({"SendStatusSet": [status]})

    def _signed_tc3(self, body: bytes) -> bool:
        """Tencent's TC3-HMAC-SHA256, recomputed from its specification."""
        given = self.headers["Authorization"]
        fields = dict(part.split("=", 1) for part in given.removeprefix("TC3-HMAC-SHA256 ").split(", "))
        key, scope = fields["Credential"].split("/", 1)
        names = fields["SignedHeaders"]
        headers = "".join(f"{name}:{self.headers[name].strip().lower()}\n" for name in names.split(";"))
        request = "\n".join(("POST", "/", "", headers, names, hashlib.sha256(body).hexdigest()))
        digest = hashlib.sha256(request.encode()).hexdigest()
        to_sign = "\n".join(("TC3-HMAC-SHA256", self.headers["X-TC-Timestamp"], scope, digest))
        secret = f"TC3{SECRET}".encode()
        for part in scope.split("/"):
            secret = hmac.new(secret, part.encode(), hashlib.sha256).digest()
        expected = hmac.new(secret, to_sign.encode(), hashlib.sha256).hexdigest()
        return key == KEY and hmac.compare_digest(expected, fields["Signature"])

    def _says(self, response: dict[str, Any]) -> None:
        self._answer(200, {"Response": {**response, "RequestId": "5a1b"}})

    def _answer(self, status: int, told: dict[str, Any]) -> None:
        text = json.dumps(told, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""
