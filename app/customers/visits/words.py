"""What visits say in codes, and the steps of their life. Pure."""

from app.core.i18n import N_

WAYS = {
    "onsite": N_("On site"),
    "phone": N_("By telephone"),
    "sms": N_("By text message"),
    "email": N_("By e-mail"),
}
WRITTEN = ("sms", "email")
"""A message of ours goes out by itself at the planned time; when it has gone, the visit is made."""
STATES = {
    "planned": N_("Planned"),
    "done": N_("Made"),
    "missed": N_("Missed"),
    "cancelled": N_("Cancelled"),
}
STATE_TONES = {"planned": "info", "done": "good", "missed": "bad", "cancelled": "plain"}
SCORES = {
    5: N_("5 · Very satisfied"),
    4: N_("4 · Satisfied"),
    3: N_("3 · So-so"),
    2: N_("2 · Dissatisfied"),
    1: N_("1 · Very dissatisfied"),
}
OPEN = ("planned", "missed")
SOURCES = {
    "record": OPEN,
    "amend": ("done",),
    "postpone": OPEN,
    "cancel": OPEN,
    "hand_over": OPEN,
    "miss": ("planned",),
    "sent": ("planned", "missed"),
}
"""Step → the states in which it can be taken."""
SENTENCES = {
    "fill": N_("%(who)s filled in: %(changed)s"),
    "plan": N_("%(who)s planned it for %(at)s."),
    "change": N_("%(who)s changed what was planned."),
    "record": N_("%(who)s recorded what came of it."),
    "amend": N_("%(who)s corrected the record."),
    "postpone": N_("%(who)s postponed it to %(at)s."),
    "cancel": N_("%(who)s cancelled it."),
    "hand_over": N_("%(who)s gave it to %(to)s."),
    "miss": N_("Nobody recorded it in time: it counts as missed."),
    "sent": N_("The message went out."),
    "escalate": N_("It went up to %(told)s, because it is overdue."),
}


def allows(step: str, state: str) -> bool:
    """Whether the step can be taken in this state."""
    return state in SOURCES[step]
