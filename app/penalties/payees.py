"""Who pays: the role that the rule names, as the company is made up on the day of the verdict."""

from dataclasses import dataclass

from app.complaints.models import Complaint
from app.complaints.owner import people_of
from app.core.i18n import N_, Text
from app.org.models import Department
from app.policy.charges import Payee as PayeeRole
from app.policy.parts import BRIEF
from app.rulebook import pack_of
from app.security import Person


@dataclass(frozen=True)
class Payee:
    """The person, and how they were found."""

    person: Person | None
    working: tuple[Text, ...]


def payee_of(complaint: Complaint, role: PayeeRole) -> Payee:
    """The head of the responsible department; the next head upwards where the post is vacant, which cites `brief`.

    Other roles: the first who has it now.
    """
    if role != "department_head":
        found = people_of(complaint, role)
        return _found(found[0], complaint.department) if found else _nobody(complaint.department)
    return _head(complaint)


def _head(complaint: Complaint) -> Payee:
    own: Department | None = complaint.department
    step, passed = own, []
    while step is not None:
        if step.head is not None and step.head.active:
            found = _found(step.head, step)
            return Payee(found.person, (*passed, *found.working))
        cite = pack_of(complaint.pack_version_id).cite(BRIEF)
        line = N_("%(department)s has no head: the level above takes its place (%(cite)s)")
        passed.append(Text(line, {"department": step.name, "cite": cite}))
        step = step.parent
    return Payee(None, (*passed, *_nobody(own).working))


def _found(person: Person, department: Department | None) -> Payee:
    names = {"person": person.full_name, "department": str(department or "")}
    return Payee(person, (Text(N_("To be paid by %(person)s, %(department)s"), names),))


def _nobody(department: Department | None) -> Payee:
    line = Text(N_("Nobody is there to pay it: %(department)s"), {"department": str(department or "")})
    return Payee(None, (line,))
