"""Text messages through Tencent Cloud (SMS API 2021-01-11), with Tencent's own SDK, which signs the requests.

Tencent sends only templates that it has approved: the message brings the template's id and its parameters.
"""

import json
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import requests
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.sms.v20210111 import models
from tencentcloud.sms.v20210111.sms_client import SmsClient
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from app.outbox.channels.base import Kind, Letter, Outcome

_TIMEOUT_SECONDS = 10
_OURS_TO_MEND = ("AuthFailure", "UnauthorizedOperation", "ResourceUnavailable", "FailedOperation.InsufficientBalance")
_LATER = ("RequestLimitExceeded", "LimitExceeded")
_NOBODY_KNOWS = ("ClientNetworkError", "ServerNetworkError", "InternalError")
_KINDS: tuple[tuple[tuple[str, ...], Kind], ...] = (
    (_OURS_TO_MEND, "unreachable"),
    (_LATER, "later"),
    (_NOBODY_KNOWS, "unknown"),
)


class TencentSmsChannel:
    """`tencent://secret_id:secret_key@host?app_id=…&sign=…`; `region` and `protocol` have Tencent's usual values."""

    name = "sms"

    def __init__(self, url: str):
        parts = urlsplit(url)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self._app_id, self._sign = given["app_id"], given["sign"]
        host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
        http = HttpProfile(protocol=given.get("protocol", "https"), endpoint=host, reqTimeout=_TIMEOUT_SECONDS)
        credential = Credential(unquote(parts.username or ""), unquote(parts.password or ""))
        profile = ClientProfile(signMethod="TC3-HMAC-SHA256", httpProfile=http)
        self._client = SmsClient(credential, given.get("region", "ap-guangzhou"), profile)

    def send(self, letter: Letter) -> Outcome:
        """Try once; the SDK itself tries nothing again."""
        if not letter.template:
            return Outcome("refused", "the message template names no template of Tencent's")
        asked = {
            "PhoneNumberSet": [letter.address],
            "SmsSdkAppId": self._app_id,
            "SignName": self._sign,
            "TemplateId": letter.template,
            "TemplateParamSet": list(letter.parameters),
            "SessionContext": letter.out_id,
        }
        try:
            answer = self._client.SendSms(_filled(models.SendSmsRequest(), asked))
            [status] = list(answer.SendStatusSet or [])
        except TencentCloudSDKException as error:
            return _refusal(error)
        except (ValueError, TypeError, KeyError, requests.RequestException) as error:
            return Outcome("unknown", repr(error)[:500])  # an answer that isn't Tencent's
        if status.Code == "Ok":
            return Outcome("sent", status.SerialNo or "", status.SerialNo or "")
        return _by_code(status.Code, f"{status.Code}: {status.Message}")

    def find(self, letter: Letter, *, since: datetime, now: datetime) -> Outcome | None:
        """Tencent tells what became of a number's messages; ours is the one that carries our id."""
        asked = {
            "PhoneNumber": letter.address,
            "SmsSdkAppId": self._app_id,
            "BeginTime": int(since.timestamp()) - 60,
            "EndTime": int(now.timestamp()) + 60,
            "Offset": 0,
            "Limit": 100,
        }
        try:
            request = _filled(models.PullSmsSendStatusByPhoneNumberRequest(), asked)
            answer = self._client.PullSmsSendStatusByPhoneNumber(request)
        except (TencentCloudSDKException, ValueError, TypeError, KeyError, requests.RequestException):
            return None
        for status in answer.PullSmsSendStatusSet or ():
            if status.SessionContext == letter.out_id:
                if status.ReportStatus == "FAIL":
                    return Outcome("refused", status.Description or "")
                return Outcome("sent", status.SerialNo or "", status.SerialNo or "")
        return None

    def close(self) -> None:
        """The SDK opens a connection for each request."""


def _filled(request: Any, values: dict[str, Any]) -> Any:
    request.from_json_string(json.dumps(values))
    return request


def _refusal(error: TencentCloudSDKException) -> Outcome:
    code, reply = error.code or "", f"{error.code}: {error.message}"
    return Outcome("unreachable", reply[:500]) if _never_connected(error) else _by_code(code, reply)


def _by_code(code: str, reply: str) -> Outcome:
    kinds: list[Kind] = [kind for prefixes, kind in _KINDS if code.startswith(prefixes)]
    return Outcome(kinds[0] if kinds else "refused", reply[:500])


def _never_connected(error: BaseException) -> bool:
    """The SDK calls every fault of the network by one name; what it wraps says whether anything was handed over."""
    cause = error.__context__
    if isinstance(cause, requests.exceptions.ConnectTimeout | requests.exceptions.SSLError):
        return True
    inner = cause.args[0] if isinstance(cause, requests.ConnectionError) and cause.args else None
    reason = getattr(inner, "reason", None)
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)
