"""The codes that an appeal's columns hold, with the words people read."""

from app.core.i18n import N_

STATES = {
    "open": N_("To be answered"),
    "upheld": N_("Penalty upheld"),
    "reduced": N_("Penalty reduced"),
    "revoked": N_("Penalty revoked"),
    "withdrawn": N_("Appeal withdrawn"),
    "moot": N_("Settled: the penalty was undone"),
}
OUTCOMES = {"upheld": N_("Uphold it"), "reduced": N_("Reduce it"), "revoked": N_("Revoke it")}
"""What may be answered."""
GRANTED = ("reduced", "revoked")
"""Answers that change what is paid; the rule asks for it no more on the same ground."""
TONES = {"open": "warn", "upheld": "plain", "reduced": "good", "revoked": "good", "withdrawn": "plain", "moot": "plain"}
SENTENCES = {
    "file": N_("%(who)s filed the appeal."),
    "answer": N_("%(who)s answered it: %(outcome)s."),
    "withdraw": N_("%(who)s withdrew it."),
    "moot": N_("%(who)s: the penalty's ground is gone, so there is nothing left to answer."),
}
