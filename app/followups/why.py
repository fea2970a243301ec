"""依据 of a follow-up: the rule that asks for it, and what its time is counted from."""

from collections.abc import Iterator

from app.core.i18n import N_, Text
from app.deadlines import Deadline, of_owner, why_of
from app.followups.models import FollowUp
from app.followups.words import MEANS, REASONS
from app.policy.asking import FollowUp as Rule
from app.rulebook import pack_of
from app.rulebook.why import Why, why
from app.web.show import when


def whys_of(followup: FollowUp) -> list[Why]:
    """The deadline that it is due with, where there is one; and the rule itself."""
    pack = pack_of(followup.pack_version_id)
    rule = next((each for each in pack.follow_ups if each.code == followup.rule), None)
    deadline = _deadline(followup, rule)
    reason = why(
        Text(REASONS[followup.reason]),
        followup.pack_version_id,
        followup.clause,
        facts=[(Text(N_("By what means")), Text(MEANS[followup.means]))],
        working=_working(followup, rule, deadline),
    )
    return [why_of(deadline), reason] if deadline is not None else [reason]


def _deadline(followup: FollowUp, rule: Rule | None) -> Deadline | None:
    if rule is None or rule.clock is None or followup.complaint is None:
        return None
    generation = followup.unique_key.rpartition(":")[2]
    mine = (row for row in of_owner(followup.complaint) if row.clock == rule.clock)
    return next((row for row in mine if str(row.generation) == generation), None)


def _working(followup: FollowUp, rule: Rule | None, deadline: Deadline | None) -> Iterator[Text]:
    if rule is not None:
        yield Text(N_("The rule “%(rule)s” asks for it"), {"rule": rule.label.text()})
    elif followup.reason == "periodic":
        yield Text(N_("The customer's tier asks for it at its interval"))
    at = {"at": when(followup.due_at)}
    if deadline is not None and followup.means == "phone":
        yield Text(N_("Due with the deadline “%(clock)s”: %(at)s"), at | {"clock": deadline.label})
    elif followup.means == "phone":
        yield Text(N_("To be called by %(at)s"), at)
    else:
        yield Text(N_("The link goes out at %(at)s"), at)
