"""What the pack asks before a step may be taken: gates, guards, the one window. The same on screens and over REST."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app.complaints.facts import facts_of, pack_for
from app.complaints.models import Complaint
from app.core.errors import Invalid, NotAllowed, Refused
from app.core.i18n import N_, Text
from app.extensions import db
from app.org.models import Department
from app.policy.admission import Barrier, barriers, kept_off
from app.policy.pack import Pack
from app.rulebook.handling_chapters import OFFICES

_COLUMNS = {
    "phone": "phone_index",
    "customer": "customer_id",
    "waybill": "waybill_id",
    "station": "station_id",
}
"""Facts of `policy.intake` whose column is called otherwise."""
_FIELDS = {"customer": "caller", "waybill": "waybill_id", "station": "station_id"}
"""And those whose box in the form is."""


def barriers_before(complaint: Complaint, verb: str) -> list[Barrier]:
    """The gates of the complaint's pack that it doesn't pass yet."""
    pack = pack_for(complaint)
    if not any(verb in gate.before for gate in pack.gates):
        return []
    known = [name for name in _facts_named(pack) if _is_known(complaint, name)]
    return barriers(pack, verb, facts_of(complaint), known, complaint.confirmations or ())


def require_passage(complaint: Complaint, verb: str, actor: Any | None) -> None:
    """Raises NotAllowed where the step is another office's, Refused where a gate isn't passed."""
    require_window(pack_for(complaint), verb, actor)
    found = barriers_before(complaint, verb)
    if found:
        raise Refused(_together(barrier.text for barrier in found))


def require_admission(complaint: Complaint, actor: Any | None) -> None:
    """What holds before a complaint is registered; each refusal at the field that it is about.

    Raises Invalid; NotAllowed where another office is the only window.
    """
    pack = pack_for(complaint)
    require_window(pack, "register", actor)
    wrong: dict[str, Text] = {}
    refusal = kept_off(pack, facts_of(complaint))
    if refusal is not None:
        wrong["channel"] = refusal
    for barrier in barriers_before(complaint, "register"):
        said = Text(N_("%(gate)s (%(cite)s)"), {"gate": barrier.gate.label.text(), "cite": barrier.cite})
        for fact in barrier.facts:
            wrong.setdefault(_FIELDS.get(fact, fact), said)
        if barrier.confirmations:
            wrong.setdefault("confirmations", barrier.text)
    if wrong:
        raise Invalid(N_("Please correct the marked fields."), fields=wrong)


def require_window(pack: Pack, verb: str, actor: Any | None) -> None:
    """Raises NotAllowed for a person of another office than the only window, for a step that it keeps to itself."""
    rule = pack.routing
    if (
        rule is None
        or rule.windows == "many"
        or verb not in rule.verbs
        or actor is None
        or in_office(actor, rule.office)
    ):
        return
    raise NotAllowed(
        N_("Complaints have one window: %(office)s (%(cite)s). Please tell them."),
        office=Text(OFFICES[rule.office]),
        cite=pack.cite(rule.clause),
    )


def in_office(actor: Any, office: str) -> bool:
    """Whether the person works in a department of this kind or below one; without such a department everybody does."""
    paths = list(db.session.scalars(select(Department.path).where(Department.kind == office, Department.active)))
    mine = actor.department.path if actor.department is not None else ""
    return not paths or any(mine.startswith(path) for path in paths)


def _facts_named(pack: Pack) -> set[str]:
    return {fact for gate in pack.gates for fact in gate.facts}


def _is_known(complaint: Complaint, name: str) -> bool:
    value = getattr(complaint, _COLUMNS.get(name, name))
    return value is not None and value not in ("", [], ())


def _together(texts: Iterable[Text]) -> Text:
    first, *rest = texts
    for each in rest:
        first = Text(N_("%(first)s; %(rest)s"), {"first": first, "rest": each})
    return first
