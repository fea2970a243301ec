"""Everything that can be done with a complaint: one function for each verb, and what is possible next.

Each is called `verb(complaint, *, actor, now, …)`, inside a unit of work; actor None is the system. They flush, never
commit, and raise what users read: NotFound, Refused, Invalid. `states.VERBS` has the table of what is possible when.
"""

from collections.abc import Callable
from typing import Any

from app.complaints.approving import approve, proceed, send_back
from app.complaints.attaching import attach
from app.complaints.confirming import confirm
from app.complaints.ending import archive, close, reopen, withdraw
from app.complaints.grading import amend, regrade
from app.complaints.handling import accept, assign, dispatch, escalate, transfer
from app.complaints.linking import link
from app.complaints.misconduct import misconduct, misconduct_drop
from app.complaints.models import Complaint
from app.complaints.proposals import current_proposal
from app.complaints.rechecking import recheck, reinvestigate
from app.complaints.registration import register
from app.complaints.solving import agree, carry_out, decline, investigate, propose
from app.complaints.states import Verb, possible
from app.complaints.talking import call_satisfaction, callback_done, note, pause, promise_callback, resume
from app.complaints.verdict import verdict

__all__ = [
    "STEPS",
    "accept",
    "agree",
    "amend",
    "approve",
    "archive",
    "assign",
    "attach",
    "call_satisfaction",
    "callback_done",
    "carry_out",
    "close",
    "confirm",
    "current_proposal",
    "decline",
    "dispatch",
    "escalate",
    "investigate",
    "link",
    "misconduct",
    "misconduct_drop",
    "next_steps",
    "note",
    "pause",
    "proceed",
    "promise_callback",
    "propose",
    "recheck",
    "register",
    "regrade",
    "reinvestigate",
    "reopen",
    "resume",
    "send_back",
    "transfer",
    "verdict",
    "withdraw",
]

STEPS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        accept,
        dispatch,
        transfer,
        investigate,
        propose,
        agree,
        decline,
        approve,
        send_back,
        proceed,
        carry_out,
        close,
        recheck,
        reinvestigate,
        archive,
        withdraw,
        reopen,
        amend,
        assign,
        verdict,
        regrade,
        promise_callback,
        callback_done,
        call_satisfaction,
        escalate,
        pause,
        resume,
        confirm,
        link,
        misconduct,
        misconduct_drop,
        note,
        attach,
    )
}


def next_steps(complaint: Complaint, may: Callable[[str, str], bool]) -> list[Verb]:
    """The steps that the state allows and the person may take; `may(permission, view)` as in `security.may`."""
    return [verb for verb in possible(complaint.state) if may(verb.permission, "ComplaintView")]
