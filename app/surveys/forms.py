"""The forms of surveys; field names are those of the verbs."""

from flask_babel import lazy_gettext as _l

from app.customers.lists import INDUSTRIES, REGIONS
from app.customers.options import tiers
from app.security import Person
from app.surveys.audience import views_to_choose
from app.surveys.workflow import WORDS_LIMIT
from app.web import KesuForm
from app.web.fields import ChoiceField, DateTimeLocalField, Filled, IntegerField, MultiChoice, TextBox
from app.web.remote import RemoteSelectField

OPTIONS = TextBox(
    _l("Options"), longest=2_020, description=_l("One a line; only for questions that are answered by choosing.")
)
PLACE = IntegerField(_l("Place"), low=1, high=100, description=_l("Empty: at the end."))
SET_FIELDS = {
    "intro": TextBox(_l("Introduction"), longest=1_000, description=_l("Stands above the questions.")),
    "low_of_5": IntegerField(
        _l("Low score of 1 to 5, up to"), low=1, high=4, default=2, description=_l("Opens a task. Empty: none.")
    ),
    "low_of_10": IntegerField(
        _l("Low score of 0 to 10, up to"), low=0, high=9, default=4, description=_l("Opens a task. Empty: none.")
    ),
    "task_days": IntegerField(
        _l("Task is due after … working days"), [Filled()], low=1, high=60, default=2
    ),
}  # fmt: skip
ROUND_FIELDS = {
    "tiers": MultiChoice(_l("Tiers"), labels=tiers),
    "regions": MultiChoice(_l("Regions"), labels=REGIONS),
    "industries": MultiChoice(_l("Industries"), labels=INDUSTRIES),
    "owner": RemoteSelectField(_l("Looked after by"), model=Person, view="PersonView"),
    "complained_days": IntegerField(_l("With a complaint in the last … days"), low=1, high=3_650),
    "view_id": ChoiceField(
        _l("A saved view of the customer list"),
        labels=views_to_choose,
        description=_l("Its filters as they are now; the conditions above apply as well."),
    ),
    "pause_days": IntegerField(
        _l("Leave out who was asked within the last … days"), [Filled()], low=0, high=3_650, default=90
    ),
    "life_days": IntegerField(_l("The link can be used for … days"), [Filled()], low=1, high=365, default=14),
    "send_at": DateTimeLocalField(_l("Send on"), description=_l("Empty: at once when you press “Send”.")),
}  # fmt: skip


class SettleForm(KesuForm):
    """What became of it."""

    what_was_done = TextBox(_l("What was done"), [Filled()], longest=WORDS_LIMIT)
