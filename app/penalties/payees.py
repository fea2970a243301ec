"""Who pays or is rewarded, and who decides: the roles that rules name, as the company is made up on the day."""

from dataclasses import dataclass

from app.complaints.models import Complaint, Misconduct
from app.complaints.owner import people_in, people_of
from app.core.i18n import N_, Text
from app.deadlines import Deadline, keepers
from app.org.models import Department
from app.penalties.models import Penalty
from app.policy.charges import Payee as PayeeRole
from app.policy.parts import BRIEF
from app.rulebook import pack_of
from app.security import Person


@dataclass(frozen=True)
class Payee:
    """The person, the department whose case it is, and how they were found."""

    person: Person | None
    department: Department | None
    working: tuple[Text, ...]


def payee_of(
    complaint: Complaint, role: PayeeRole, deadline: Deadline | None = None, department: Department | None = None
) -> Payee:
    """The head of the responsible department; the next head upwards where the post is vacant, which cites `brief`.

    For a missed deadline the department is that which had to keep it, and `keeper` its head, or the person who had to;
    for misconduct `department`, where it happened. Other roles: the first who has it now.
    """
    kept_by = deadline.responsible_department if deadline is not None else department
    department = kept_by or complaint.department
    if role == "keeper" and deadline is not None and kept_by is None:
        return _first(list(keepers(deadline)), department)
    if role in ("department_head", "keeper"):
        return head_of(department, complaint.pack_version_id)
    if kept_by is not None:
        return _first(people_in(kept_by, role) or people_of(complaint, role), department)
    return _first(people_of(complaint, role), department)


def offender_of(complaint: Complaint, record: Misconduct) -> Payee:
    """Who is recorded to have done it; where nobody is named, the head of the department where it was done."""
    if record.person is not None and record.person.active:
        return _first([record.person], record.department or record.person.department)
    head = head_of(record.department or complaint.department, complaint.pack_version_id)
    cite = pack_of(complaint.pack_version_id).cite(BRIEF)
    line = Text(
        N_("Nobody is recorded who did it: the head of the department takes their place (%(cite)s)"), {"cite": cite}
    )
    return Payee(head.person, head.department, (line, *head.working))


def payee_in(department: Department, role: PayeeRole, pack_version_id: int) -> Payee:
    """As `payee_of`, where there is no complaint."""
    if role == "department_head":
        return head_of(department, pack_version_id)
    return _first(people_in(department, role), department)


def head_of(own: Department | None, pack_version_id: int) -> Payee:
    """The head of the department, or the next one upwards."""
    step, passed = own, []
    while step is not None:
        if step.head is not None and step.head.active:
            return Payee(step.head, own, (*passed, _paid_by(step.head, step)))
        cite = pack_of(pack_version_id).cite(BRIEF)
        line = N_("%(department)s has no head: the level above takes its place (%(cite)s)")
        passed.append(Text(line, {"department": step.name, "cite": cite}))
        step = step.parent
    return Payee(None, own, (*passed, _nobody(own)))


def as_it_fell(penalty: Penalty) -> Payee:
    """Whom an entry fell to on its day, whoever leads the department by now."""
    return Payee(penalty.payee, penalty.department, (_paid_by(penalty.payee, penalty.department),))


def deciders_of(penalty: Penalty) -> list[Person]:
    """Those who have the role that decides about it, but for whoever pays; none: whoever may decide penalties."""
    if not penalty.approver:
        return []
    people = people_in(penalty.department, penalty.approver)
    if not people and penalty.complaint is not None:
        people = people_of(penalty.complaint, penalty.approver)
    return [person for person in people if person.id != penalty.payee_id]


def _first(people: list[Person], department: Department | None) -> Payee:
    if not people:
        return Payee(None, department, (_nobody(department),))
    return Payee(people[0], department or people[0].department, (_paid_by(people[0], department),))


def _paid_by(person: Person, department: Department | None) -> Text:
    names = {"person": person.full_name, "department": str(department or "")}
    return Text(N_("It falls to %(person)s, %(department)s"), names)


def _nobody(department: Department | None) -> Text:
    return Text(N_("It falls to nobody, for nobody is there: %(department)s"), {"department": str(department or "")})


FORMER = (
    N_("To be paid by %(person)s, %(department)s"),
    N_("Nobody is there to pay it: %(department)s"),
    N_("The verdict was reversed: this undoes %(no)s of %(amount)s"),
)
"""What entries of earlier releases say in their working; kept so that they stay readable in every language."""
