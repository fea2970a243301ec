"""The codes that a complaint's columns hold, with the words people read."""

from app.core.i18n import N_
from app.policy.handling import REMEDIES

__all__ = ["REMEDIES"]

KINDS = {"business": N_("Business complaint"), "attitude": N_("Service attitude complaint")}
ORIGINS = {"external": N_("External"), "internal": N_("Internal")}
SEVERITIES = {"minor": N_("Minor"), "moderate": N_("Moderate"), "major": N_("Major"), "ungraded": N_("Ungraded")}
LANGUAGES = {"zh": N_("Chinese"), "en": N_("English")}
DECISIONS = {"sustained": N_("Sustained"), "dismissed": N_("Dismissed")}
VERDICTS = {"pending": N_("No verdict yet"), **DECISIONS}
DISMISSALS = {
    "no_evidence": N_("Too little evidence"),
    "not_ours": N_("Not our responsibility"),
    "taken_back": N_("The customer took it back"),
    "as_agreed": N_("Carried out as agreed"),
    "not_covered": N_("Outside of what was agreed"),
    "force_majeure": N_("Force majeure"),
    "other": N_("Other reason"),
}
"""The entries of the dictionary `dismissals.DISMISSALS` that the product comes with."""
PARTIES = {
    "department": N_("Own department"),
    "carrier": N_("Carrier"),
    "customer": N_("Customer"),
    "nobody": N_("Nobody"),
}
OUTCOMES = {
    "open": N_("Awaiting the customer"),
    "agreed": N_("Agreed"),
    "declined": N_("Declined"),
    "sent_back": N_("Sent back"),
    "imposed": N_("Carried on upon the verdict"),
}
APPROVALS = {"awaiting": N_("Awaiting approval"), "approved": N_("Approved"), "refused": N_("Not approved")}
COMPARED = {
    "repeat": N_("The same matter again"),
    "related": N_("Related, but not the same matter"),
    "none": N_("Nothing to do with each other"),
}
SATISFACTION = {
    "satisfied": N_("Satisfied"),
    "partly": N_("Partly satisfied"),
    "dissatisfied": N_("Dissatisfied"),
    "unreachable": N_("Not reached"),
}
