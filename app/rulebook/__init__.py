"""The rulebook as rows: policy packs by version, the category tree, working calendars by edition."""

from app.rulebook.calendars import calendar, current_edition_id, edition_of, uncovered_years
from app.rulebook.categories import open_categories
from app.rulebook.models import CalendarDay, CalendarEdition, CalendarRow, Category, PackVersion
from app.rulebook.packs import cite, current_pack_version, every_pack, overlays_in_force, pack_of
from app.rulebook.seed import seed_overlays, seed_rulebook
from app.rulebook.verbs import add_day, publish, remove_day

__all__ = [
    "CalendarDay",
    "CalendarEdition",
    "CalendarRow",
    "Category",
    "PackVersion",
    "add_day",
    "calendar",
    "cite",
    "current_edition_id",
    "current_pack_version",
    "edition_of",
    "every_pack",
    "open_categories",
    "overlays_in_force",
    "pack_of",
    "publish",
    "remove_day",
    "seed_overlays",
    "seed_rulebook",
    "uncovered_years",
]
