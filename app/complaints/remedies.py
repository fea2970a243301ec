"""补救方式: what may be proposed under a complaint's pack, and by whom without asking anybody."""

from collections.abc import Mapping
from typing import Any

from app.complaints.facts import facts_of, pack_for
from app.complaints.models import Complaint
from app.complaints.owner import people_of
from app.core.i18n import N_, Text
from app.core.money import Money
from app.customers.checks import Checks
from app.policy.authority import Allowance, allowance, limit_words
from app.policy.conditions import holds
from app.policy.handling import REMEDIES
from app.policy.pack import Pack
from app.rulebook import every_pack
from app.rulebook.handling_chapters import remedy_words
from app.rulebook.wording import ROLES, several
from app.security import Person, elevated


def remedies_for(complaint: Complaint) -> dict[str, Text]:
    """The remedies of the complaint's pack that are meant for such a case; the product's where the pack names none."""
    pack = pack_for(complaint)
    if not pack.remedies:
        return {code: Text(label) for code, label in REMEDIES.items()}
    full = pack.facts(facts_of(complaint))
    return {rule.code: rule.label.text() for rule in pack.remedies if holds(rule.when, full)}


def every_remedy() -> dict[str, Text]:
    """Those of every pack, and the product's own: for programs, whose form isn't made for one complaint."""
    own = {rule.code: rule.label.text() for pack in every_pack() for rule in pack.remedies}
    return {code: Text(label) for code, label in REMEDIES.items()} | own


def remedy_label(complaint: Complaint, code: str) -> Text:
    """A remedy in words."""
    return remedy_words(pack_for(complaint), code)


def check_remedy(complaint: Complaint, checks: Checks, remedy: str, amount: Money | None) -> None:
    """Refuse what the pack doesn't offer, and an amount that is missing or out of place."""
    checks.choice("remedy", remedy, remedies_for(complaint))
    rule = pack_for(complaint).remedy(remedy)
    wants = rule.amount if rule is not None else "required" if remedy == "compensation" else "optional"
    if wants == "required" and not amount:
        checks.refuse("amount", N_("How much is to be paid?"))
    if wants == "none" and amount:
        checks.refuse("amount", N_("No amount goes with this remedy."))


def allowed(complaint: Complaint, actor: Any | None, remedy: str, amount: Money | None) -> Allowance:
    """Whether this person may promise it alone, else who may approve it; the system promises nothing of its own."""
    if actor is None:
        return Allowance(True, (), ())
    pack = pack_for(complaint)
    return allowance(pack, facts_of(complaint), _roles(complaint, pack, actor), remedy, amount)


def approvers_of(complaint: Complaint, found: Allowance) -> list[Person]:
    """Who may approve, each once."""
    with elevated():
        people = [person for role in found.approvers for person in people_of(complaint, role)]
    return list({person.id: person for person in people}.values())


def limits_of(complaint: Complaint) -> list[tuple[Text, Text, Text]]:
    """Who may promise how much on this complaint: label and roles, limit, where it stands."""
    pack = pack_for(complaint)
    full: Mapping[str, Any] = pack.facts(facts_of(complaint))
    found = []
    for rule in pack.authority:
        if holds(rule.when, full):
            roles = several([Text(ROLES[role]) for role in rule.roles])
            who = Text(N_("%(rule)s (%(roles)s)"), {"rule": rule.label.text(), "roles": roles})
            found.append((who, limit_words(rule), pack.cite(rule.clause)))
    return found


def _roles(complaint: Complaint, pack: Pack, actor: Any) -> set[str]:
    named = {role for rule in pack.authority for role in rule.roles}
    with elevated():
        return {role for role in named if actor.id in {person.id for person in people_of(complaint, role)}}
