"""The demo's follow-up calls: customers asked after closing, and whoever was forgotten until then."""

import random
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.complaints.models import Complaint
from app.data.demo.course import Step, operator_on_duty
from app.data.demo.hours import at_work
from app.data.demo.sources import source
from app.extensions import db
from app.followups.models import FollowUp
from app.followups.workflow import not_reached, record_call

_AFTER = ("close", "verdict")
_SCORES, _SCORES_OF_OPEN = (5, 5, 5, 4, 4, 4, 4, 3), (5, 4, 4, 4, 3, 3, 2)
"""Of a case that is still open somebody may be dissatisfied: nothing has to be opened again for that."""
_IN_VAIN = 0.12
_GOOD = {5: ["fast", "friendly"], 4: ["friendly"]}
_BAD = {3: ["slow"], 2: ["slow", "not_solved"]}


def calls_after(seed: int, complaint: Complaint, verb: str, now: datetime) -> list[Step]:
    """When somebody calls what this step has made due, within the day that there is for it."""
    if verb not in _AFTER or not _due(complaint) or (verb == "verdict" and complaint.kind != "attitude"):
        return []
    at = at_work(random.Random(f"{seed}/call/{complaint.no}/{verb}"), now, 120, 1300)
    return [Step(at, "call", operator_on_duty(at), {})]


def call(seed: int, complaint: Complaint, *, actor: Any, now: datetime) -> None:
    """Call the customer: one answer settles all that is due; a share of them doesn't answer."""
    rng = random.Random(f"{seed}/answer/{complaint.no}/{complaint.version}")
    words, ended = source("rectification"), complaint.state in ("closed", "archived")
    in_vain = rng.random() < _IN_VAIN
    score = rng.choice(_SCORES if ended else _SCORES_OF_OPEN)
    while due := _due(complaint):
        if in_vain:
            not_reached(due[0], note=words["not_reached"], actor=actor, now=now)
            continue
        said = {
            "good": _GOOD.get(score, ()),
            "bad": _BAD.get(score, ()),
            "note": rng.choice(words["called"][str(score)]),
        }
        record_call(due[0], score=score, **said, actor=actor, now=now)


def _due(complaint: Complaint) -> list[FollowUp]:
    mine = (FollowUp.complaint_id == complaint.id, FollowUp.state == "due", FollowUp.means == "phone")
    return list(db.session.scalars(select(FollowUp).where(*mine).order_by(FollowUp.id)))
