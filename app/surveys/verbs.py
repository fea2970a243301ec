"""What is done to question sets: composed while they are drafts, published, copied, retired."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.errors import Invalid, Refused
from app.core.i18n import N_, Text
from app.customers.checks import Checks
from app.db import move_row
from app.events import record
from app.extensions import db
from app.surveys.models import QuestionSet, SurveyInvitation, SurveyQuestion, SurveyRound
from app.surveys.words import CHOSEN, QUESTION_KINDS, SET_STATES

MOST_QUESTIONS = 30
"""More, nobody answers on a telephone."""
MOST_OPTIONS = 20
_TEXT, _OPTION, _INTRO = 300, 100, 1_000
SET_FIELDS = ("title", "intro", "low_of_5", "low_of_10", "task_days")


def compose(*, actor: Any | None, now: datetime, **facts: Any) -> QuestionSet:
    """A new question set, a draft without questions: `SET_FIELDS`. Raises Invalid."""
    row = QuestionSet(created_at=now, state="draft", **_set_facts(facts))
    db.session.add(row)
    db.session.flush()
    record(row, "compose", actor=actor, now=now, to_state="draft", facts={"title": row.title})
    return row


def change_set(row: QuestionSet, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Change what is given of `SET_FIELDS`, while it is a draft. Raises Refused, Invalid."""
    _require_draft(row)
    present = {name: getattr(row, name) for name in SET_FIELDS}
    _apply(row, _set_facts(present | facts), actor=actor, now=now)


def add_question(row: QuestionSet, *, actor: Any | None, now: datetime, **facts: Any) -> SurveyQuestion:
    """A question at its place (`no`; else the end): kind, text, options_text, required. Raises Refused, Invalid."""
    _require_draft(row)
    if len(row.questions) >= MOST_QUESTIONS:
        raise Invalid.field("text", N_("At most %(most)s questions."), most=MOST_QUESTIONS)
    question = SurveyQuestion(set_id=row.id, no=0, created_at=now, **_question_facts(facts))
    db.session.add(question)
    db.session.flush()
    _place(row, question, facts.get("no"))
    record(row, "add_question", actor=actor, now=now, facts={"question": question.text})
    return question


