"""Ways out of the house. Only these open sockets."""

from app.config import Settings
from app.outbox.channels.base import Channel, Letter, Outcome, SmsChannel
from app.outbox.channels.console import ConsoleChannel
from app.outbox.channels.email import EmailChannel
from app.outbox.channels.sms_http import HttpSmsChannel
from app.outbox.defaults import SMS

__all__ = ["Channel", "Letter", "Outcome", "SmsChannel", "open_channel", "open_sms"]


def open_channel(name: str, settings: Settings) -> Channel:
    """The way that the settings give for `email` or `sms`; the log where they give none."""
    if name == SMS:
        return open_sms(settings)
    return EmailChannel(settings) if settings.smtp_url else ConsoleChannel("KESU_SMTP_URL")


def open_sms(settings: Settings) -> SmsChannel:
    """The way for text messages."""
    if not settings.sms_url:
        return ConsoleChannel("KESU_SMS_URL")
    if settings.sms_url.startswith("tencent:"):
        from app.outbox.channels.sms_tencent import TencentSmsChannel  # its SDK takes 10 MB that others can spare

        return TencentSmsChannel(settings.sms_url)
    return HttpSmsChannel(settings.sms_url)
