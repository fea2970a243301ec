"""What the customer fills in; the labels speak to the customer."""

from flask_babel import lazy_gettext as _l

from app.followups.words import BAD, GOOD, SCORES
from app.followups.workflow import WORDS_LIMIT
from app.web import KesuForm
from app.web.fields import ChoiceField, Filled, MultiChoice, TextBox


class SurveyForm(KesuForm):
    """Fields are named as the verb names them."""

    score = ChoiceField(_l("How satisfied are you with how we handled it?"), [Filled()], labels=SCORES)
    good = MultiChoice(_l("What was good?"), labels=GOOD)
    bad = MultiChoice(_l("What was not good?"), labels=BAD)
    note = TextBox(_l("Anything else you want to tell us?"), longest=WORDS_LIMIT)
