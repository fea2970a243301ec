"""What deadlines ask about tasks."""

from typing import Any

from app.deadlines import Responsible, register_owner_kind
from app.policy.timing import Clock
from app.surveys.models import SurveyTask
from app.surveys.notices import task_url


class TaskOwner:
    """The `DeadlineOwner` of tasks: the customer's owner, else those in charge of the department."""

    along = ("customer",)

    def pack_version_id(self, owner: Any) -> int:
        return owner.pack_version_id

    def responsible(self, owner: Any, clock: Clock) -> Responsible:
        return Responsible(department_id=owner.department_id, person_id=owner.assigned_id)

    def title(self, owner: Any) -> str:
        return owner.customer.no

    def url(self, owner: Any) -> str:
        return task_url(owner)


register_owner_kind(SurveyTask.__tablename__, TaskOwner())
