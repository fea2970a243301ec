"""不在岗登记, and acting for somebody who is away."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_

from app.absence import Absence, stand_in
from app.absence import verbs as absences
from app.absence.acting import REASONS, acts_for
from app.absence.models import KINDS, NOTE_LENGTH, STATE_TONES, STATES
from app.absence.verbs import CONTACT_LENGTH, may_lead
from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import N_
from app.customers.options import departments
from app.extensions import appbuilder
from app.security import Person, current_actor, hand_of
from app.security.standing_in import begin_acting, end_acting
from app.web import KesuForm, KesuInterface, KesuModelView, KesuView, Shortcut, Verb, expose
from app.web.access import logged_in
from app.web.editing import PK
from app.web.fields import DateTimeLocalField, TextBox, TextField
from app.web.remote import RemoteSelectField
from app.web.show import badge, dash, said


def is_now() -> ColumnElement[bool]:
    """Away at this moment."""
    now = clock.now()
    return and_(Absence.cancelled_at.is_(None), Absence.starts_at <= now, Absence.ends_at > now)


def is_to_come() -> ColumnElement[bool]:
    """Registered for later."""
    return and_(Absence.cancelled_at.is_(None), Absence.starts_at > clock.now())


class BackForm(KesuForm):
    """When the person is back."""

    ends_at = DateTimeLocalField(_l("Back at"), description=_l("Empty: now."))


class CancelForm(KesuForm):
    """Why not."""

    note = TextBox(_l("Note"), longest=NOTE_LENGTH)


def _open_now(row: Absence) -> bool:
    return row.state == "away" and may_lead(row.person, current_actor())


def _open_before(row: Absence) -> bool:
    return row.state == "planned" and may_lead(row.person, current_actor())


_WHO = _l("Empty: yourself. Otherwise somebody whom you lead.")
_DELEGATE = _l("Where the delegate is away as well, the deputy, the head, then the level above act.")
_CONTACT = _l("A telephone number at which the absent person can be reached.")


def _person(label: Any, description: Any) -> Any:
    return RemoteSelectField(label, model=Person, view="PersonView", description=description)


_BOTH = {
    "delegate": _person(_l("Delegate"), _DELEGATE),
    "contact": TextField(_l("Reached at"), longest=CONTACT_LENGTH, description=_CONTACT),
}


class AbsenceView(KesuModelView):
    """不在岗. Reason, contact and note show to the person, the delegate and whoever leads them."""

    datamodel, route_base = KesuInterface(Absence), "/absence"
    title, thing = _l("Absences"), _l("Absence")
    add_title = _l("Register an absence")
    about = _l(
        "While somebody is away, their messages go to the delegate, who acts for them with their rights. Nothing is"
        " moved: what is left is theirs again when they are back."
    )
    label_columns = {
        "person": _l("Who is away"),
        "department": _l("Department"),
        "department_id": _l("Department"),
        "kind": _l("Why away"),
        "starts_at": _l("From"),
        "ends_at": _l("Until"),
        "delegate": _l("Delegate"),
        "contact": _l("Reached at"),
        "acting": _l("Acts now"),
        "state": _l("State"),
        "note": _l("Note"),
    }
    description_columns = {
        "person": _WHO,
        "delegate": _DELEGATE,
        "contact": _CONTACT,
    }
    list_columns = ["person", "department", "starts_at", "ends_at", "delegate", "acting", "state"]
    show_columns = [
        "person", "department", "starts_at", "ends_at", "state", "delegate", "acting", "contact", "kind", "note",
    ]  # fmt: skip
    add_columns = ["person", "kind", "starts_at", "ends_at", "delegate", "contact", "note"]
    edit_columns = ["kind", "starts_at", "ends_at", "delegate", "contact", "note"]
    add_form_extra_fields = {"person": _person(_l("Who is away"), _WHO), **_BOTH}
    edit_form_extra_fields = _BOTH
    search_columns = ["department_id", "starts_at", "ends_at"]
    order_columns, base_order = ["starts_at", "ends_at"], ("starts_at", "desc")
    choices = {"kind": KINDS, "department_id": departments}
    shortcuts: ClassVar[Mapping[str, Shortcut]] = {
        "now": Shortcut(_l("Away now"), is_now),
        "planned": Shortcut(_l("To come"), is_to_come),
    }
    verbs = (
        Verb("shorten", _l("Back earlier"), absences.shorten, BackForm, opens=_open_now, tone="primary"),
        Verb("cancel", _l("Cancel the absence"), absences.cancel, CancelForm, opens=_open_before),
    )

    def cell(self, row: Absence, column: str) -> Any:
        """The state as of now, who acts; the private part to whom it concerns."""
        if column == "state":
            return badge(_(STATES[row.state]), STATE_TONES[row.state])
        if column == "acting":
            return _acting(row)
        if column in ("kind", "contact", "note") and not _concerns(row):
            return dash("")
        return super().cell(row, column)

    def create(self, data: dict[str, Any]) -> Absence:
        """By the verb."""
        return absences.register_absence(**data, actor=current_actor(), now=clock.now())

    def change(self, row: Absence, data: dict[str, Any]) -> None:
        """By the verb."""
        absences.change_absence(row, **data, actor=current_actor(), now=clock.now())


def _acting(row: Absence) -> str:
    """Who acts now, and as what where it isn't the delegate."""
    found = stand_in(row.person, clock.now()) if row.state == "away" else None
    if found is None:
        return dash("")
    if found.person is None:
        return badge(_("Nobody"), "bad")
    if found.reason == "delegate":
        return found.person.full_name
    return f"{found.person.full_name} · {_(REASONS[found.reason])}"


def _concerns(row: Absence) -> bool:
    actor = current_actor()
    return actor is not None and (actor.id == row.delegate_id or may_lead(row.person, actor))


class ActingView(KesuView):
    """代理处理: for whom the reader acts now; on and off."""

    title, route_base, default_view = _l("Acting for others"), "/acting", "list"

    @expose("/")
    @logged_in
    def list(self) -> Any:
        """Each of them with a button."""
        found = acts_for(hand_of(current_actor()), clock.now())
        return self.render_template("kesu/acting_list.html", title=said(self.title), acts=found, reasons=REASONS)

    @expose(f"/{PK}/begin", methods=["POST"])
    @logged_in
    def begin(self, pk: int) -> Any:
        """From now on with that person's rights; `pk` is the absence's."""
        found = next((each for each in acts_for(hand_of(current_actor()), clock.now()) if each.absence.id == pk), None)
        if found is None:
            raise NotFound(N_("There is no such record, or it is not yours to see."))
        begin_acting(found.absence.person)
        return redirect(appbuilder.get_url_for_index)

    @expose("/end", methods=["POST"])
    @logged_in
    def end(self) -> Any:
        """Back to one's own rights."""
        end_acting()
        return redirect(url_for("ActingView.list"))
