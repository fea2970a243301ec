"""问卷: where administrators compose question sets."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import g, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from app.core import clock
from app.extensions import db
from app.security import current_actor, may
from app.surveys import verbs
from app.surveys.forms import OPTIONS, PLACE, SET_FIELDS
from app.surveys.models import QuestionSet, SurveyQuestion
from app.surveys.phone import question_form
from app.surveys.words import QUESTION_KINDS, SET_STATES, SET_TONES
from app.web import KesuInterface, KesuModelView, Verb, expose, has_access
from app.web.editing import PK


def _is_draft(question: SurveyQuestion) -> bool:
    return question.question_set.state == "draft"


def _of_drafts() -> set[int]:
    """Ids of the questions that can be changed; asked for once a request and not once a row."""
    if "survey_questions_of_drafts" not in g:
        found = select(SurveyQuestion.id).join(QuestionSet).where(QuestionSet.state == "draft")
        g.survey_questions_of_drafts = set(db.session.scalars(found))
    return g.survey_questions_of_drafts


def _up(row: SurveyQuestion, **who: Any) -> None:
    verbs.move_question(row, -1, **who)


def _down(row: SurveyQuestion, **who: Any) -> None:
    verbs.move_question(row, 1, **who)


class SurveyQuestionView(KesuModelView):
    """Questions; each is opened from its set's page."""

    datamodel, route_base = KesuInterface(SurveyQuestion), "/survey-question"
    title, thing = _l("Survey questions"), _l("Survey question")
    label_columns = {
        "question_set": _l("Question set"),
        "set_id": _l("Question set"),
        "no": _l("Place"),
        "kind": _l("How it is answered"),
        "text": _l("Survey question"),
        "options_text": _l("Options"),
        "required": _l("Must be answered"),
    }
    list_columns = ["question_set", "no", "text", "kind", "required"]
    show_columns = ["question_set", "no", "text", "kind", "options_text", "required"]
    add_columns = ["question_set", "text", "kind", "options_text", "required", "no"]
    edit_columns = ["text", "kind", "options_text", "required", "no"]
    add_form_extra_fields = edit_form_extra_fields = {"options_text": OPTIONS, "no": PLACE}
    search_columns, order_columns, base_order = ["text", "kind"], ["set_id", "no"], ("set_id", "desc")
    choice_columns = ("text",)
    choices = {"kind": QUESTION_KINDS}
    verbs = (
        Verb("up", _l("Move up"), _up, opens=lambda row: _is_draft(row) and row.no > 1, permission="can_edit"),
        Verb("down", _l("Move down"), _down, permission="can_edit",
             opens=lambda row: _is_draft(row) and row.no < len(row.question_set.questions)),
        Verb("remove", _l("Remove"), verbs.remove_question, opens=_is_draft, permission="can_edit", tone="danger",
             confirm=_l("Remove this question?")),
    )  # fmt: skip

    def create(self, data: dict[str, Any]) -> SurveyQuestion:
        """By the verb."""
        return verbs.add_question(data.pop("question_set"), **data, actor=current_actor(), now=clock.now())

    def change(self, row: SurveyQuestion, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_question(row, **data, actor=current_actor(), now=clock.now())

    def edit_url(self, pk: int) -> str | None:
        """Only while the set is a draft."""
        return super().edit_url(pk) if pk in _of_drafts() else None

    def after_verb(self, verb: Verb, pk: int) -> str:
        """A question that was removed has no page any more."""
        return (self.back_url() or self.list_url()) if verb.name == "remove" else super().after_verb(verb, pk)


class QuestionSetView(KesuModelView):
    """Question sets: drafts are composed, published ones are sent."""

    datamodel, route_base = KesuInterface(QuestionSet), "/question-set"
    title, thing = _l("Question sets"), _l("Question set")
    about = _l(
        "What customers are asked in surveys. A published set can be sent; one that was sent is copied, not changed."
    )
    label_columns = {
        "title": _l("Title"),
        "intro": _l("Introduction"),
        "low_of_5": _l("Low score of 1 to 5, up to"),
        "low_of_10": _l("Low score of 0 to 10, up to"),
        "task_days": _l("Task is due after … working days"),
        "published_at": _l("Published at"),
    }
    description_columns = {"title": _l("Customers read it on top of the page and in the message.")}
    list_columns = ["title", "state", "published_at", "changed_at"]
    show_columns = ["title", "state", "intro", "low_of_5", "low_of_10", "task_days", "published_at"]
    add_columns = edit_columns = ["title", "intro", "low_of_5", "low_of_10", "task_days"]
    add_form_extra_fields = edit_form_extra_fields = SET_FIELDS
    search_columns, order_columns, base_order = ["title", "state"], ["title", "published_at"], ("id", "desc")
    choice_columns = ("title",)
    choices = {"state": SET_STATES}
    badges: ClassVar[Mapping[str, Mapping[Any, str]]] = {"state": SET_TONES}
    show_template = "surveys/question_set.html"
    verbs = (
        Verb("publish", _l("Publish"), verbs.publish, tone="primary", opens=lambda row: row.state == "draft",
             confirm=_l("Publish this question set? It can be sent then, and not be changed any more.")),
        Verb("edit_again", _l("Change again"), verbs.edit_again, permission="can_publish",
             opens=lambda row: row.state == "published" and not verbs.is_used(row)),
        Verb("copy", _l("Copy"), verbs.copy, permission="can_add"),
        Verb("retire", _l("Retire"), verbs.retire, opens=lambda row: row.state != "retired", rare=True,
             confirm=_l("Offer this question set no more? What was answered stays.")),
        Verb("restore", _l("Offer again"), verbs.restore, permission="can_retire",
             opens=lambda row: row.state == "retired"),
    )  # fmt: skip

    def create(self, data: dict[str, Any]) -> QuestionSet:
        """By the verb."""
        return verbs.compose(**data, actor=current_actor(), now=clock.now())

    def change(self, row: QuestionSet, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_set(row, **data, actor=current_actor(), now=clock.now())

    def edit_url(self, pk: int) -> str | None:
        """Only while it is a draft."""
        return super().edit_url(pk) if self.reach(pk).state == "draft" else None

    def choices_query(self, term: str) -> Select[Any]:
        """What questions can be added to."""
        return super().choices_query(term).where(QuestionSet.state == "draft")

    def show_context(self, row: QuestionSet) -> Mapping[str, Any]:
        """Its questions, with their buttons while it is a draft."""
        changes = row.state == "draft" and may("can_edit", "SurveyQuestionView")
        adds = row.state == "draft" and may("can_add", "SurveyQuestionView")
        add_url = url_for("SurveyQuestionView.add", question_set=row.id, back=self.show_url(row.id)) if adds else None
        return {"changes": changes, "add_url": add_url, "kinds": QUESTION_KINDS, "used": verbs.is_used(row)}

    @expose(f"/preview/{PK}")
    @has_access
    @permission_name("show")
    def preview(self, pk: int) -> str:
        """The page as customers see it; nothing of it can be sent."""
        row = self.reach(pk)
        form = question_form(row)()
        return self.page("surveys/preview.html", row.title, row=row, form=form, questions=row.questions)
