"""Who may do what, and to which rows."""

from app.security.actor import current_actor, may
from app.security.models import Person
from app.security.reach import widest_reach as scope_for
from app.security.scope import Scope, Scoped, ScopeMissing, elevated, system_scope, use_scope
from app.security.standing_in import hand_of, hands_of
from app.security.verb import require_reach, verb

__all__ = [
    "Person",
    "Scope",
    "ScopeMissing",
    "Scoped",
    "current_actor",
    "elevated",
    "hand_of",
    "hands_of",
    "may",
    "require_reach",
    "scope_for",
    "system_scope",
    "use_scope",
    "verb",
]
