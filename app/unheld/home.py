"""How much nobody has, on the first page."""

from flask import url_for
from flask_babel import gettext as _

from app.core import clock
from app.security import may
from app.unheld.finding import KINDS
from app.unheld.people import missing_now
from app.web import Card, register_home_card


@register_home_card
def card() -> Card | None:
    """By kind; for those who may open the list, and nothing where all is in somebody's hands."""
    if not may("can_list", "UnheldView"):
        return None
    missing = missing_now(clock.now())
    counts = [(kind, sum(1 for _row in kind.find(missing))) for kind in KINDS if may("can_list", kind.view)]
    url, total = url_for("UnheldView.list"), sum(count for _kind, count in counts)
    lines = tuple((f"{_(kind.label)} {count}", f"{url}#{kind.code}") for kind, count in counts if count)
    only_posts = all(kind.code == "department" for kind, count in counts if count)
    tone = "good" if not total else "warn" if only_posts else "bad"
    return Card(_("Nobody has it"), total, url, "fa-user-slash", tone, lines)
