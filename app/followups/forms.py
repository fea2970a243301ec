"""The small forms of follow-ups; field names are those of the verbs."""

from flask_babel import lazy_gettext as _l

from app.followups.words import BAD, GOOD, SCORES
from app.followups.workflow import WORDS_LIMIT
from app.web import KesuForm
from app.web.fields import ChoiceField, Filled, MultiChoice, TextBox


class AnswerForm(KesuForm):
    """What a customer says, told on the telephone or written by themselves."""

    score = ChoiceField(_l("How satisfied is the customer?"), [Filled()], labels=SCORES)
    good = MultiChoice(_l("What was good?"), labels=GOOD)
    bad = MultiChoice(_l("What was bad?"), labels=BAD)
    note = TextBox(_l("In the customer's own words"), longest=WORDS_LIMIT)


class RemarkForm(KesuForm):
    """What somebody adds."""

    note = TextBox(_l("Note"), longest=WORDS_LIMIT)


class ReasonForm(KesuForm):
    """Why."""

    note = TextBox(_l("Reason"), [Filled()], longest=WORDS_LIMIT)
