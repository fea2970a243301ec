"""What deadlines ask about reports and measures."""

from typing import Any

from flask import current_app

from app.deadlines import Responsible, register_owner_kind
from app.policy.timing import Clock
from app.rectifications.models import Measure, RectificationReport


class ReportOwner:
    """The `DeadlineOwner` of reports: the person named to write it, else those in charge of the department."""

    along = ("complaint",)

    def pack_version_id(self, owner: Any) -> int:
        return owner.pack_version_id

    def responsible(self, owner: Any, clock: Clock) -> Responsible:
        if owner.author_id is not None:
            return Responsible(department_id=owner.department_id, person_id=owner.author_id)
        return Responsible(department_id=owner.department_id)

    def title(self, owner: Any) -> str:
        return f"{owner.no} ({owner.complaint.no})"

    def url(self, owner: Any) -> str:
        return report_url(owner)


class MeasureOwner:
    """The `DeadlineOwner` of measures: who does it."""

    along = ("report.complaint",)

    def pack_version_id(self, owner: Any) -> int:
        return owner.report.pack_version_id

    def responsible(self, owner: Any, clock: Clock) -> Responsible:
        return Responsible(department_id=owner.report.department_id, person_id=owner.owner_id)

    def title(self, owner: Any) -> str:
        return f"{owner} ({owner.report.complaint.no})"

    def url(self, owner: Any) -> str:
        return f"{current_app.config['SETTINGS'].site()}/measure/show/{owner.id}"


def report_url(report: RectificationReport) -> str:
    """The report's page, absolute."""
    return f"{current_app.config['SETTINGS'].site()}/rectification/show/{report.id}"


register_owner_kind(RectificationReport.__tablename__, ReportOwner())
register_owner_kind(Measure.__tablename__, MeasureOwner())
