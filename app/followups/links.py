"""Personal links: made, told once, and found again by a keyed hash of what they carry."""

import secrets
from datetime import datetime

from flask import current_app
from sqlalchemy import select

from app.db.sealed import blind
from app.extensions import db
from app.followups.models import FollowUp, SurveyLink
from app.security import elevated

_BYTES = 18
_LONGEST = 64


def new_token() -> str:
    """24 letters, 144 bits of chance."""
    return secrets.token_urlsafe(_BYTES)


def hash_of(token: str) -> str:
    """What is kept of a token. The database compares hashes, so how long it takes tells nothing about the token."""
    return blind(f"survey link {token}")


def address_of(token: str) -> str:
    """The page that the customer opens; short, for it goes into text messages."""
    return f"{current_app.config['SETTINGS'].site()}/s/{token}"


def language_of(token: str, now: datetime) -> str | None:
    """The language of the customer who may answer by this token now; None: there is nothing (any more) to answer."""
    with elevated():
        link = open_link(token, now)
        return link.followup.language if link else None


def open_link(token: str, now: datetime) -> SurveyLink | None:
    """The link, while it can be answered. Asks within the scope in force."""
    if not token or len(token) > _LONGEST or not token.isascii():
        return None
    mine = select(SurveyLink).join(FollowUp).where(SurveyLink.token_hash == hash_of(token))
    answerable = (SurveyLink.expires_at > now, SurveyLink.answered_at.is_(None), FollowUp.state == "sent")
    return db.session.scalars(mine.where(*answerable)).one_or_none()
