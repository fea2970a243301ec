"""Penalties: what a verdict costs whom under the pack, confirmed by a person, settled by the month."""

from app.complaints.sections import register_section
from app.complaints.verdict import register_verdict_listener
from app.penalties.section import penalty_section
from app.penalties.workflow import follow_verdict

register_verdict_listener(follow_verdict)
register_section(penalty_section)
