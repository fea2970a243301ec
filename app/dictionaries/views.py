"""字典: one screen for all dictionaries, each a part of the list."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from flask import request
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.dictionaries import verbs
from app.dictionaries.entries import dictionaries
from app.dictionaries.models import DictionaryEntry
from app.security import current_actor
from app.web import KesuInterface, KesuModelView, Shortcut, Verb
from app.web.fields import ChoiceField, CodeField, Filled
from app.web.listing import Listing

Elsewhere = Callable[[], Any]
_elsewhere: list[Elsewhere] = []


def register_elsewhere(find: Elsewhere) -> None:
    """What is a dictionary too but edited in another place: `find()` gives (title, names, address) lists to show."""
    if find not in _elsewhere:
        _elsewhere.append(find)


def titles() -> dict[str, Any]:
    """Of all dictionaries."""
    return {code: each.title for code, each in dictionaries().items()}


def _removable(row: DictionaryEntry) -> bool:
    return row.code not in dictionaries()[row.dictionary].defaults and not dictionaries()[row.dictionary].is_used(
        row.code
    )


class _Parts(Mapping[str, Shortcut]):
    """A part of the list for each dictionary, whichever packages have declared by now."""

    def __getitem__(self, code: str) -> Shortcut:
        return Shortcut(dictionaries()[code].title, lambda: DictionaryEntry.dictionary == code)

    def __iter__(self) -> Any:
        return iter(dictionaries())

    def __len__(self) -> int:
        return len(dictionaries())


class DictionaryEntryView(KesuModelView):
    """Entries: added, renamed, moved, retired; what the product and the policy decide stays theirs."""

    datamodel, route_base = KesuInterface(DictionaryEntry), "/dictionary"
    title, thing = _l("Dictionaries"), _l("Entry")
    about = _l(
        "What forms offer to choose from. A change holds at once in forms, filters, imports and REST; an entry that is "
        "used is retired, not deleted, and keeps its name where it stands."
    )
    label_columns = {
        "dictionary": _l("Dictionary"),
        "name_zh": _l("Chinese name"),
        "name_en": _l("English name"),
        "sort": _l("Order"),
        "in_use": _l("In use"),
    }
    description_columns = {
        "sort": _l("Small numbers come first."),
        "name_en": _l("Empty: the Chinese name is shown in English too."),
    }
    list_columns = ["name_zh", "name_en", "code", "dictionary", "sort", "in_use"]
    show_columns = [*list_columns, "changed_at"]
    add_columns = ["dictionary", "code", "name_zh", "name_en", "sort"]
    edit_columns = ["name_zh", "name_en", "sort"]
    add_form_extra_fields = {
        "dictionary": ChoiceField(
            _l("Dictionary"), [Filled()], labels=titles, default=lambda: request.args.get("dictionary")
        ),
        "code": CodeField(
            _l("Code"),
            longest=20,
            description=_l("Small letters, for imports and programs; empty: one is given. It can't be changed later."),
        ),
    }
    search_columns = ["dictionary", "code", "name_zh", "name_en", "in_use"]
    order_columns, base_order = ["dictionary", "code", "name_zh", "sort"], ("sort", "asc")
    choice_columns = ("name_zh", "code")
    choices = {"dictionary": titles}
    shortcuts: ClassVar[Mapping[str, Shortcut]] = _Parts()
    list_template = "dictionaries/list.html"
    page_size = 50
    verbs = (
        Verb("retire", _l("Retire"), verbs.retire_entry, opens=lambda row: row.in_use,
             confirm=_l("Offer this entry no more? Rows that hold it keep it.")),
        Verb("restore", _l("Offer again"), verbs.restore_entry, permission="can_retire",
             opens=lambda row: not row.in_use),
        Verb("remove", _l("Remove"), verbs.remove_entry, permission="can_retire", opens=_removable, tone="danger",
             confirm=_l("Remove this entry? Nothing holds it.")),
    )  # fmt: skip

    def create(self, data: dict[str, Any]) -> DictionaryEntry:
        """By the verb."""
        return verbs.add_entry(**data, actor=current_actor(), now=clock.now())

    def change(self, row: DictionaryEntry, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_entry(row, **data, actor=current_actor(), now=clock.now())

    def after_verb(self, verb: Verb, pk: int) -> str:
        """An entry that was removed has no page any more."""
        return (self.back_url() or self.list_url()) if verb.name == "remove" else super().after_verb(verb, pk)

    def listing(self, *args: Any, **kwargs: Any) -> Listing:
        """A new entry is the dictionary's that is looked at."""
        only = self.chosen_shortcut()
        add_url = self.add_url(dictionary=only) if only else None
        return super().listing(*args, **({"add_url": add_url} | kwargs))

    @staticmethod
    def elsewhere() -> list[Any]:
        """What the policy and other screens decide, to read."""
        return [part for find in _elsewhere for part in find()]
