"""The buttons of the complaint's page: for each step its small form."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.complaints import forms, handling_forms, workflow
from app.complaints.approving import may_approve, why_not_proceed
from app.complaints.closing import closing_text
from app.complaints.confirming import points_of
from app.complaints.facts import pack_for
from app.complaints.misconduct import records_of
from app.complaints.models import Complaint
from app.complaints.proposals import current_proposal
from app.complaints.rechecking import knows_recheck
from app.complaints.states import VERBS, allows
from app.complaints.step import impossible
from app.complaints.verdict import may_judge
from app.complaints.verdict_form import VerdictForm
from app.customers.personal import REVEAL
from app.deadlines import running_of
from app.rulebook import pack_of
from app.security import current_actor
from app.web import KesuForm, Verb
from app.web.verb_buttons import NOT_NOW

_FORMS: Mapping[str, type[KesuForm]] = {
    "accept": forms.NoteForm,
    "dispatch": forms.DispatchForm,
    "transfer": forms.TransferForm,
    "investigate": forms.InvestigateForm,
    "propose": forms.ProposeForm,
    "agree": forms.AgreeForm,
    "decline": forms.DeclineForm,
    "approve": forms.ApproveForm,
    "send_back": forms.SendBackForm,
    "proceed": forms.NoteForm,
    "carry_out": forms.NoteForm,
    "close": forms.CloseForm,
    "recheck": forms.NoteForm,
    "reinvestigate": forms.ReasonForm,
    "archive": forms.NoteForm,
    "withdraw": forms.ReasonForm,
    "reopen": forms.ReasonForm,
    "amend": forms.AmendForm,
    "assign": forms.AssignForm,
    "verdict": VerdictForm,
    "regrade": forms.NoteForm,
    "promise_callback": forms.CallbackForm,
    "callback_done": forms.NoteForm,
    "call_satisfaction": forms.SatisfactionForm,
    "escalate": forms.ReasonForm,
    "pause": forms.ReasonForm,
    "resume": forms.NoteForm,
    "confirm": handling_forms.ConfirmForm,
    "link": handling_forms.LinkForm,
    "misconduct": handling_forms.MisconductForm,
    "misconduct_drop": handling_forms.MisconductDropForm,
    "note": handling_forms.RemarkForm,
    "attach": forms.AttachForm,
}
ONWARDS = ("accept", "dispatch", "investigate", "propose", "agree", "carry_out", "close")
"""The steps of the usual way, drawn first and strongest."""
_RARE = ("transfer", "withdraw", "amend", "assign", "regrade", "pause", "resume", "escalate", "confirm", "link",
         "misconduct", "misconduct_drop")  # fmt: skip
"""Steps beside the way."""


_BULK = ("accept", "assign", "escalate", "note", "archive")
"""Steps that make sense for several complaints at once: the same entry says the same of each."""


def _fill(form: Any, complaint: Complaint) -> None:
    form.fill(complaint)


def _word_the_notice(form: Any, complaint: Complaint) -> None:
    if not form.is_submitted():
        form.notice.data = closing_text(complaint, current_proposal(complaint))


_PREPARE: Mapping[str, Callable[[Any, Any], None]] = {
    "amend": _fill,
    "propose": _fill,
    "agree": _fill,
    "approve": _fill,
    "send_back": _fill,
    "decline": _fill,
    "verdict": _fill,
    "confirm": _fill,
    "link": _fill,
    "misconduct": _fill,
    "misconduct_drop": _fill,
    "close": _word_the_notice,
}


def _has_clock(state: str, stopped_by: str = "") -> Callable[[Complaint], bool]:
    """Whether a clock is in this state, one that the step stops if a step is named."""

    def asks(complaint: Complaint) -> bool:
        held = [pack_of(row.pack_version_id).clock(row.clock) for row in running_of(complaint) if row.state == state]
        return any(not stopped_by or stopped_by in clock.stop for clock in held)

    return asks


def _awaits_approval(complaint: Complaint, *, mine: bool = False) -> bool:
    """Whether the proposal waits for approval; `mine`: and the present person may give it."""
    proposal = current_proposal(complaint)
    waits = proposal is not None and proposal.approval == "awaiting"
    return waits and (not mine or may_approve(complaint, proposal, current_actor()))


_MAKES_SENSE: Mapping[str, Callable[[Complaint], bool]] = {
    "pause": _has_clock("running"),
    "resume": _has_clock("paused"),
    "callback_done": _has_clock("running", stopped_by="callback_done"),
    "withdraw": lambda complaint: complaint.verdict == "pending",
    "verdict": lambda complaint: may_judge(complaint, current_actor()),
    "agree": lambda complaint: not _awaits_approval(complaint),
    "decline": lambda complaint: not _awaits_approval(complaint),
    "approve": lambda complaint: _awaits_approval(complaint, mine=True),
    "send_back": lambda complaint: _awaits_approval(complaint, mine=True),
    "proceed": lambda complaint: why_not_proceed(complaint) is None,
    "recheck": knows_recheck,
    "reinvestigate": knows_recheck,
    "confirm": lambda complaint: bool(points_of(pack_for(complaint))),
    "misconduct": lambda complaint: bool(pack_for(complaint).misconduct),
    "misconduct_drop": lambda complaint: any(row.withdrawn_at is None for row in records_of(complaint)),
}
"""Steps that the state allows, but that would do nothing now or are another's, aren't offered."""


def _button(code: str) -> Verb:
    tone = "primary" if code in ONWARDS else "danger" if code == "withdraw" else "default"
    sense = _MAKES_SENSE.get(code, lambda _complaint: True)
    return Verb(
        code,
        _l(VERBS[code].label),
        workflow.STEPS[code],
        _FORMS[code],
        prepare=_PREPARE.get(code),
        tone=tone,
        rare=code in _RARE,
        bulk=code in _BULK,
        why_not=lambda complaint: _why_not(complaint, code),
        opens=lambda complaint: allows(code, complaint.state) and sense(complaint),
    )


def _why_not(complaint: Complaint, code: str) -> Any:
    """For a preview of several complaints: which state is in the way."""
    return NOT_NOW if allows(code, complaint.state) else impossible(complaint, code).message


STEPS = (*(_button(code) for code in VERBS), REVEAL)
