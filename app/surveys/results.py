"""What came of a survey: how many answered, and what they said to each question; within the reader's reach."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.customers.models import Customer
from app.extensions import db
from app.org.tree import subtree_ids
from app.surveys.models import SurveyAnswer, SurveyInvitation, SurveyQuestion, SurveyRound
from app.surveys.words import SCALES, SCORES_OF_5
from app.web.charts import Bar, bar_chart
from app.web.show import said

TEXTS = 50
"""So many of the newest texts are shown; the file has all of them."""


@dataclass(frozen=True)
class Sieve:
    """What the results are narrowed to."""

    tier_id: int | None = None
    department_id: int | None = None

    def conditions(self, row: SurveyRound) -> list[Any]:
        """On invitations joined with their customers."""
        found = [SurveyInvitation.round_id == row.id]
        if self.tier_id:
            found.append(Customer.tier_id == self.tier_id)
        if self.department_id:
            found.append(Customer.department_id.in_(subtree_ids(self.department_id)))
        return found


@dataclass(frozen=True)
class Counts:
    """How many of the group stand where."""

    states: dict[str, int] = field(default_factory=dict)
    low: int = 0

    @property
    def asked(self) -> int:
        """To whom a link went."""
        return self.states.get("sent", 0) + self.answered

    @property
    def answered(self) -> int:
        """Who answered."""
        return self.states.get("answered", 0)

    @property
    def rate(self) -> str:
        """Answered of asked."""
        return f"{self.answered / self.asked:.0%}" if self.asked else ""


@dataclass(frozen=True)
class Told:
    """One question's answers: a chart, or texts."""

    question: SurveyQuestion
    count: int
    chart: Markup | str = ""
    average: str = ""
    texts: Sequence[tuple[str, datetime | None, SurveyInvitation]] = ()


def counts_of(row: SurveyRound, sieve: Sieve) -> Counts:
    """In one question each to the database."""
    grouped = select(SurveyInvitation.state, func.count()).join(Customer).where(*sieve.conditions(row))
    states = {row[0]: row[1] for row in db.session.execute(grouped.group_by(SurveyInvitation.state))}
    low = select(func.count(SurveyInvitation.id)).join(Customer).where(*sieve.conditions(row), SurveyInvitation.low)
    return Counts(states, db.session.scalar(low) or 0)


def told_of(row: SurveyRound, sieve: Sieve) -> list[Told]:
    """Question by question, in order."""
    return [_told(question, row, sieve) for question in row.question_set.questions]


def rows_of(row: SurveyRound, sieve: Sieve) -> Iterator[list[Any]]:
    """For a file: each answer a row, each question a column."""
    questions = row.question_set.questions
    mine = select(SurveyInvitation).join(Customer).where(*sieve.conditions(row), SurveyInvitation.state == "answered")
    whole = mine.options(selectinload(SurveyInvitation.answers)).order_by(SurveyInvitation.answered_at)
    for each in db.session.scalars(whole):
        given = {answer.question_id: answer for answer in each.answers}
        customer = each.customer
        own = [customer.no, customer.name, str(customer.tier or ""), str(customer.department or ""), each.answered_at]
        yield own + [_plain(question, given.get(question.id)) for question in questions]


def in_words(question: SurveyQuestion, answer: SurveyAnswer) -> str:
    """An answer as people read it."""
    if question.kind == "score5":
        return said(SCORES_OF_5[answer.score]) if answer.score in SCORES_OF_5 else ""
    if question.kind in SCALES:
        return _("%(score)s of %(highest)s", score=answer.score, highest=SCALES[question.kind][1])
    if question.chosen:
        return _(", ").join(question.options[place] for place in answer.choices if place < len(question.options))
    return answer.text


def _plain(question: SurveyQuestion, answer: SurveyAnswer | None) -> Any:
    if answer is None:
        return ""
    return answer.score if question.kind in SCALES else in_words(question, answer)


def _told(question: SurveyQuestion, row: SurveyRound, sieve: Sieve) -> Told:
    of_question = (SurveyAnswer.question_id == question.id, *sieve.conditions(row))
    if question.kind in SCALES:
        grouped = select(SurveyAnswer.score, func.count()).join(SurveyInvitation).join(Customer).where(*of_question)
        counts = Counter({row[0] or 0: row[1] for row in db.session.execute(grouped.group_by(SurveyAnswer.score))})
        return _scored(question, counts)
    if question.chosen:
        answers = select(SurveyAnswer.choices).join(SurveyInvitation).join(Customer).where(*of_question)
        chosen = db.session.scalars(answers).all()
        return _chosen(question, Counter(place for places in chosen for place in places), len(chosen))
    count = select(func.count(SurveyAnswer.id)).join(SurveyInvitation).join(Customer).where(*of_question)
    newest = (
        select(SurveyAnswer.text, SurveyInvitation).join(SurveyInvitation).join(Customer).where(*of_question)
        .order_by(SurveyInvitation.answered_at.desc(), SurveyAnswer.id.desc()).limit(TEXTS)
    )  # fmt: skip
    texts = [(text, each.answered_at, each) for text, each in db.session.execute(newest)]
    return Told(question, db.session.scalar(count) or 0, texts=texts)


def _scored(question: SurveyQuestion, counts: Counter[int]) -> Told:
    low, high = SCALES[question.kind]
    total = sum(counts.values())
    names = {n: said(SCORES_OF_5[n]) if question.kind == "score5" else str(n) for n in range(low, high + 1)}
    bars = [Bar(names[score], counts[score], total) for score in range(high, low - 1, -1)]
    average = f"{sum(score * n for score, n in counts.items()) / total:.1f} / {high}" if total else ""
    return Told(question, total, bar_chart(bars, title=question.text) if total else "", average)


def _chosen(question: SurveyQuestion, counts: Counter[int], total: int) -> Told:
    bars = [Bar(option, counts[place], total) for place, option in enumerate(question.options)]
    return Told(question, total, bar_chart(bars, title=question.text) if total else "")
