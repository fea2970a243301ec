"""The forms of complaints: one for the facts, a small one for each step."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.complaints.callers import CallerField
from app.complaints.confirming import points_of
from app.complaints.facts import pack_for
from app.complaints.grading import check_amended
from app.complaints.intake import check_intake
from app.complaints.remedies import every_remedy, remedies_for
from app.complaints.words import LANGUAGES, SATISFACTION
from app.core import clock
from app.core.i18n import Text
from app.customers.models import Waybill
from app.customers.options import colleagues, department_paths, departments, departments_with_duty
from app.customers.search import caller_of
from app.org.tree import subtree_ids
from app.policy.pack import Pack
from app.rulebook import current_pack_version, open_categories, pack_of
from app.security import current_actor
from app.security.masking import shown_phone
from app.web import KesuForm
from app.web.combo import ComboField
from app.web.conflicts import conflicts_between
from app.web.fields import (
    BooleanField,
    ChoiceField,
    DateTimeLocalField,
    FilesField,
    Filled,
    IntegerField,
    MoneyField,
    MultiChoice,
    PhoneField,
    TextBox,
    TextField,
)
from app.web.filters import INTEGER_MAX
from app.web.remote import RemoteSelectField
from app.web.text import whole_number

NOTE = 2_000


def _pack() -> Pack:
    return pack_of(current_pack_version(clock.now()).id)


def channels() -> dict[str, Text]:
    """The ways in that the policy in force knows."""
    return {channel.code: channel.label.text() for channel in _pack().channels}


def behaviours() -> dict[str, Text]:
    """What attitude complaints are graded by."""
    return {behaviour.code: behaviour.label.text() for behaviour in _pack().behaviours}


def categories() -> dict[int, str]:
    """The category tree, each with its path."""
    return {category.id: category.path_label for category in open_categories()}


def confirmations() -> dict[str, Text]:
    """What the policy in force asks to be confirmed with the complainant."""
    return points_of(_pack())


class FactsForm(KesuForm):
    """What a complaint says; field names are those of `Intake`, so that refusals land at their field."""

    caller = CallerField(_l("Caller"))
    waybill_id = RemoteSelectField(_l("Waybill"), model=Waybill)
    complainant = TextField(_l("Name of the complainant"), longest=100)
    phone = PhoneField(_l("Telephone"))
    email = TextField(_l("E-mail"), longest=254)
    language = ChoiceField(_l("Language of our messages"), labels=LANGUAGES, blank=_l("As in the customer's file"))
    category_id = ComboField(_l("Complaint category"), [Filled()], labels=categories)
    title = TextField(_l("In one line"), longest=200)
    description = TextBox(_l("What happened"), [Filled()])
    behaviours = MultiChoice(_l("Observed behaviour"), labels=behaviours)
    occurred_at = DateTimeLocalField(_l("When it happened"))
    place = TextField(_l("Where it happened"), longest=200)
    station_id = ComboField(_l("Station complained of"), labels=departments, paths=department_paths)
    urgent = BooleanField(_l("Urgent"))
    solvable_at_once = BooleanField(_l("The department can settle it within 20 minutes"))
    severe_dissatisfaction = BooleanField(_l("The customer is severely dissatisfied"))
    complaint_count = IntegerField(_l("Times complained, this one included"), low=1, high=1000)
    expected_remedy = TextBox(_l("What the customer expects"), longest=NOTE)
    loss = MoneyField(_l("Loss in yuan"))
    claim = MoneyField(_l("Claim in yuan"))

    @property
    def attitude_ids(self) -> list[int]:
        """The categories about attitude; the page asks for behaviours only where one of them is chosen."""
        return [category.id for category in open_categories("attitude")]

    def facts(self, names: list[str] | None = None) -> dict[str, Any]:
        """Facts for `register` and `amend`: ids instead of rows."""
        facts = super().facts(names)
        caller, waybill = facts.pop("caller", None), facts.pop("waybill_id")
        waybill = waybill or (caller.waybill if caller else None)
        rows = {
            "customer_id": caller.customer if caller else None,
            "contact_id": caller.contact if caller else None,
            "waybill_id": waybill,
        }
        return facts | {name: row.id if row else None for name, row in rows.items()}


class RegisterForm(FactsForm):
    """A new complaint."""

    channel = ChoiceField(_l("Channel"), [Filled()], labels=channels)
    confirmations = MultiChoice(_l("Confirmed with the complainant"), labels=confirmations)
    files = FilesField(_l("Photos, recordings, papers"))

    read_back = HiddenField()
    """“yes” once the sentences were read to the customer and confirmed."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.confirmations.choices:
            del self.confirmations

    def facts(self, names: list[str] | None = None) -> dict[str, Any]:
        """The reading back is one of the confirmations, whether the pack asks for it or not."""
        facts = super().facts(names)
        read_back = self._fields.get("read_back")  # programs send the confirmation itself
        if read_back is not None and read_back.data == "yes":
            facts["confirmations"] = list(dict.fromkeys([*facts.get("confirmations", []), "read_back"]))
        return facts

    def check(self) -> None:
        """As `register` will."""
        check_intake(self.facts(), _pack(), clock.now())


