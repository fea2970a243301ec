"""The company's name, colour and logo: changed on a screen, read by every page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.core import colour
from app.core.errors import Invalid
from app.core.i18n import N_
from app.db.journal import record
from app.extensions import db
from app.org.models import Company

PRODUCT = "Kesu 客诉"


@dataclass(frozen=True)
class Look:
    """What pages need of the company. `version` changes with it."""

    name: str
    accent: str = ""
    has_logo: bool = False
    version: str = ""


@dataclass(frozen=True)
class Logo:
    """Checked and drawn anew as PNG: for the head of the pages, and small and square for the browser's tab."""

    picture: bytes
    icon: bytes


def company() -> Company | None:
    """The row, once somebody has changed anything."""
    return db.session.scalars(select(Company).order_by(Company.id)).first()


def look() -> Look:
    """The company as pages show it; its name is the setting's, until one is given on the screen."""
    row = company()
    default = current_app.config["SETTINGS"].company_name or PRODUCT
    if row is None:
        return Look(default)
    return Look(row.name or default, row.accent, row.has_logo, f"{row.changed_at.timestamp():.0f}")


def company_name() -> str:
    """For pages, messages and papers."""
    return look().name


def change_company(
    *, name: str, accent: str, logo: Logo | None = None, drop_logo: bool = False, actor: Any | None, now: datetime
) -> Company:
    """Change what is given; an empty name or accent is the product's own. Raises Invalid."""
    accent = checked_accent(accent)
    row = company()
    if row is None:
        row = Company(id=1, name="", accent="", has_logo=False)
        db.session.add(row)
        db.session.flush()
    before = {"name": row.name, "accent": row.accent}
    row.name, row.accent, row.changed_at = name.strip(), accent, now
    if logo is not None or drop_logo:
        row.logo, row.icon = (logo.picture, logo.icon) if logo else (None, None)
        row.has_logo = logo is not None
    after = {"name": row.name, "accent": row.accent}
    changes = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
    if logo is not None or drop_logo:
        changes["logo"] = ["", "new" if logo else "none"]
    if changes:
        record(row, "change", actor=actor, now=now, facts={"changes": changes})
    return row


def checked_accent(accent: str) -> str:
    """As `#rrggbb`. Raises Invalid for what is no colour, or one that words can't be read on."""
    accent = accent.strip().lower()
    if not accent:
        return ""
    if not colour.is_colour(accent):
        raise Invalid.field("accent", N_("Please write a colour as #2067de: six digits or letters from a to f."))
    if not colour.carries_words(accent):
        raise Invalid.field(
            "accent",
            N_(
                "White words on %(colour)s have a contrast of only %(ratio)s : 1, so they can hardly be read; at least"
                " 4.5 : 1 is needed. The nearest colour that has it: %(better)s"
            ),
            colour=accent,
            ratio=f"{colour.contrast(accent, '#ffffff'):.1f}",
            better=colour.nearest_that_carries(accent),
        )
    return accent
