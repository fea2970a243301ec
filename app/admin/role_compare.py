"""Two roles side by side: how far each reaches, and what only one of them may do."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.admin.matrix import Row, matrix
from app.security.models import REACHES, RoleReach
from app.security.roles import pairs_of_role
from app.web.show import said, yesno


@dataclass(frozen=True)
class Beside:
    """One thing, as the two have it."""

    screen: str
    label: str
    left: Any
    right: Any

    @property
    def same(self) -> bool:
        """Whether the two are alike in it."""
        return self.left == self.right


@dataclass(frozen=True)
class ComparedPart:
    """A section of the menu."""

    label: str
    rows: tuple[Beside, ...]


def differences(left: RoleReach, right: RoleReach) -> list[Beside]:
    """Reach and sight of personal data."""
    return [
        Beside("", _("Which records it reaches"), *(said(REACHES[role.reach]) for role in (left, right))),
        Beside("", _("Sees telephone numbers unmasked"), *(yesno(role.sees_personal_data) for role in (left, right))),
    ]


def rows_beside(left: RoleReach, right: RoleReach, *, everything: bool) -> list[ComparedPart]:
    """The permissions by section; `everything`: those too in which the two are alike."""
    parts = zip(matrix(pairs_of_role(left)), matrix(pairs_of_role(right)), strict=True)
    found = []
    for mine, theirs in parts:
        both = [pair for one, other in zip(mine.rows, theirs.rows, strict=True) for pair in _boxes(one, other)]
        rows = tuple(each for each in both if everything or not each.same)
        if rows:
            found.append(ComparedPart(mine.label, rows))
    return found


def _boxes(one: Row, other: Row) -> list[Beside]:
    boxes = zip(one.boxes, other.boxes, strict=True)
    return [Beside(one.label, mine.label, mine.ticked, theirs.ticked) for mine, theirs in boxes]