FIELDSETS: list[tuple[Any, dict[str, Any]]] = [
    (_l("Who is calling"), {"fields": ["caller", "channel", "complainant", "phone"]}),
    (_l("What it is about"), {"fields": ["category_id", "waybill_id", "station_id", "description", "behaviours"]}),
    (
        _l("How grave it is"),
        {
            "fields": [
                "loss",
                "claim",
                "complaint_count",
                "urgent",
                "severe_dissatisfaction",
                "solvable_at_once",
            ]
        },
    ),
    (
        _l("More facts"),
        {"fields": ["expected_remedy", "occurred_at", "place", "title", "email", "language"], "folded": True},
    ),
    (None, {"fields": ["files", "confirmations"]}),
]
"""What every call needs first, what few need folded away."""
FIELD_LABELS = {name: getattr(RegisterForm, name).args[0] for _heading, part in FIELDSETS for name in part["fields"]}


class AmendForm(FactsForm):
    """The facts of a complaint that is there. The number isn't shown; empty keeps it."""

    note = TextBox(_l("Why the facts are amended"), longest=NOTE)
    version = HiddenField()
    complaint: Any = None

    def fill(self, complaint: Any) -> None:
        """Show what is stored."""
        self.complaint = complaint
        if not self.is_submitted():
            self.show(complaint)
        self.phone.description = shown_phone(complaint)

    def show(self, complaint: Any) -> None:
        """Every box as it is stored; the number's stays empty."""
        key = f"{complaint.customer_id or 0}-{complaint.contact_id or 0}-0"
        stored = {name: getattr(complaint, name) for name in self._fields if hasattr(complaint, name)}
        self.process(data=stored | {"caller": caller_of(key), "waybill_id": complaint.waybill, "phone": None})

    def after_refusal(self, row: Any) -> None:
        """Somebody else was faster: what they saved beside what was typed; what is sent next is meant so."""
        if self.version.data != str(row.version) and not any(field.errors for field in self):
            stored = type(self)(formdata=None)
            stored.show(row)
            self.conflicts = conflicts_between(self, stored, without=("note",))
            self.version.data = str(row.version)

    def check(self) -> None:
        """As `amend` will; a program's form isn't filled from a complaint and waits for the verb."""
        if self.complaint is not None:
            check_amended(self.complaint, self.facts(), clock.now())

    def facts(self, names: list[str] | None = None) -> dict[str, Any]:
        """What is left empty and was perhaps never on the page, the number or a file out of reach, stays as it is."""
        facts = super().facts(names)
        kept = ["phone"] if not facts["phone"] else []
        kept += ["customer_id", "contact_id"] if self.caller.data is None else []
        kept += ["waybill_id"] if facts["waybill_id"] is None else []
        facts = {name: value for name, value in facts.items() if name not in kept}
        return facts | {"version": whole_number(self.version.data, 1, INTEGER_MAX)}


