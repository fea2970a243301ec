"""Kesu 客诉: the complaint and customer back-office of a logistics company."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """The Flask application, with every table, screen and job registered. Touches no database."""
    from app.assembly import assemble

    return assemble(settings)
