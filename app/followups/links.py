"""Personal links: told once, and found again by a keyed hash of what they carry."""

from datetime import datetime

from flask import current_app
from sqlalchemy import select

from app.extensions import db
from app.followups.models import FollowUp, SurveyLink
from app.security import elevated
from app.security.tokens import may_be_token, token_hash


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return token_hash("survey link", token)


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
    if not may_be_token(token):
        return None
    mine = select(SurveyLink).join(FollowUp).where(SurveyLink.token_hash == hash_of(token))
    answerable = (SurveyLink.expires_at > now, SurveyLink.answered_at.is_(None), FollowUp.state == "sent")
    return db.session.scalars(mine.where(*answerable)).one_or_none()