class NoteForm(KesuForm):
    """A remark, if there is one to make."""

    note = TextBox(_l("Note"), longest=NOTE)
    last = ("note",)


class ReasonForm(NoteForm):
    """A step that wants its reason."""

    note = TextBox(_l("Reason"), [Filled()], longest=NOTE)


class DispatchForm(NoteForm):
    """To whom."""

    department_id = ChoiceField(_l("Responsible department"), [Filled()], labels=departments_with_duty)


class TransferForm(ReasonForm):
    """To whom, and why."""

    department_id = ChoiceField(_l("Responsible department"), [Filled()], labels=departments_with_duty)


def _colleagues() -> dict[int, str]:
    actor = current_actor()
    return colleagues(subtree_ids(actor.department_id)) if actor and actor.department_id else {}


class AssignForm(NoteForm):
    """One of the actor's own department or below."""

    handler_id = ChoiceField(_l("Handler"), [Filled()], labels=_colleagues)


class InvestigateForm(KesuForm):
    """What was found."""

    findings = TextBox(_l("Findings"), [Filled()])
    cause = TextBox(_l("Cause"))


class ProposeForm(KesuForm):
    """What is offered."""

    remedy = ChoiceField(_l("Remedy"), [Filled()], labels=every_remedy)
    text = TextBox(_l("Proposal to the customer"), [Filled()])
    amount = MoneyField(_l("Amount in yuan"))

    def fill(self, complaint: Any) -> None:
        """The remedies of the complaint's own pack."""
        self.remedy.labels = remedies_for(complaint)


class AgreeForm(KesuForm):
    """What the customer said. The proposal is the one that was on the page."""

    answer = TextBox(_l("What the customer says"), longest=NOTE)
    proposal = HiddenField()

    def fill(self, complaint: Any) -> None:
        """Remember which proposal the page shows."""
        if not self.is_submitted() and complaint.proposals:
            self.proposal.data = str(complaint.proposals[-1].no)

    def facts(self, names: list[str] | None = None) -> dict[str, Any]:
        """With the number of the proposal."""
        return super().facts(names) | {"proposal": whole_number(self.proposal.data, 1, INTEGER_MAX)}


class DeclineForm(AgreeForm):
    """Declining wants words."""

    answer = TextBox(_l("What the customer says"), [Filled()], longest=NOTE)
    limits = TextBox(_l("What they were told of our limits"), longest=NOTE)

    def fill(self, complaint: Any) -> None:
        """Our limits only where the policy asks for them to be stated."""
        super().fill(complaint)
        consent = pack_for(complaint).consent
        if consent is None or consent.after_refusal != "state_limits":
            del self.limits


class ApproveForm(AgreeForm):
    """The proposal that was read, and a remark."""

    answer = None
    note = TextBox(_l("Note"), longest=NOTE)


class SendBackForm(ApproveForm):
    """Why."""

    note = TextBox(_l("Reason"), [Filled()], longest=NOTE)


class CloseForm(KesuForm):
    """The notice, to be reworded before it goes out."""

    notice = TextBox(_l("Notice to the customer"), [Filled()], longest=8_000)


class CallbackForm(NoteForm):
    """When the customer will hear from us."""

    at = DateTimeLocalField(_l("Callback promised for"), [Filled()])


class SatisfactionForm(NoteForm):
    """How the call went."""

    result = ChoiceField(_l("Result of the call"), [Filled()], labels=SATISFACTION)


class AttachForm(KesuForm):
    """More files."""

    files = FilesField(_l("Photos, recordings, papers"), [Filled()])
