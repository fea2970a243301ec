"""The worker asks: one customer a transaction, so that no crash and no second worker asks anybody twice."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.db import by_id, unit_of_work
from app.events import record
from app.extensions import db
from app.outbox import Recipient
from app.security import system_scope
from app.security.tokens import new_token
from app.surveys import notices, workflow
from app.surveys.group import Way, key_of, was_asked_lately, way_to
from app.surveys.links import hash_of
from app.surveys.models import SurveyInvitation, SurveyRound

AT_ONCE = 200
"""A run asks so many; the next one goes on."""
logger = logging.getLogger(__name__)


def send_due(now: datetime) -> None:
    """The job: ask who is to be asked by now."""
    due = select(SurveyRound.id).where(SurveyRound.state == "scheduled", SurveyRound.send_at <= now)
    with system_scope():
        for round_id in db.session.scalars(due.order_by(SurveyRound.send_at, SurveyRound.id)).all():
            planned = (SurveyInvitation.round_id == round_id, SurveyInvitation.state == "planned")
            rows = select(SurveyInvitation.id).where(*planned).order_by(SurveyInvitation.id).limit(AT_ONCE)
            ids = db.session.scalars(rows).all()
            for invitation_id in ids:
                _ask_safely(invitation_id, now)
            if len(ids) < AT_ONCE:
                _finish(round_id, now)


def ask(row: SurveyInvitation, now: datetime) -> str:
    """Send the link, or leave the customer out; returns why, empty where the link was sent."""
    way = way_to(row.customer, row.round.channel)
    reason = way.reason or ("asked_lately" if was_asked_lately(row.round, row.customer, now) else "")
    if not reason:
        reason = _sent(row, way, now)
    if reason:
        workflow.leave_out(row, reason, now=now)
    return reason


def _ask_safely(invitation_id: int, now: datetime) -> None:
    try:
        with unit_of_work():
            row = by_id(SurveyInvitation, invitation_id)
            if row is not None and row.state == "planned":
                ask(row, now)
    except Exception:
        logger.exception("customer of invitation %s could not be asked", invitation_id)


def _sent(row: SurveyInvitation, way: Way, now: datetime) -> str:
    contact, token = way.contact, new_token()
    assert contact is not None, "there is a way"
    values = {
        "contact_id": contact.id,
        "language": contact.language,
        "token_hash": hash_of(token),
        "unique_key": key_of(row.round, way.address),
        "expires_at": now + timedelta(days=row.round.life_days),
    }
    try:
        with db.session.begin_nested():
            if not workflow.mark_sent(row, now=now, **values):
                return ""  # stopped, or another worker's
    except IntegrityError as error:
        if "unique_key" not in str(error.orig):
            raise
        db.session.refresh(row)
        return "twice"
    to = Recipient(contact.name, contact.email or None, contact.phone, contact.language)
    message = notices.invitation(row, token, to=to, now=now)
    if message is None:
        return "switched_off"
    if message.state == "cancelled":
        return "do_not_contact"
    if message.state == "failed":
        return "no_address"
    record(row, "ask", actor=None, now=now, to_state="sent")
    return ""


def _finish(round_id: int, now: datetime) -> None:
    with unit_of_work():
        row = by_id(SurveyRound, round_id)
        waiting = (SurveyInvitation.round_id == round_id, SurveyInvitation.state == "planned")
        left = db.session.scalar(select(SurveyInvitation.id).where(*waiting).limit(1))
        if row is not None and left is None:
            workflow.finish(row, now=now)
