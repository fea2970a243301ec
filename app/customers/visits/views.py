"""The screens of visits: the list, a visit, and the calendar (`calendar_view`)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, select

from app.core import clock
from app.customers.personal import phone_in_sight
from app.customers.visits import forms, home, owner, page, verbs
from app.customers.visits.facts import TEXT
from app.customers.visits.models import Visit
from app.customers.visits.words import OPEN, SCORES, STATE_TONES, STATES, WAYS, allows
from app.extensions import db
from app.outbox import messages_of
from app.rulebook import cite
from app.security import Person, current_actor
from app.web import KesuInterface, KesuModelView, Shortcut, Verb
from app.web.fields import TextBox
from app.web.rows import as_ids
from app.web.show import countdown, readable

__all__ = ["RELATIONS", "VisitView", "owner"]

RELATIONS = ("customer", "contact", "owner")
STEPS = (
    Verb("record", _l("Record the visit"), verbs.record, forms.OutcomeForm, tone="primary",
         opens=lambda row: allows("record", row.state)),
    Verb("postpone", _l("Postpone"), verbs.postpone, forms.PostponeForm,
         opens=lambda row: allows("postpone", row.state)),
    Verb("hand_over", _l("Hand over"), verbs.hand_over, forms.HandOverForm,
         opens=lambda row: allows("hand_over", row.state)),
    Verb("cancel", _l("Cancel the visit"), verbs.cancel, forms.ReasonForm, tone="danger", rare=True,
         opens=lambda row: allows("cancel", row.state)),
    Verb("amend", _l("Correct the record"), verbs.amend, forms.OutcomeForm, permission="can_record",
         prepare=forms.fill_outcome, opens=lambda row: allows("amend", row.state)),
)  # fmt: skip


def owners() -> dict[int, str]:
    """Those who have visits to make."""
    named = select(Visit.owner_id).where(Visit.owner_id.is_not(None))
    people = db.session.scalars(select(Person).where(Person.id.in_(named)).order_by(Person.id))
    return {person.id: person.full_name for person in people}


class VisitInterface(KesuInterface):
    """Visits with whom they are about."""

    along = ("customer", "contact", "owner")


class VisitView(KesuModelView):
    """拜访: planned by the worker or by hand, made, postponed, missed."""

    datamodel, route_base = VisitInterface(Visit), "/visit"
    title, thing = _l("Visits"), _l("Visit")
    add_title = _l("Plan a visit")
    about = _l(
        "Who goes to see, calls or writes to which customer when. The system plans the visits of tiers that have an "
        "interval; everybody else's are planned here."
    )
    label_columns = {
        "no": _l("Visit no."),
        "customer": _l("Customer"),
        "contact": _l("Contact"),
        "way": _l("Way of visiting"),
        "planned_at": _l("Planned for"),
        "due_at": _l("To be recorded by"),
        "owner": _l("Made by"),
        "owner_id": _l("Made by"),
        "purpose": _l("Purpose"),
        "words": _l("What the e-mail says"),
        "postponed": _l("Times postponed"),
        "done_at": _l("Made at"),
        "spoke_with": _l("Spoken with"),
        "said": _l("What was talked about"),
        "satisfaction": _l("Satisfaction"),
        "needs": _l("What they need"),
        "next_on": _l("Day of the next visit"),
    }
    list_columns = ["no", "planned_at", "customer", "way", "state", "owner", "purpose", "satisfaction"]
    show_columns = [
        "no",
        "customer",
        "contact",
        "way",
        "planned_at",
        "due_at",
        "owner",
        "purpose",
        "words",
        "postponed",
    ]
    add_columns = ["customer", "contact", "way", "planned_at", "owner", "purpose", "words"]
    edit_columns = ["contact", "way", "purpose", "words"]
    description_columns = {
        "contact": _l("Empty: the customer's preferred contact. Messages go to this person's number or address."),
        "owner": _l("Empty: you."),
    }
    add_form_extra_fields = edit_form_extra_fields = {
        "purpose": TextBox(_l("Purpose"), longest=TEXT, description=_l("For ourselves; it is sent to nobody.")),
        "words": TextBox(
            _l("What the e-mail says"),
            longest=TEXT,
            description=_l("Of visits by e-mail, in the middle of the message. Text messages have a fixed text."),
        ),
    }
    search_columns = ["no", "way", "state", "owner_id", "planned_at", "satisfaction"]
    order_columns, base_order = ["no", "planned_at"], ("planned_at", "desc")
    choice_columns = ("no",)
    choices = {"way": WAYS, "state": STATES, "owner_id": owners, "satisfaction": SCORES}
    badges = {"state": STATE_TONES}
    shortcuts: ClassVar[Mapping[str, Shortcut]] = {
        "mine": Shortcut(_l("Mine to make"), home.is_mine),
        "week": Shortcut(_l("This week"), home.this_week),
        "missed": Shortcut(_l("Missed"), home.is_missed),
        "open": Shortcut(_l("To be made"), lambda: Visit.state.in_(OPEN)),
        "my_missed": Shortcut(_l("Missed by me"), lambda: and_(home.is_mine(), home.is_missed())),
    }
    show_template, list_template = "customers/visit.html", "customers/visits.html"
    verbs = STEPS

    def cell(self, row: Visit, column: str) -> Any:
        """The time left while it lies ahead; the purpose in short."""
        if column == "due_at" and row.state in OPEN:
            return countdown(row.due_at)
        if column == "purpose":
            return readable(row.purpose if len(row.purpose) <= 40 else f"{row.purpose[:40]}…")
        return super().cell(row, column)

    def create(self, data: dict[str, Any]) -> Visit:
        """By the verb, which numbers it."""
        return verbs.plan(**as_ids(data, *RELATIONS), actor=current_actor(), now=clock.now())

    def change(self, row: Visit, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change(row, **as_ids(data, *RELATIONS), actor=current_actor(), now=clock.now())

    def show_context(self, row: Visit) -> Mapping[str, Any]:
        """The next step, what came of it, what happened."""
        return {
            "onwards": page.onwards_of(row, self.open_verbs(row)),
            "story": page.story_of(row, messages_of(row)),
            "phone": phone_in_sight(row.contact) if row.contact else "",
            "basis": cite(row.pack_version_id, row.clause) if row.clause else "",
            "words": {"way": WAYS, "state": STATES, "score": SCORES},
        }
