"""How the company wants its tiers: `KESU_TIERS`."""

from flask import current_app


def applies_by_itself() -> bool:
    """Whether what the rules say holds at once, without a person's word."""
    return current_app.config["SETTINGS"].tiers == "apply"
