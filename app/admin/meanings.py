"""What a screen's own steps do, a sentence each, for whoever gives them to a role."""

from flask_babel import lazy_gettext as _l

from app.web.show import said

_COMPLAINT = {
    "accept": _l("Take a registered complaint in hand; its clock for a first answer stops."),
    "dispatch": _l("Hand it to the department that has to settle it and warn that department's head."),
    "transfer": _l("Hand it on to another department; the time limit doesn't start anew."),
    "investigate": _l("Enter what the responsible department found out."),
    "propose": _l("Enter what the customer is to be offered: apology, redelivery, compensation and its amount."),
    "agree": _l("Enter that the customer accepts the proposal."),
    "decline": _l("Enter that the customer refuses it; a new one is needed."),
    "approve": _l("Approve a proposal that goes beyond what the handler may grant."),
    "send_back": _l("Return a proposal to its author, with the reason."),
    "proceed": _l("Go on by the verdict where the customer doesn't agree."),
    "carry_out": _l("Enter that what was promised has been done."),
    "close": _l("End the case and tell the customer how it ended; follow-ups and penalties follow from here."),
    "archive": _l("Put a closed case away; it can be read, and nothing more is done with it."),
    "withdraw": _l("End the case because the customer takes the complaint back."),
    "reopen": _l("Open a closed case again; new clocks start."),
    "recheck": _l("Enter that the result was looked at once more and the matter is settled."),
    "reinvestigate": _l("Give a settled case back to the department, as the customer isn't content; new clocks start."),
    "amend": _l("Correct what was registered; old and new values stay on record."),
    "assign": _l("Say which person handles it."),
    "verdict": _l("Decide whether the complaint is sustained and who is liable; penalties follow from it."),
    "regrade": _l("Work out the severity again from the facts as they are now; time limits move with it."),
    "promise_callback": _l("Promise the customer a call at a certain time; a clock runs until then."),
    "callback_done": _l("Enter that the promised call was made."),
    "call_satisfaction": _l("Call the customer about the settlement and enter the answer."),
    "escalate": _l("Bring it before the next level at once, before the time limit does."),
    "pause": _l("Stop its clocks while the customer or an authority has to act, with the reason."),
    "resume": _l("Let stopped clocks run on."),
    "confirm": _l("Read the registered facts back to the complainant."),
    "link": _l("Say that two complaints are about the same matter, or aren't; repeats cost more."),
    "misconduct": _l("Enter how staff misbehaved in the case; penalties follow from it."),
    "misconduct_drop": _l("Take such a record back."),
    "note": _l("Leave a note in the case's history."),
    "attach": _l("Add photos and documents."),
    "reveal": _l("See a masked telephone number in full, with a reason; each look is recorded."),
}
_MEANINGS = {
    "ComplaintView": _COMPLAINT,
    "CustomerView": {"confidential": _l("See customer files that are marked confidential, and mark them.")},
    "ContactView": {"reveal": _COMPLAINT["reveal"]},
    "PersonView": {
        "reveal": _COMPLAINT["reveal"],
        "set_password": _l("Give a person a new password, deactivate them or let them in again."),
    },
    "RectificationView": {
        "submit": _l("Hand the filled-in form to the manager."),
        "approve": _l("Pass the form; its measures are to be carried out from then on."),
        "return": _l("Send it back, with a reason at each section."),
        "reassign": _l("Let another person fill it in."),
        "close": _l("End the form after its measures were verified."),
    },
    "RectificationMeasureView": {
        "tick": _l("Enter that a measure was carried out."),
        "verify": _l("Enter that it was looked at and works."),
        "redo": _l("Ask for it to be done again."),
        "hand_on": _l("Let another person carry it out."),
    },
    "VisitView": {
        "record": _l("Enter what came of a visit, and correct it later."),
        "postpone": _l("Move a visit to another time, with the reason."),
        "hand_over": _l("Give a visit to a colleague who sees the customer."),
        "cancel": _l("Strike a visit, with the reason."),
    },
    "SurveyTaskView": {
        "settle": _l("Enter what was done about a low score."),
        "hand_over": _l("Give a low-score task to a colleague who sees the customer."),
    },
    "AbsenceView": {
        "shorten": _l("End an absence earlier: one's own, or that of somebody whom one leads."),
        "cancel": _l("Take back an absence that has not begun."),
    },
    "RosterView": {"plan": _l("Add and take off shifts of departments that one leads.")},
    "FollowUpView": {
        "record_call": _l("Enter what the customer said."),
        "not_reached": _l("Enter that nobody answered; another call is planned."),
        "cancel": _l("Strike the call from the list, with the reason."),
    },
    "PenaltyView": {
        "confirm": _l("Put a proposed penalty or reward into force; the person concerned is told."),
        "cancel": _l("Strike it, with the reason; it is not paid."),
    },
    "PayrollView": {"export": _l("Take the month's confirmed amounts away as a file, for payroll.")},
    "PackVersionView": {
        "retire": _l("Let no new complaint fall under this version."),
        "switch_on": _l("Lay a regulator's time limits over the company's own."),
        "switch_off": _l("Take them away again for new complaints."),
    },
    "PackDraftView": {"publish": _l("Put a draft of the policy into force, at once or at a later date.")},
    "MoveComplaintsView": {
        "move": _l("Let open complaints go on under another version; their time limits are reckoned anew."),
    },
    "PenaltyRulesView": {"acknowledge": _l("Enter that counsel's notice on penalties was read.")},
    "ReplayView": {"cancel": _l("Stop a trial of a draft on past complaints.")},
    "CategoryView": {"restore": _l("Offer a retired category again.")},
    "NoticeImportView": {"import": _l("Paste the State Council's notice; open time limits may move by it.")},
    "MessageView": {
        "requeue": _l("Send a failed message once more."),
        "mark_sent": _l("Enter that a message did arrive."),
        "cancel": _l("Leave a waiting message unsent."),
    },
    "CustomFieldView": {
        "retire": _l("Take the field from forms and lists; what was entered stays."),
        "restore": _l("Show it again."),
    },
    "ImportRunView": {"undo": _l("Take back what an import stored, where nothing was changed since.")},
    "RoleView": {"see_as": _l("Look at the app with a role's rights and reach, without changing anything; recorded.")},
}  # fmt: skip


def meaning_of(permission: str, screen: str) -> str:
    """The sentence, in the reader's language; empty for what needs none."""
    return said(_MEANINGS.get(screen, {}).get(permission.removeprefix("can_"), ""))
