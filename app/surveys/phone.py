"""The form that a customer fills in: a field for each question of the set."""

from typing import Any

from app.surveys.answering import WORDS_LIMIT, field_of
from app.surveys.models import QuestionSet, SurveyQuestion
from app.surveys.words import SCALES, SCORES_OF_5
from app.web import KesuForm
from app.web.fields import ChoiceField, MultiChoice, TextBox


class AsWritten(str):
    """An administrator's own words, which are in no catalogue and mustn't be looked up in one."""

    __slots__ = ()


def question_form(asked: QuestionSet) -> type[KesuForm]:
    """The form class. What must be answered the verb says, at the field, in the customer's language."""
    fields = {field_of(question): _field(question) for question in asked.questions}
    return type("QuestionForm", (KesuForm,), fields)


def _field(question: SurveyQuestion) -> Any:
    label = question.text
    if question.kind == "score5":
        return ChoiceField(label, labels=SCORES_OF_5)
    if question.kind in SCALES:
        low, high = SCALES[question.kind]
        return ChoiceField(label, labels={n: str(n) for n in range(low, high + 1)})
    if question.kind == "single":
        return ChoiceField(label, labels=_options(question))
    if question.kind == "multi":
        return MultiChoice(label, labels=_options(question))
    return TextBox(label, longest=WORDS_LIMIT)


def _options(question: SurveyQuestion) -> dict[int, str]:
    return {place: AsWritten(option) for place, option in enumerate(question.options)}
