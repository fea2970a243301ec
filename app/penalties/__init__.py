"""Penalties and rewards: what verdicts, missed deadlines, misconduct and a station's month cost or earn whom under the
pack, confirmed by a person, looked at again on appeal, settled by the month."""

import app.penalties.moving  # noqa: F401  (says what stays when a complaint is moved)
from app.complaints.linking import register_repeat_listener
from app.complaints.preview import register_foresight
from app.complaints.sections import register_section
from app.complaints.step import register_step_listener
from app.complaints.verdict import register_verdict_listener
from app.deadlines import register_breach_listener, register_late_listener
from app.penalties.appeals.workflow import end_with_penalty
from app.penalties.foresight import cost_to_come
from app.penalties.lateness import after_step, follow_lateness
from app.penalties.months import assess_months
from app.penalties.repeating import follow_repeats
from app.penalties.section import penalty_section
from app.penalties.workflow import follow_verdict, register_undo_listener

__all__ = ["assess_months"]

register_verdict_listener(follow_verdict)
register_breach_listener(follow_lateness)
register_late_listener(follow_lateness)
register_step_listener(after_step)
register_repeat_listener(follow_repeats)
register_section(penalty_section)
register_undo_listener(end_with_penalty)
register_foresight(cost_to_come)
