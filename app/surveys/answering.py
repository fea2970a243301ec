"""What a customer answers: checked question by question, kept once; a low score opens a task."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.errors import Invalid, NotFound
from app.core.i18n import N_, Text
from app.events import record
from app.extensions import db
from app.security import elevated
from app.surveys import workflow
from app.surveys.links import open_invitation
from app.surveys.models import QuestionSet, SurveyAnswer, SurveyInvitation, SurveyQuestion
from app.surveys.words import SCALES
from app.web.text import unkeepable

WORDS_LIMIT = 1_000


@dataclass(frozen=True)
class Said:
    """An answer to one question."""

    question: SurveyQuestion
    score: int | None = None
    choices: tuple[int, ...] = ()
    text: str = ""

    @property
    def empty(self) -> bool:
        """Left open."""
        return self.score is None and not self.choices and not self.text


def field_of(question: SurveyQuestion) -> str:
    """What the form calls it."""
    return f"q{question.id}"


def answer(token: str, given: Mapping[str, Any], *, now: datetime) -> None:
    """The customer answers by their link, once: `given` by `field_of`. Raises Invalid; NotFound for a token that can't
    be used (any more), of two answers at once for the second too. Nothing but this one invitation is in reach of it."""
    with elevated():
        invitation = open_invitation(token, now)
        if invitation is None:
            raise _closed()
        said = read(invitation.round.question_set, given)
        if not workflow.mark_answered(invitation, now=now):
            raise _closed()
        keep(invitation, said, now=now)


def keep(invitation: SurveyInvitation, said: Iterable[Said], *, now: datetime) -> None:
    """Store what was said; of several low scores the lowest one is the task's."""
    said = list(said)
    for each in said:
        row = SurveyAnswer(
            invitation_id=invitation.id,
            question_id=each.question.id,
            score=each.score,
            choices=list(each.choices),
            text=each.text,
        )
        db.session.add(row)
    record(invitation, "answer", actor=None, now=now, from_state="sent", to_state="answered")
    low = lowest_of(invitation.round.question_set, said)
    if low is not None and low.score is not None:
        invitation.low = True
        highest = SCALES[low.question.kind][1]
        workflow.open_task(invitation, question=low.question.text, score=low.score, highest=highest, now=now)
    db.session.flush()


def lowest_of(asked: QuestionSet, said: Iterable[Said]) -> Said | None:
    """The lowest score that is low enough for a task, measured by its scale."""
    limits = {"score5": asked.low_of_5, "score10": asked.low_of_10}
    low = [
        each
        for each in said
        if each.score is not None and (limit := limits[each.question.kind]) is not None and each.score <= limit
    ]
    return min(low, key=lambda each: (each.score or 0) / SCALES[each.question.kind][1], default=None)


def read(asked: QuestionSet, given: Mapping[str, Any]) -> list[Said]:
    """The answers that were given. Raises Invalid with all that is wrong, at the fields."""
    wrong: dict[str, Text] = {}
    said = []
    for question in asked.questions:
        name = field_of(question)
        try:
            one = _read_one(question, given.get(name))
        except Invalid as error:
            wrong[name] = error.message
            continue
        if one.empty and question.required:
            wrong[name] = Text(N_("Please answer this question."))
        elif not one.empty:
            said.append(one)
    if wrong:
        raise Invalid(N_("Please correct the marked fields."), fields=wrong)
    return said


def _read_one(question: SurveyQuestion, value: Any) -> Said:
    if value in (None, "", []):
        return Said(question)
    if question.kind in SCALES:
        low, high = SCALES[question.kind]
        return Said(question, score=_whole(value, low, high))
    if question.chosen:
        values = value if isinstance(value, list | tuple) else [value]
        if question.kind == "single" and len(values) > 1:
            raise Invalid(N_("There is no such choice."))
        chosen = {_whole(each, 0, len(question.options) - 1) for each in values}
        return Said(question, choices=tuple(sorted(chosen)))
    text = str(value).strip()
    if len(text) > WORDS_LIMIT:
        reason = N_("At most %(limit)s characters; these are %(length)s.")
        raise Invalid(reason, limit=WORDS_LIMIT, length=len(text))
    if unkeepable(text):
        raise Invalid(N_("There is a character in it that can't be stored."))
    return Said(question, text=text)


def _whole(value: Any, low: int, high: int) -> int:
    text = str(value)
    if text not in map(str, range(low, high + 1)):
        raise Invalid(N_("There is no such choice."))
    return int(text)


def _closed() -> NotFound:
    return NotFound(N_("This link can't be used, or not any more."))
