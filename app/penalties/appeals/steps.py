"""The buttons about appeals, on the penalty's page and on the appeal's."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.penalties.appeals import workflow
from app.penalties.appeals.models import Appeal
from app.penalties.appeals.standing import appeal_against, chance, may_answer, may_file
from app.penalties.appeals.words import OUTCOMES
from app.penalties.models import Penalty
from app.security import current_actor
from app.web import KesuForm, Verb
from app.web.fields import ChoiceField, FilesField, Filled, MoneyField, TextBox


class FileForm(KesuForm):
    """Why it should be looked at again."""

    reason = TextBox(_l("Reason"), [Filled()], longest=workflow.REASON_LIMIT)
    files = FilesField(_l("Photos, recordings, papers"))


class AnswerForm(KesuForm):
    """The answer, its reason, and what remains of a penalty that is reduced."""

    outcome = ChoiceField(_l("Outcome of the appeal"), [Filled()], labels=OUTCOMES)
    amount = MoneyField(_l("Reduced to"), description=_l("Only where it is reduced."))
    answer = TextBox(_l("Reason"), [Filled()], longest=workflow.REASON_LIMIT)


def _may_be_filed(penalty: Penalty) -> bool:
    now = clock.now()
    if penalty.kind != "penalty" or penalty.state != "confirmed" or not may_file(penalty, current_actor()):
        return False
    found = chance(penalty, now)
    return not found.barred and not found.too_late(now) and appeal_against(penalty) is None


def _may_answer(appeal: Appeal) -> bool:
    return appeal.state == "open" and may_answer(appeal, current_actor())


def _filed_it(appeal: Appeal) -> bool:
    actor: Any = current_actor()
    return appeal.state == "open" and actor is not None and actor.id == appeal.filed_by_id


APPEAL = Verb(
    "appeal",
    _l("File an appeal"),
    workflow.file,
    FileForm,
    opens=_may_be_filed,
    note=_l("One appeal for each penalty. Somebody who hasn't decided about it before answers it."),
)
STEPS = (
    Verb("answer", _l("Answer the appeal"), workflow.answer, AnswerForm, opens=_may_answer, tone="primary"),
    Verb(
        "withdraw",
        _l("Withdraw the appeal"),
        workflow.withdraw,
        opens=_filed_it,
        tone="danger",
        confirm=_l("Withdraw it? It can't be filed again."),
    ),
)
