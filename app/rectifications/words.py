"""The codes that a report's columns hold, with the words people read."""

from app.core.i18n import N_

SECTIONS = {
    "problem": N_("What went wrong"),
    "verified_facts": N_("Facts verified"),
    "root_cause": N_("Root cause"),
    "immediate_correction": N_("Immediate correction"),
    "measures": N_("Measures"),
    "evidence": N_("Evidence"),
}
"""The parts of the form that the product knows; a pack says which of them it asks for."""
LABELS = SECTIONS | {"cause": N_("Cause category")}
"""With what is chosen beside them."""
CAUSES = {
    "handling": N_("Handled against the rules"),
    "training": N_("Too little training"),
    "attitude": N_("Attitude of our staff"),
    "equipment": N_("Equipment or packaging"),
    "process": N_("Gap in the process"),
    "information": N_("Information wrong or late"),
    "carrier": N_("Outsourced carrier"),
    "customer": N_("On the customer's side"),
    "outside": N_("Weather, traffic and the like"),
    "other": N_("Other cause"),
}
"""The entries of the dictionary `causes.CAUSES` that the product comes with."""
TEXTS = ("problem", "verified_facts", "root_cause", "immediate_correction")
"""Those that are written; measures are rows, evidence is files."""
MEASURE_STATES = {"planned": N_("To be done"), "done": N_("Done, to be verified"), "verified": N_("Verified")}
