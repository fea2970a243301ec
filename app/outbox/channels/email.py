"""E-mail over SMTP. Flask-Mail builds the message; the connection is ours.

Flask-Mail's own connection waits for ever and accepts any certificate at STARTTLS.
"""

import smtplib
import ssl
from email.charset import BASE64, Charset
from email.mime.text import MIMEText
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import flask_mail

from app.config import Settings
from app.extensions import mail
from app.org.company import company_name
from app.outbox.channels.base import Letter, Outcome

_TIMEOUT_SECONDS = 10
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


class EmailChannel:
    """One SMTP connection, opened with the first letter and used for those that follow."""

    name = "email"

    def __init__(self, settings: Settings):
        self._address = settings.mail_from
        self._connection = _Connection(settings.smtp_url)

    def send(self, letter: Letter) -> Outcome:
        """Try once; a connection that the server has ended between two letters is opened anew."""
        was_open = self._connection.is_open()
        outcome = self._try(letter)
        if outcome.kind == "unreachable" and was_open:
            outcome = self._try(letter)
        return outcome

    def close(self) -> None:
        """Say goodbye, as far as the server still listens."""
        self._connection.close()

    def _try(self, letter: Letter) -> Outcome:
        try:
            host = self._connection.opened()
        except (OSError, smtplib.SMTPException) as error:
            # A wrong password or certificate too: it is ours to mend, and no letter's fault.
            return Outcome("unreachable", _reply(error))
        try:
            self._connection.send(_Mail(letter, (company_name(), self._address)))
        except smtplib.SMTPRecipientsRefused as error:
            return _refused(*next(iter(error.recipients.values())))
        except smtplib.SMTPResponseException as error:
            return _refused(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError as error:
            return Outcome("refused", _reply(error))
        except (OSError, smtplib.SMTPException) as error:
            self._connection.drop()
            return Outcome("unknown" if host.handed_over else "unreachable", _reply(error))
        return Outcome("sent")


class _Host(smtplib.SMTP):
    """Knows whether the text was handed over: a connection that breaks after that leaves the outcome unknown."""

    handed_over = False

    def mail(self, sender: str, options: Any = ()) -> tuple[int, bytes]:
        self.handed_over = False
        return super().mail(sender, options)

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.handed_over = True
        return super().data(msg)


class _SecureHost(_Host, smtplib.SMTP_SSL):
    """The same, with TLS from the first byte."""


class _Connection(flask_mail.Connection):
    """Flask-Mail's connection with a timeout and certificates verified."""

    host: _Host | None

    def __init__(self, url: str):
        super().__init__(mail)
        self.url = urlsplit(url)
        if self.url.scheme not in _PORTS or not self.url.hostname:
            raise ValueError(f"KESU_SMTP_URL has to begin with {', '.join(f'{name}://' for name in _PORTS)} and a host")

    def configure_host(self) -> _Host:
        verified = ssl.create_default_context()
        host = _greeted(self.url, verified)
        try:
            if self.url.scheme == "smtp+starttls":
                host.starttls(context=verified)
            if self.url.username:
                host.login(unquote(self.url.username), unquote(self.url.password or ""))
        except BaseException:
            host.close()
            raise
        return host

    def is_open(self) -> bool:
        return self.host is not None and self.host.sock is not None

    def opened(self) -> _Host:
        if self.host is None or self.host.sock is None:
            self.host = self.configure_host()
        return self.host

    def drop(self) -> None:
        if self.host is not None:
            self.host.close()
        self.host = None

    def close(self) -> None:
        if self.host is not None and self.host.sock is not None:
            try:
                self.host.quit()
            except (OSError, smtplib.SMTPException):
                self.host.close()
        self.host = None


class _Mail(flask_mail.Message):
    """Text in base64: a Chinese paragraph is one line, and SMTP's limit is 998 bytes (RFC 5321 § 4.5.3.1.6)."""

    def __init__(self, letter: Letter, sender: tuple[str, str]):
        super().__init__(
            letter.subject,
            recipients=[(letter.to_name, letter.address)],
            body=letter.body,
            sender=sender[1],
            extra_headers={"Auto-Submitted": "auto-generated"},
        )
        self.sender = sender  # the constructor would join name and address without quoting a comma
        self.msgId = letter.out_id

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        utf8 = Charset("utf-8")
        utf8.body_encoding = BASE64
        part = MIMEText("", subtype)
        del part["Content-Transfer-Encoding"]
        part.set_payload(text or "", utf8)
        return part


def _greeted(url: SplitResult, verified: ssl.SSLContext) -> _Host:
    address = (url.hostname or "", url.port or _PORTS[url.scheme])
    if url.scheme == "smtps":
        return _SecureHost(*address, timeout=_TIMEOUT_SECONDS, context=verified)
    return _Host(*address, timeout=_TIMEOUT_SECONDS)


def _refused(code: int, reply: bytes | str) -> Outcome:
    text = f"{code} {reply.decode(errors='replace') if isinstance(reply, bytes) else reply}"
    return Outcome("refused" if 500 <= code < 600 else "later", text[:500])


def _reply(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:500]
