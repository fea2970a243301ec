"""The codes that a follow-up's columns hold, with the words people read."""

from app.core.i18n import N_

REASONS = {
    "satisfaction": N_("Satisfaction call"),
    "after_closing": N_("Follow-up after closing"),
    "periodic": N_("Periodic follow-up"),
}
MEANS = {"phone": N_("By telephone"), "sms": N_("By text message"), "email": N_("By e-mail")}
STATES = {
    "due": N_("To be called"),
    "sent": N_("Waits for the customer's answer"),
    "called": N_("Called"),
    "answered": N_("Answered by the customer"),
    "missed": N_("Nobody answered"),
    "cancelled": N_("Not needed"),
}
SCORES = {
    5: N_("5 · Very satisfied"),
    4: N_("4 · Satisfied"),
    3: N_("3 · So-so"),
    2: N_("2 · Dissatisfied"),
    1: N_("1 · Very dissatisfied"),
}
GOOD = {
    "fast": N_("Handled quickly"),
    "informed": N_("I was kept informed"),
    "friendly": N_("Friendly and patient"),
    "fair": N_("A fair solution"),
}
BAD = {
    "slow": N_("It took too long"),
    "not_informed": N_("Nobody told me how it went on"),
    "unfriendly": N_("Unfriendly"),
    "unfair": N_("The solution is not fair"),
    "not_solved": N_("The problem is not solved"),
    "hard_to_reach": N_("Hard to reach anybody"),
}
