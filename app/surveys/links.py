"""Personal links of surveys: told once, and found again by a keyed hash of what they carry."""

from datetime import datetime

from flask import current_app
from sqlalchemy import select

from app.extensions import db
from app.security import elevated
from app.security.tokens import may_be_token, token_hash
from app.surveys.models import SurveyInvitation


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return token_hash("question set link", token)


def address_of(token: str) -> str:
    """The page that the customer opens; short, for it goes into text messages."""
    return f"{current_app.config['SETTINGS'].site()}/q/{token}"


def open_invitation(token: str, now: datetime) -> SurveyInvitation | None:
    """What can be answered by this token now. Asks within the scope in force."""
    if not may_be_token(token):
        return None
    mine = (SurveyInvitation.token_hash == hash_of(token), SurveyInvitation.state == "sent")
    return db.session.scalars(select(SurveyInvitation).where(*mine, SurveyInvitation.expires_at > now)).one_or_none()


def language_of(token: str, now: datetime) -> str | None:
    """The language of who may answer; None: there is nothing (any more) to answer."""
    with elevated():
        invitation = open_invitation(token, now)
        return invitation.language if invitation else None
