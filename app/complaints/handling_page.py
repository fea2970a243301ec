"""What the complaint's page shows of the pack's rules on handling: repeats, misconduct."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.complaints.facts import pack_for
from app.complaints.misconduct import records_of
from app.complaints.models import Complaint, ComplaintLink, Misconduct
from app.complaints.repeats import links_of, suspects_of
from app.db import by_id
from app.web.show import said


@dataclass(frozen=True)
class Linked:
    """Another complaint that this one was compared with; `repeats`: this one is the later."""

    other: Complaint
    link: ComplaintLink
    repeats: bool


@dataclass(frozen=True)
class Recorded:
    """A record of misconduct in words."""

    label: str
    clause: str
    row: Misconduct

    @property
    def withdrawn(self) -> datetime | None:
        """When it was found to be an error."""
        return self.row.withdrawn_at


def handling_of(complaint: Complaint) -> Mapping[str, Any]:
    """The template's context."""
    return {
        "suspects": [(each.earlier, said(each.reason)) for each in suspects_of(complaint)],
        "linked": _linked(complaint),
        "misconduct": _misconduct(complaint),
    }


def _linked(complaint: Complaint) -> list[Linked]:
    """Only those that the reader reaches: the number of another's case is not theirs to know."""
    found = []
    for link in links_of(complaint):
        repeats = link.later_id == complaint.id
        other = by_id(Complaint, link.earlier_id if repeats else link.later_id)
        if other is not None:
            found.append(Linked(other, link, repeats))
    return found


def _misconduct(complaint: Complaint) -> list[Recorded]:
    pack, found = pack_for(complaint), []
    for row in records_of(complaint):
        rule = pack.misconduct_of(row.code)
        found.append(Recorded(said(rule.label.text()), said(pack.cite(rule.clause)), row))
    return found
