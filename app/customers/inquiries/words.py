"""What inquiries say in codes, and the steps of their short life. Pure."""

from app.core.i18n import N_

KINDS = {"consult": N_("Inquiry"), "tracking": N_("Cargo tracking")}
CHANNELS = {
    "hotline": N_("Hotline"),
    "web": N_("Website"),
    "app": N_("App or mini-program"),
    "chat": N_("Online chat"),
    "email": N_("E-mail"),
    "visit": N_("In person"),
    "other": N_("Another way"),
}
STATES = {
    "open": N_("To be answered"),
    "transferred": N_("Passed on"),
    "answered": N_("Answered"),
    "closed": N_("Closed"),
    "turned": N_("Became a complaint"),
}
STATE_TONES = {"open": "warn", "transferred": "info", "answered": "info", "closed": "good", "turned": "plain"}
SOURCES = {
    "answer": ("open", "transferred"),
    "transfer": ("open", "transferred"),
    "close": ("answered",),
    "ask_again": ("answered", "closed"),
    "turn": ("open", "transferred", "answered", "closed"),
}
"""Step → the states in which it can be taken."""
WAITING = ("open", "transferred")
SENTENCES = {
    "fill": N_("%(who)s filled in: %(changed)s"),
    "register": N_("%(who)s noted the question."),
    "answer": N_("%(who)s answered."),
    "transfer": N_("%(who)s passed it on to %(to)s."),
    "close": N_("%(who)s closed it. Anything else? %(anything_else)s"),
    "ask_again": N_("%(who)s opened it again."),
    "turn": N_("%(who)s made complaint %(complaint)s of it."),
    "change": N_("%(who)s changed what was noted."),
    "reveal": N_("%(who)s looked at the telephone number."),
}


def allows(step: str, state: str) -> bool:
    """Whether the step can be taken in this state."""
    return state in SOURCES[step]
