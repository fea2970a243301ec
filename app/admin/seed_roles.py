"""The roles that a new database starts with. Administrators change them freely; nothing here undoes that.

`grants`: screen → permissions without their `can_`. A `*` in a screen's name stands for any ending, so `Complaint*` is
the screen and the REST resource; a permission `*` is every one that the screen has, later ones included.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from app.security.rights import ADMINISTRATOR, Pair

READ = "list show choices get info download index"
WRITE = f"{READ} add edit post put"
CASE = "note attach assign amend promise_callback callback_done escalate reveal confirm"
"""What everybody may do who has a complaint in hand."""
_STEPS = "accept dispatch transfer agree decline carry_out close withdraw regrade pause resume call_satisfaction"
DESK = f"{_STEPS} link misconduct proceed recheck reinvestigate"
"""What the call centre does with one."""

_AFTER = "reopen recheck reinvestigate archive"
JUDGE = f"call_satisfaction verdict regrade {_AFTER} link misconduct misconduct_drop approve send_back proceed"
"""What the quality centre does with one."""


@dataclass(frozen=True)
class DefaultRole:
    """See the module's text; `reach` as in `app.security.models.REACHES`."""

    code: str
    name: str
    reach: str
    sees_personal_data: bool
    grants: Mapping[str, str]

    def pairs(self, known: Collection[Pair]) -> set[Pair]:
        """Those of the known (permission, screen) pairs that it holds."""
        words = {screen: self._words(screen) for screen in {screen for _, screen in known}}
        return {
            (permission, screen)
            for permission, screen in known
            if not words[screen].isdisjoint(("*", permission.removeprefix("can_")))
        }

    def _words(self, screen: str) -> set[str]:
        fitting = (words.split() for pattern, words in self.grants.items() if fnmatchcase(screen, pattern))
        return {word for words in fitting for word in words}


_RULES = {"Category*": READ, "Calendar*": READ, "PackVersion*": READ, "Tier*": READ, "Carrier*": READ}
"""The company's rules, for everybody to look up."""
_VIEWS = "list show add edit delete"
"""Of lists: whoever has one keeps views of it; sharing them with roles is a right of its own."""
_EVERYBODY = _RULES | {
    "Department*": READ,
    "Person*": "choices",
    "Attachment*": "*",
    "SavedView*": _VIEWS,
    "ExportRun*": "list show",
    "Absence*": f"{WRITE} shorten cancel",
    "Roster*": "list",
}
_VISITS = "record postpone hand_over cancel"
_CUSTOMERS = {
    "Customer*": f"{WRITE} confirm_file",
    "Contact*": f"{WRITE} reveal",
    "Address*": f"{WRITE} delete",
    "Waybill*": f"{WRITE} track",
    "Tracking*": WRITE,
    "Inquiry*": f"{WRITE} answer transfer close ask_again to_complaint reveal",
    "Visit*": f"{WRITE} {_VISITS}",
}
_CUSTOMERS_READ = {
    "Customer*": READ,
    "Contact*": f"{READ} reveal",
    "Address*": READ,
    "Waybill*": f"{READ} track",
    "Tracking*": READ,
    "Inquiry*": f"{READ} answer transfer close reveal",
    "Visit*": READ,
}
_CALLS = {"FollowUp*": f"{READ} record_call not_reached"}
_OUTCOMES = {
    "SurveyRound*": READ,
    "SurveyInvitation*": READ,
    "SurveyTask*": f"{READ} settle hand_over",
    "QuestionSet*": READ,
    "SurveyQuestion*": READ,
    "Message*": READ,
    "Deadline*": READ,
    "FollowUp*": READ,
    "Rectification*": READ,
    "Penalty*": f"{READ} appeal",
    "Appeal*": f"{READ} withdraw",
}

DEFAULT_ROLES = (
    DefaultRole(ADMINISTRATOR, "系统管理员", "all", False, {"*": "*"}),
    DefaultRole(
        "operator",
        "话务员",
        "all",
        True,
        _EVERYBODY | _CUSTOMERS | _OUTCOMES | _CALLS | {"Complaint*": f"{WRITE} {CASE} {DESK}"},
    ),
    DefaultRole(
        "agent",
        "客服专员",
        "all",
        True,
        _EVERYBODY | _CUSTOMERS | _OUTCOMES | _CALLS | {"Complaint*": f"{WRITE} {CASE} {DESK} reopen"},
    ),
    DefaultRole(
        "supervisor",
        "客服主管",
        "all",
        True,
        _EVERYBODY
        | _CUSTOMERS
        | _OUTCOMES
        | {
            # All but the verdict: who handles complaints doesn't judge them.
            "Complaint*": f"{WRITE} {CASE} {DESK} investigate propose reopen archive misconduct_drop approve send_back",
            "FollowUp*": "*",
            "SavedView*": "*",
            "Message*": "*",
            "Customer*": "*",
            "Contact*": "*",
            "Waybill*": "*",
            "Inquiry*": "*",
            "Visit*": "*",
            "TierProposal*": "*",
            "TierRule*": f"{WRITE} delete",
            "Survey*": "*",
            "QuestionSet*": "*",
            "Report*": "*",
            "CannedReply*": f"{WRITE} delete",
            "Approvals*": "list",
            "Unheld*": "list",
            "Roster*": "list plan",
            "ImportRun*": "*",
        },
    ),
    DefaultRole(
        "manager",
        "部门负责人",
        "tree",
        False,
        _EVERYBODY
        | _CUSTOMERS_READ
        | _OUTCOMES
        | {
            "Complaint*": f"{READ} {CASE} investigate propose approve send_back carry_out transfer pause resume",
            "Rectification*": "*",
            "CannedReply*": f"{WRITE} delete",
            "SavedView*": "*",
            "Approvals*": "list",
            "Unheld*": "list",
            "Roster*": "list plan",
            "Appeal*": f"{READ} withdraw answer",
            "Visit*": f"{WRITE} {_VISITS}",
        },
    ),
    DefaultRole(
        "quality",
        "品质主管",
        "all",
        True,
        _EVERYBODY
        | _CUSTOMERS_READ
        | _OUTCOMES
        | {
            "Complaint*": f"{READ} {CASE} {JUDGE}",
            "FollowUp*": "*",
            "Survey*": "*",
            "QuestionSet*": "*",
            "Rectification*": "*",
            "Penalty*": f"{READ} confirm cancel appeal",
            "Appeal*": f"{READ} withdraw answer",
            "Report*": "*",
            "Replay*": "*",
            "SavedView*": "*",
            "Category*": WRITE,
            "CannedReply*": f"{WRITE} delete",
            "Approvals*": "list",
            "Unheld*": "list",
            "Roster*": "list plan",
        },
    ),
    DefaultRole(
        "payroll",
        "薪酬专员",
        "all",
        False,
        _EVERYBODY | {"Complaint*": READ, "PenaltyRules*": READ, "Appeal*": READ, "Payroll*": "*"},
    ),
    DefaultRole(
        "administration",
        "行政专员",
        "all",
        False,
        _EVERYBODY
        | _OUTCOMES
        | {
            "Complaint*": f"{READ} {CASE} investigate propose verdict",
            "Customer*": READ,
            "Department*": f"{WRITE} retire restore",
            "Person*": READ,
            "Calendar*": f"{WRITE} delete",
            "Approvals*": "list",
            "Unheld*": "list",
            "Roster*": "list plan",
        },
    ),
    DefaultRole(
        "auditor",
        "审计员（只读）",
        "all",
        False,
        {"*": READ, "Customer*": f"{READ} confidential", "SavedView*": _VIEWS},
    ),
)
