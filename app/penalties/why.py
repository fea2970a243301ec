"""依据 of a penalty: its rule's clause, the facts and the working that were written down with it."""

from app.core.clock import local
from app.core.i18n import N_, Text
from app.penalties.appeals.standing import chance
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
    """Whether anybody may ask for another look at it, until when, where that stands; "" for what isn't a penalty."""
    if penalty.kind != "penalty":
        return ""
    found, pack = chance(penalty, penalty.proposed_at), pack_of(penalty.pack_version_id)
    words = {"appeal": appeal_in_words(found.said), "cite": pack.cite(found.said.clause)}
    if penalty.state != "confirmed" or found.until is None:
        return Text(N_("%(appeal)s (%(cite)s)"), words)
    until = {"until": f"{local(found.until):%Y-%m-%d %H:%M}"}
    return Text(N_("%(appeal)s, until %(until)s (%(cite)s)"), words | until)
