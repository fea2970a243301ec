"""依据 of a penalty: its rule's clause, the facts and the working that were written down with it."""

from app.core.i18n import N_, Text
from app.penalties.models import KINDS, Penalty
from app.rulebook import pack_of
from app.rulebook.document_penalties import appeal_in_words
from app.rulebook.why import Why, facts_held, why


def why_of(penalty: Penalty) -> Why:
    """See the module's text. What was decided later changes none of it."""
    working = [Text.from_json(line) for line in penalty.working]
    words = {"kind": Text(KINDS[penalty.kind]), "no": penalty.no, "amount": str(penalty.amount)}
    return why(
        Text(N_("%(kind)s %(no)s: %(amount)s"), words),
        penalty.pack_version_id,
        penalty.clause,
        facts=facts_held(working),
        working=working,
    )


def appeal_of(penalty: Penalty) -> Text | str:
    """Whether its rule lets anybody ask for another look at it, and where that stands; "" where it says nothing."""
    pack = pack_of(penalty.pack_version_id)
    rule = next((each for each in pack.penalties if each.code == penalty.rule), None)
    if rule is None or rule.appeal is None:
        return ""
    words = {"appeal": appeal_in_words(rule), "cite": pack.cite(rule.appeal.clause)}
    return Text(N_("%(appeal)s (%(cite)s)"), words)
