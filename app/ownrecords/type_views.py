"""自定义表单: where administrators define kinds of records of their own, without code."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import select
from wtforms import Field
from wtforms.validators import ValidationError

from app.core import clock
from app.customfields import KINDS, CustomField
from app.extensions import db
from app.ownrecords import verbs
from app.ownrecords.models import RIGHTS, RecordType
from app.ownrecords.reminders import settle_all
from app.security import current_actor, elevated, may
from app.security.roles import role_labels
from app.web import KesuInterface, KesuModelView, Verb
from app.web.editing import EditForm
from app.web.fields import BooleanField, ChoiceField, CodeField, Filled, IntegerField, TextField
from app.web.show import said

ICONS = {
    "fa-rectangle-list": _l("Form"),
    "fa-calendar-check": _l("Calendar"),
    "fa-graduation-cap": _l("Training"),
    "fa-handshake": _l("Customer"),
    "fa-truck": _l("Vehicle"),
    "fa-box": _l("Parcel"),
    "fa-shield-halved": _l("Safety"),
    "fa-clipboard-check": _l("Inspection"),
    "fa-file-contract": _l("Contract"),
    "fa-star": _l("Star"),
}


class RightsField(Field):
    """Which roles may do what. Value: {right: [ids of roles]}."""

    data: dict[str, list[int]]

    @staticmethod
    def widget(field: "RightsField", **attributes: Any) -> Markup:
        """A row for each role, a column for each right."""
        return Markup(render_template("ownrecords/rights.html", field=field, rights=RIGHTS, roles=role_labels()))  # noqa: S704

    def holds(self, right: str, role_id: str) -> bool:
        """Whether the box is ticked."""
        return int(role_id) in (self.data or {}).get(right, ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Ticked boxes, `see|3` each."""
        pairs = [value.partition("|") for value in valuelist]
        self.data = {
            right: [int(role) for of, _bar, role in pairs if of == right and role.isdecimal()] for right in RIGHTS
        }
        self.unknown = [value for value in valuelist if value not in self._offered()]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """A form that was sent with no box ticked means none."""
        self.unknown: list[str] = []
        super().process(formdata, *(() if data is None else (data,)), extra_filters=extra_filters)
        if formdata is not None and self.name not in formdata:
            self.data = {}

    def pre_validate(self, form: Any) -> None:
        """Refuse what isn't on the list."""
        if self.unknown:
            raise ValidationError(_("Not a valid choice."))

    @staticmethod
    def _offered() -> set[str]:
        return {f"{right}|{role_id}" for right in RIGHTS for role_id in role_labels()}


def _dates_at_hand() -> dict[str, str]:
    """The date fields of the form whose page it is."""
    row = db.session.get(RecordType, (request.view_args or {}).get("pk", 0))
    return verbs.date_fields(row) if row is not None else {}


class TypeForm(EditForm):
    """Everything about a form on one page."""

    name_zh = TextField(_l("Chinese name"), [Filled()], longest=40)
    name_en = TextField(_l("English name"), longest=40)
    code = CodeField(
        _l("Code"),
        longest=30,
        description=_l("Small letters, for addresses and programs; empty: one is given. It can't be changed later."),
    )
    description = TextField(_l("What it is for"), longest=200)
    icon = ChoiceField(_l("Icon in the menu"), [Filled()], labels=ICONS, default="fa-rectangle-list")
    sort = IntegerField(_l("Place in the menu"), [Filled()], low=1, high=10_000, default=100)
    subject_zh = TextField(
        _l("Main field, in Chinese"),
        longest=40,
        description=_l("What each record is called by, such as “Event”; empty: “Subject”."),
    )
    subject_en = TextField(_l("Main field, in English"), longest=40)
    pattern = TextField(
        _l("Numbering"),
        [Filled()],
        longest=26,
        default="BD-YYYYMM-####",
        description=_l("BD-YYYYMM-#### becomes BD-202611-0001, and counts anew each month."),
    )
    about_customer = BooleanField(_l("Each record may name a customer"))
    approval = BooleanField(
        _l("A record has to be approved"), description=_l("By the roles that approve below, never by its own writer.")
    )
    remind_field = ChoiceField(_l("Remind of which date"), labels=_dates_at_hand)
    remind_days = IntegerField(
        _l("How many days before"),
        low=-365,
        high=365,
        default=0,
        description=_l("At nine in the morning, to who recorded it; -1: the day after."),
    )
    rights = RightsField(
        _l("Who may do what"),
        description=_l("Within what each role reaches. None ticked: your own roles may do everything."),
    )


