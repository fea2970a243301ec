"""Everything timed: a row for each clock that runs on something, the sweep that moves them, why each is due when."""

from app.deadlines.beside import standing_beside
from app.deadlines.explain import explain
from app.deadlines.forecast import forecast
from app.deadlines.models import Deadline, DeadlineEvent
from app.deadlines.moving import move
from app.deadlines.notices import register_notices
from app.deadlines.owners import (
    DeadlineOwner,
    Responsible,
    register_breach_listener,
    register_ladder,
    register_late_listener,
    register_overlays,
    register_owner_kind,
    register_step_handler,
)
from app.deadlines.reading import of_owner, running_of
from app.deadlines.reckoning import escalated_since
from app.deadlines.regrade import regrade
from app.deadlines.reminders import keepers, remind
from app.deadlines.sweep import sweep
from app.deadlines.verbs import on_verb, pause, reassign, resume, start, stop_all
from app.deadlines.wanted import still_wanted
from app.deadlines.why import why_of, whys_of

__all__ = [
    "Deadline",
    "DeadlineEvent",
    "DeadlineOwner",
    "Responsible",
    "escalated_since",
    "explain",
    "forecast",
    "keepers",
    "move",
    "of_owner",
    "on_verb",
    "pause",
    "reassign",
    "register_breach_listener",
    "register_ladder",
    "register_late_listener",
    "register_overlays",
    "register_owner_kind",
    "register_step_handler",
    "regrade",
    "remind",
    "resume",
    "running_of",
    "standing_beside",
    "start",
    "still_wanted",
    "stop_all",
    "sweep",
    "why_of",
    "whys_of",
]

register_notices()
