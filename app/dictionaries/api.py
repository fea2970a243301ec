"""REST: `/api/v1/dictionary/`, and each step as `POST /api/v1/dictionary/<id>/<step>`."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.dictionaries import verbs
from app.dictionaries.models import DictionaryEntry
from app.dictionaries.views import DictionaryEntryView
from app.security import current_actor
from app.web import KesuInterface
from app.web.steps_api import StepsApi, steps_of


class DictionaryEntryApi(StepsApi):
    """Entries in JSON; `filters` by `dictionary` give one list."""

    steps = steps_of(DictionaryEntryView)
    datamodel, resource_name, title = KesuInterface(DictionaryEntry), "dictionary", _l("Dictionaries")
    list_columns = show_columns = ["id", "dictionary", "code", "name_zh", "name_en", "sort", "in_use"]
    add_columns, edit_columns = DictionaryEntryView.add_columns, DictionaryEntryView.edit_columns
    add_form_extra_fields = DictionaryEntryView.add_form_extra_fields
    search_columns, order_columns = DictionaryEntryView.search_columns, DictionaryEntryView.order_columns
    base_order, choices = DictionaryEntryView.base_order, DictionaryEntryView.choices

    def create(self, data: dict[str, Any]) -> DictionaryEntry:
        """By the verb."""
        return verbs.add_entry(**data, actor=current_actor(), now=clock.now())

    def change(self, row: DictionaryEntry, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_entry(row, **data, actor=current_actor(), now=clock.now())
