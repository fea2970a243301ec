"""The canned replies that the demo company's call centre writes with."""

from app.complaints.models import CannedReply
from app.complaints.replies import check_reply
from app.data.demo.sources import source
from app.extensions import db


def add_replies() -> None:
    """For everybody, checked as the screen checks them. Flushes."""
    for text in source("replies")["replies"]:
        row = CannedReply(**text)
        check_reply(row, actor=None)
        db.session.add(row)
    db.session.flush()