class NewTypeForm(TypeForm):
    """A new form has no dates yet to remind of."""

    remind_field = remind_days = None


class ChangedTypeForm(TypeForm):
    """The code stays."""

    code = None


@dataclass(frozen=True)
class FieldLine:
    """One of the form's own fields, on its page."""

    label: str
    kind: str
    required: bool
    active: bool
    url: str


class RecordTypeView(KesuModelView):
    """Forms of one's own: in the menu of those who may see them with the next click."""

    datamodel, route_base = KesuInterface(RecordType), "/record-type"
    title, thing = _l("Forms of your own"), _l("Form of your own")
    label_columns = {
        "description": _l("What it is for"),
        "pattern": _l("Numbering"),
        "approval": _l("Approval"),
        "about_customer": _l("Names a customer"),
        "sort": _l("Place in the menu"),
        "name_zh": _l("Chinese name"),
        "name_en": _l("English name"),
        "icon": _l("Icon in the menu"),
        "subject_zh": _l("Main field, in Chinese"),
        "subject_en": _l("Main field, in English"),
        "remind_field": _l("Remind of which date"),
        "remind_days": _l("How many days before"),
        "rights": _l("Who may do what"),
        "active": _l("In use"),
    }
    list_columns = ["name_zh", "description", "pattern", "approval", "active"]
    show_columns = ["name_zh", "name_en", "code", "description", "pattern", "about_customer", "approval", "active"]
    add_fieldsets = [
        (_l("What it is called"), {"fields": ["name_zh", "name_en", "code", "description", "icon", "sort"]}),
        (_l("Its records"), {"fields": ["subject_zh", "subject_en", "pattern", "about_customer", "approval"]}),
        (_l("Roles"), {"fields": ["rights"]}),
    ]
    edit_fieldsets = [
        (_l("What it is called"), {"fields": ["name_zh", "name_en", "description", "icon", "sort"]}),
        (_l("Its records"), {"fields": ["subject_zh", "subject_en", "pattern", "about_customer", "approval"]}),
        (_l("Reminder"), {"fields": ["remind_field", "remind_days"]}),
        (_l("Roles"), {"fields": ["rights"]}),
    ]
    search_columns, order_columns, base_order = ["name_zh", "active"], ["sort"], ("sort", "asc")
    add_form, edit_form = NewTypeForm, ChangedTypeForm
    show_template = "ownrecords/type.html"
    verbs = (
        Verb(
            "retire",
            _l("Retire"),
            verbs.retire_type,
            opens=lambda row: row.active,
            confirm=_l("Take this form out of the menu? Its records stay, and are back when it is restored."),
        ),
        Verb("restore", _l("Offer again"), verbs.restore_type, opens=lambda row: not row.active),
    )

    def create(self, data: dict[str, Any]) -> RecordType:
        """By the verb."""
        return verbs.define_type(**data, actor=current_actor(), now=clock.now())

    def change(self, row: RecordType, data: dict[str, Any]) -> None:
        """By the verb; reminders follow the rule as it is now."""
        now = clock.now()
        verbs.change_type(row, **data, actor=current_actor(), now=now)
        with elevated():
            settle_all(row, now=now)

    def show_context(self, row: RecordType) -> Mapping[str, Any]:
        """Its fields, and who may do what."""
        roles = role_labels()
        held = {
            said(label): [roles[str(key)] for key in row.rights.get(right, ()) if str(key) in roles]
            for right, label in RIGHTS.items()
        }
        opens = row.active and may("can_list", row.screen)
        new_field = url_for("CustomFieldView.add", entity=row.kind)
        return {"fields": _fields_of(row), "held": held, "opens": opens, "new_field": new_field}


def _fields_of(row: RecordType) -> list[FieldLine]:
    found = select(CustomField).where(CustomField.entity == row.kind).order_by(CustomField.sort, CustomField.id)
    return [
        FieldLine(
            each.label,
            said(KINDS[each.kind]),
            each.required,
            each.active,
            url_for("CustomFieldView.show", pk=each.id),
        )
        for each in db.session.scalars(found)
    ]
