"""The codes of surveys, with the words people read."""

from app.core.i18n import N_

SET_STATES = {"draft": N_("Draft"), "published": N_("Published"), "retired": N_("Retired")}
SET_TONES = {"draft": "warn", "published": "good", "retired": "plain"}
QUESTION_KINDS = {
    "score5": N_("Score from 1 to 5"),
    "score10": N_("Score from 0 to 10"),
    "single": N_("One choice"),
    "multi": N_("Several choices"),
    "text": N_("Words of their own"),
}
CHOSEN = ("single", "multi")
"""Kinds that have options."""
SCALES = {"score5": (1, 5), "score10": (0, 10)}
SCORES_OF_5 = {
    5: N_("5 · Very satisfied"),
    4: N_("4 · Satisfied"),
    3: N_("3 · So-so"),
    2: N_("2 · Dissatisfied"),
    1: N_("1 · Very dissatisfied"),
}
ROUND_STATES = {
    "draft": N_("Being prepared"),
    "scheduled": N_("To be sent"),
    "sent": N_("Sent"),
    "stopped": N_("Stopped"),
}
ROUND_TONES = {"draft": "warn", "scheduled": "info", "sent": "good", "stopped": "bad"}
CHANNELS = {"sms": N_("By text message"), "email": N_("By e-mail")}
ASKED_STATES = {
    "planned": N_("To be asked"),
    "sent": N_("Asked"),
    "answered": N_("Answered by the customer"),
    "left_out": N_("Left out"),
    "stopped": N_("Stopped"),
}
ASKED_TONES = {"planned": "plain", "sent": "info", "answered": "good", "left_out": "warn"}
LEFT_OUT = {
    "archived": N_("Archived or merged"),
    "closed": N_("Closed account"),
    "no_address": N_("No address for this channel"),
    "do_not_contact": N_("Does not want to be contacted"),
    "asked_lately": N_("Asked lately"),
    "twice": N_("Another file with the same address is asked"),
    "switched_off": N_("The message template is switched off"),
}
TASK_STATES = {"open": N_("To be seen to"), "done": N_("Seen to")}
TASK_TONES = {"open": "warn", "done": "good"}
