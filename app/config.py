"""Settings from `KESU_*` in the environment or `.env`; each is described in docs/configuration.md."""

import os
import re
import secrets
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "KESU_"
TEST_PREFIX = "KESU_TEST_"
MAIL_SCHEMES = ("smtp", "smtps", "smtp+starttls")
SMS_SCHEMES = ("tencent", "https+hmac", "http+hmac")


class Settings(BaseSettings):
    """Everything an operator can set. Unknown `KESU_*` names are refused at start."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="forbid", hide_input_in_errors=True)

    env: Literal["development", "production"] = Field("development", description="production refuses the demo password")
    data_dir: Path = Field(ROOT / "var", description="database file, uploads, generated keys")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data directory")
    secret_key: str = Field("", description="signs sessions; empty: made once and kept in the data directory")
    data_key: str = Field("", description="encrypts personal data; empty: made once and kept in the data directory")
    host: str = Field("127.0.0.1", description="address that the web server listens on")
    port: int = Field(8080, description="port that the web server listens on")
    base_url: str = Field("", description="how people reach the site; used for links in messages")
    trusted_hosts: str = Field("", description="comma-separated host names; others are refused; empty: all")
    company_name: str = Field("", description="shown in the head of each page and in messages")
    smtp_url: str = Field("", description="smtp://user:password@host:port, smtps:// or smtp+starttls://")
    sms_url: str = Field("", description="tencent://id:key@host?app_id=…&sign=… or https+hmac://key:secret@host/path")
    sms_receipt_key: str = Field("", description="long and random: ends the address that Tencent tells of deliveries")
    mail_from: str = Field("kesu@example.com", description="sender of e-mail")
    upload_max_mb: int = Field(20, description="largest attachment, in MiB")
    customer_review_months: int = Field(12, ge=0, le=120, description="after so long a customer file is looked through")
    tiers: Literal["propose", "apply"] = Field("propose", description="whether a person confirms what tier rules say")
    web_threads: int = Field(8, description="threads of the one-process web server")
    web_processes: int = Field(2, description="processes of the web server on PostgreSQL")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    @field_validator("sms_receipt_key")
    @classmethod
    def _is_no_guess(cls, key: str) -> str:
        if key and not re.fullmatch(r"[A-Za-z0-9_-]{24,}", key):
            raise ValueError("take 24 or more letters and digits at random, or nothing: no receipts from Tencent then")
        return key

    @field_validator("smtp_url")
    @classmethod
    def _names_a_mail_server(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in MAIL_SCHEMES or not parts.hostname):
            raise ValueError(f"write {', '.join(f'{scheme}://host:port' for scheme in MAIL_SCHEMES)}")
        return url

    @field_validator("sms_url")
    @classmethod
    def _names_an_sms_provider(cls, url: str) -> str:
        parts, given = urlsplit(url), parse_qs(urlsplit(url).query)
        if not url:
            return url
        if parts.scheme not in SMS_SCHEMES or not (parts.hostname and parts.username and parts.password):
            raise ValueError(f"write {', '.join(f'{scheme}://key:secret@host' for scheme in SMS_SCHEMES)}")
        if parts.scheme == "tencent" and not {"app_id", "sign"} <= set(given):
            raise ValueError("Tencent wants ?app_id=…&sign=…")
        unencrypted = parts.scheme == "http+hmac" or given.get("protocol") == ["http"]
        if unencrypted and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError("texts and numbers leave this machine encrypted only: use https")
        return url

    def url(self) -> str:
        """The database's SQLAlchemy URL."""
        return self.database_url or f"sqlite:///{self.data_dir / 'kesu.db'}"

    def site(self) -> str:
        """The address that links in messages start with, without a slash at the end."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    def key(self, name: Literal["secret_key", "data_key"]) -> str:
        """A configured key, or the one kept in the data directory, made there when first needed."""
        return getattr(self, name) or _kept_key(self.data_dir / f"{name}.txt")


def load_settings(**overrides: object) -> Settings:
    """Settings of this process. Raises ValueError naming a `KESU_*` variable that no setting has."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = [
        name
        for name in os.environ
        if name.startswith(PREFIX) and not name.startswith(TEST_PREFIX) and name not in known
    ]
    if unknown:
        raise ValueError(f"unknown settings: {', '.join(sorted(unknown))}; see docs/configuration.md")
    return Settings(**overrides)  # type: ignore[arg-type]


def _kept_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
