"""The small forms of visits; field names are those of the verbs."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.customers.visits.facts import TEXT
from app.customers.visits.words import SCORES
from app.security import Person
from app.web import KesuForm
from app.web.fields import ChoiceField, DateField, DateTimeLocalField, Filled, TextBox, TextField
from app.web.remote import RemoteSelectField


class OutcomeForm(KesuForm):
    """What came of it."""

    spoke_with = TextField(_l("Spoken with"), longest=100, description=_l("Empty: the contact of the visit."))
    said = TextBox(_l("What was talked about"), [Filled()], longest=TEXT)
    satisfaction = ChoiceField(_l("How satisfied is the customer?"), labels=SCORES)
    needs = TextBox(_l("What they need"), longest=TEXT)
    next_on = DateField(_l("Day of the next visit"), description=_l("It is planned for that day at once."))


class PostponeForm(KesuForm):
    """To when, and why."""

    planned_at = DateTimeLocalField(_l("New time"), [Filled()])
    note = TextBox(_l("Reason"), [Filled()], longest=500)


class ReasonForm(KesuForm):
    """Why."""

    note = TextBox(_l("Reason"), [Filled()], longest=500)


class HandOverForm(KesuForm):
    """To whom."""

    owner = RemoteSelectField(_l("To whom"), [Filled()], model=Person, view="PersonView")
    note = TextBox(_l("Note"), longest=500)

    def facts(self, names: list[str] | None = None) -> dict[str, Any]:
        """The person by id."""
        facts = super().facts(names)
        person = facts.pop("owner", None)
        return facts | {"owner_id": person.id if person else None}


def fill_outcome(form: Any, row: Any) -> None:
    """What is recorded already stands in the boxes."""
    if not form.is_submitted():
        for name in ("spoke_with", "said", "satisfaction", "needs", "next_on"):
            form[name].data = getattr(row, name)
