"""What deadlines ask about appeals."""

from typing import Any

from flask import current_app

from app.complaints.owner import department_of_role
from app.deadlines import Responsible, register_owner_kind
from app.org.tree import level_above
from app.penalties.appeals.models import Appeal
from app.policy.timing import Clock


class AppealOwner:
    """The `DeadlineOwner` of appeals: those who answer them keep the clock."""

    along = ("penalty",)

    def pack_version_id(self, owner: Any) -> int:
        return owner.pack_version_id

    def responsible(self, owner: Any, clock: Clock) -> Responsible:
        """The office that the clock names; the level above the department for any role of the department's own."""
        office = department_of_role(clock.owner)
        if office is not None:
            return Responsible(department_id=office)
        department = owner.department
        if clock.owner == "superior":
            department = level_above(department) or department
        return Responsible(department_id=department.id)

    def title(self, owner: Any) -> str:
        return f"{owner.no} ({owner.penalty.no})"

    def url(self, owner: Any) -> str:
        return appeal_url(owner)


def appeal_url(appeal: Appeal) -> str:
    """The appeal's page, absolute."""
    return f"{current_app.config['SETTINGS'].site()}/appeal/show/{appeal.id}"


register_owner_kind(Appeal.__tablename__, AppealOwner())
