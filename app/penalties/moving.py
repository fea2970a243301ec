"""A complaint falls under another version of the policy: what was laid on somebody stays under the one it came from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.complaints.models import Complaint
from app.complaints.moving import register_along
from app.core.i18n import N_, Text
from app.penalties.standing import standing
from app.rulebook import PackVersion


class PenaltiesStay:
    """A penalty was reckoned, and may have been confirmed, under the rules of its day; so was an appeal against it."""

    def owners(self, complaint: Complaint) -> Sequence[Any]:
        """None moves."""
        return ()

    def move(self, complaint: Complaint, target: PackVersion, *, actor: Any | None, now: datetime) -> None:
        """Nothing: what happens from now on is reckoned under the new version."""

    def stays(self, complaint: Complaint, target: PackVersion) -> Sequence[Text]:
        """How many there are."""
        count = len(standing(complaint.id))
        line = N_("%(count)s penalties, and appeals against them, stay under the version that they were reckoned by.")
        return (Text(line, {"count": count}),) if count else ()


register_along(PenaltiesStay())