def change_question(question: SurveyQuestion, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Change what is given, while the set is a draft. Raises Refused, Invalid."""
    row = question.question_set
    _require_draft(row)
    present = {name: getattr(question, name) for name in ("kind", "text", "options_text", "required")}
    for name, value in _question_facts(present | facts).items():
        setattr(question, name, value)
    _place(row, question, facts.get("no", question.no))
    record(row, "change_question", actor=actor, now=now, facts={"question": question.text})


def move_question(question: SurveyQuestion, by: int, *, actor: Any | None, now: datetime) -> None:
    """Up (-1) or down (1). Raises Refused."""
    _require_draft(question.question_set)
    _place(question.question_set, question, question.no + by)
    record(question.question_set, "change_question", actor=actor, now=now, facts={"question": question.text})


def remove_question(question: SurveyQuestion, *, actor: Any | None, now: datetime) -> None:
    """Take it out of a draft. Raises Refused."""
    row = question.question_set
    _require_draft(row)
    record(row, "remove_question", actor=actor, now=now, facts={"question": question.text})
    db.session.delete(question)
    db.session.flush()
    db.session.expire(row, ["questions"])
    for number, each in enumerate(row.questions, 1):
        each.no = number
    db.session.flush()


def publish(row: QuestionSet, *, actor: Any | None, now: datetime) -> None:
    """It can be sent from now on, and not be changed any more. Raises Refused."""
    if row.state == "draft" and not row.questions:
        raise Refused(N_("It has no questions yet."))
    _move(row, "publish", ("draft",), "published", actor=actor, now=now, published_at=now)


def edit_again(row: QuestionSet, *, actor: Any | None, now: datetime) -> None:
    """Back to a draft, while nobody was asked by it. Raises Refused."""
    if is_used(row):
        raise Refused(N_("A survey uses this question set already. Copy it, and change the copy."))
    _move(row, "edit_again", ("published",), "draft", actor=actor, now=now, published_at=None)


def copy(row: QuestionSet, *, actor: Any | None, now: datetime) -> QuestionSet:
    """A draft with the same questions; the original and its answers stay as they are."""
    facts = {name: getattr(row, name) for name in SET_FIELDS}
    title = Text(N_("%(title)s (copy)"), {"title": row.title[: 100 - 10]})
    made = compose(**(facts | {"title": str(title)}), actor=actor, now=now)
    for question in row.questions:
        told = {name: getattr(question, name) for name in ("kind", "text", "options_text", "required")}
        add_question(made, **told, actor=actor, now=now)
    return made


def retire(row: QuestionSet, *, actor: Any | None, now: datetime) -> None:
    """Offered no more; its answers stay. Raises Refused."""
    _move(row, "retire", ("draft", "published"), "retired", actor=actor, now=now)


def restore(row: QuestionSet, *, actor: Any | None, now: datetime) -> None:
    """Offered again, as it was. Raises Refused."""
    _move(row, "restore", ("retired",), "published" if row.published_at else "draft", actor=actor, now=now)


def is_used(row: QuestionSet) -> bool:
    """Whether somebody was asked by it, or is about to be."""
    under_way = select(SurveyRound.id).where(SurveyRound.set_id == row.id, SurveyRound.state != "draft").limit(1)
    asked = select(SurveyInvitation.id).join(SurveyRound).where(SurveyRound.set_id == row.id).limit(1)
    return db.session.scalar(under_way) is not None or db.session.scalar(asked) is not None


def _set_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    checks = Checks()
    values: dict[str, Any] = {
        "title": checks.text("title", facts.get("title"), limit=100, required=True),
        "intro": checks.text("intro", facts.get("intro"), limit=_INTRO),
        "task_days": facts.get("task_days") or 2,
    }
    for name, most in (("low_of_5", 4), ("low_of_10", 9)):
        values[name] = facts.get(name)
        if values[name] is not None and not 0 <= values[name] <= most:
            checks.refuse(name, N_("Please enter a number from %(low)s to %(high)s."), low=0, high=most)
    checks.done()
    return values


def _question_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    checks = Checks()
    kind = checks.choice("kind", facts.get("kind"), QUESTION_KINDS)
    lines = checks.text("options_text", facts.get("options_text"), limit=MOST_OPTIONS * (_OPTION + 1)).split("\n")
    options = [line.strip() for line in lines if line.strip()]
    if kind in CHOSEN:
        _check_options(checks, options)
    elif options:
        checks.refuse("options_text", N_("Only questions that are answered by choosing have options."))
    values = {
        "kind": kind,
        "text": checks.text("text", facts.get("text"), limit=_TEXT, required=True),
        "options": options,
        "required": bool(facts.get("required")),
    }
    checks.done()
    return values


def _check_options(checks: Checks, options: list[str]) -> None:
    if not 2 <= len(options) <= MOST_OPTIONS:
        checks.refuse("options_text", N_("Between 2 and %(most)s options, one a line."), most=MOST_OPTIONS)
    if len(set(options)) < len(options):
        checks.refuse("options_text", N_("Each option once, please."))
    if any(len(option) > _OPTION for option in options):
        checks.refuse("options_text", N_("An option has at most %(limit)s characters."), limit=_OPTION)


def _place(row: QuestionSet, question: SurveyQuestion, no: int | None) -> None:
    """Put the question there and number all anew, without gaps."""
    db.session.expire(row, ["questions"])
    others = [each for each in row.questions if each is not question]
    at = len(others) if not no else min(max(no - 1, 0), len(others))
    for number, each in enumerate([*others[:at], question, *others[at:]], 1):
        each.no = number
    db.session.flush()
    db.session.expire(row, ["questions"])


def _require_draft(row: QuestionSet) -> None:
    # Locked: nobody publishes it while a question is being written.
    held = select(QuestionSet).where(QuestionSet.id == row.id).with_for_update()
    db.session.scalars(held.execution_options(populate_existing=True)).one()
    if row.state != "draft":
        raise Refused(N_("This question set is published. Copy it, and change the copy."))


def _apply(row: QuestionSet, values: dict[str, Any], *, actor: Any | None, now: datetime) -> None:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    db.session.flush()
    if changed:
        record(row, "change", actor=actor, now=now, facts={"changed": changed})


def _move(
    row: QuestionSet, verb: str, sources: tuple[str, ...], target: str, *, actor: Any | None, now: datetime, **more: Any
) -> None:
    before = row.state
    if not move_row(row, QuestionSet.state.in_(sources), state=target, changed_at=now, **more):
        raise Refused(N_("This question set is in the state “%(state)s”."), state=Text(SET_STATES[row.state]))
    record(row, verb, actor=actor, now=now, from_state=before, to_state=target)
    db.session.flush()
