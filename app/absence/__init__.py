"""Who is away, who acts for whom meanwhile, and who is on duty.

Other packages ask `stand_in(person, now)`: None where the person is there, else who acts for them and why.
"""

from app.absence.acting import StandIn, acts_for, away_now, is_reachable, stand_in
from app.absence.models import Absence, Shift
from app.absence.roster import on_duty, on_duty_by_department
from app.security.standing_in import register_delegations

__all__ = [
    "Absence",
    "Shift",
    "StandIn",
    "acts_for",
    "away_now",
    "is_reachable",
    "on_duty",
    "on_duty_by_department",
    "stand_in",
]

register_delegations(
    lambda person, now: [(each.absence.person, each.absence.ends_at) for each in acts_for(person, now)]
)
