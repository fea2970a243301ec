"""REST of surveys: `/api/v1/questionset/`, `/api/v1/surveyquestion/`, `/api/v1/survey/`, `/api/v1/surveyanswer/`,
`/api/v1/surveytask/`; each step as `POST /api/v1/<thing>/<id>/<step>`."""

from collections.abc import Iterable
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.security import current_actor
from app.surveys import verbs, workflow
from app.surveys.models import QuestionSet, SurveyInvitation, SurveyQuestion, SurveyRound, SurveyTask
from app.surveys.results import in_words
from app.surveys.set_views import QuestionSetView, SurveyQuestionView
from app.surveys.views import SurveyInvitationView, SurveyRoundView, SurveyTaskView, round_facts
from app.web import KesuInterface
from app.web.base_api import KesuApi
from app.web.steps_api import StepsApi, steps_of


class QuestionSetApi(StepsApi):
    """Question sets in JSON; steps need the permissions of the screen."""

    steps = steps_of(QuestionSetView)
    datamodel, resource_name, title = KesuInterface(QuestionSet), "questionset", _l("Question sets")
    list_columns = ["id", "title", "state", "published_at"]
    show_columns = [*list_columns, "intro", "low_of_5", "low_of_10", "task_days", "questions"]
    add_columns = edit_columns = QuestionSetView.add_columns
    add_form_extra_fields = edit_form_extra_fields = QuestionSetView.add_form_extra_fields
    search_columns, order_columns = QuestionSetView.search_columns, QuestionSetView.order_columns
    base_order, choices = QuestionSetView.base_order, QuestionSetView.choices

    def create(self, data: dict[str, Any]) -> QuestionSet:
        """By the verb."""
        return verbs.compose(**data, actor=current_actor(), now=clock.now())

    def change(self, row: QuestionSet, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_set(row, **data, actor=current_actor(), now=clock.now())


class SurveyQuestionApi(StepsApi):
    """Questions in JSON; they change while their set is a draft."""

    steps = steps_of(SurveyQuestionView)
    datamodel, resource_name, title = KesuInterface(SurveyQuestion), "surveyquestion", _l("Survey questions")
    list_columns = show_columns = ["id", "question_set", "no", "kind", "text", "options", "required"]
    add_columns, edit_columns = SurveyQuestionView.add_columns, SurveyQuestionView.edit_columns
    add_form_extra_fields = edit_form_extra_fields = SurveyQuestionView.add_form_extra_fields
    search_columns, order_columns = SurveyQuestionView.search_columns, SurveyQuestionView.order_columns
    base_order, choices = SurveyQuestionView.base_order, SurveyQuestionView.choices

    def create(self, data: dict[str, Any]) -> SurveyQuestion:
        """By the verb."""
        return verbs.add_question(data.pop("question_set"), **data, actor=current_actor(), now=clock.now())

    def change(self, row: SurveyQuestion, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_question(row, **data, actor=current_actor(), now=clock.now())


class SurveyRoundApi(StepsApi):
    """Surveys in JSON."""

    steps = steps_of(SurveyRoundView)
    datamodel, resource_name, title = KesuInterface(SurveyRound), "survey", _l("Satisfaction surveys")
    list_columns = ["id", "name", "question_set", "channel", "state", "send_at", "finished_at"]
    show_columns = [
        *list_columns, "tiers", "regions", "industries", "owner", "complained_days", "view_name", "pause_days",
        "life_days", "left_out",
    ]  # fmt: skip
    add_columns = edit_columns = SurveyRoundView.add_columns
    add_form_extra_fields = edit_form_extra_fields = SurveyRoundView.add_form_extra_fields
    search_columns, order_columns = SurveyRoundView.search_columns, SurveyRoundView.order_columns
    base_order, choices = SurveyRoundView.base_order, SurveyRoundView.choices

    def create(self, data: dict[str, Any]) -> SurveyRound:
        """By the verb."""
        return workflow.prepare(**round_facts(data), actor=current_actor(), now=clock.now())

    def change(self, row: SurveyRound, data: dict[str, Any]) -> None:
        """By the verb."""
        workflow.change_round(row, **round_facts(data, row), actor=current_actor(), now=clock.now())


class SurveyInvitationApi(KesuApi):
    """Who was asked, and what they said, in JSON, under the customers' row scope."""

    datamodel, resource_name, title = KesuInterface(SurveyInvitation), "surveyanswer", _l("Customers asked")
    list_columns = ["id", "round", "customer", "state", "reason", "low", "sent_at", "answered_at"]
    show_columns = [*list_columns, "expires_at", "answers"]
    add_columns: ClassVar[list[str]] = []
    edit_columns: ClassVar[list[str]] = []
    search_columns, order_columns = SurveyInvitationView.search_columns, SurveyInvitationView.order_columns
    base_order, choices = SurveyInvitationView.base_order, SurveyInvitationView.choices

    def as_json(self, row: SurveyInvitation, columns: Iterable[str]) -> dict[str, Any]:
        """Each answer with its question."""
        plain = super().as_json(row, [column for column in columns if column != "answers"])
        if "answers" not in columns:
            return plain
        told = [
            {
                "question": each.question.text,
                "score": each.score,
                "choices": list(each.choices),
                "text": in_words(each.question, each),
            }
            for each in row.answers
        ]
        return plain | {"answers": told}


class SurveyTaskApi(StepsApi):
    """Low-score tasks in JSON."""

    steps = steps_of(SurveyTaskView)
    datamodel, resource_name, title = KesuInterface(SurveyTask), "surveytask", _l("Low-score tasks")
    list_columns = ["id", "customer", "question", "score", "highest", "state", "assigned", "due_at"]
    show_columns = [*list_columns, "department", "done_at", "done_by", "what_was_done", "created_at"]
    add_columns: ClassVar[list[str]] = []
    edit_columns: ClassVar[list[str]] = []
    search_columns, order_columns = SurveyTaskView.search_columns, SurveyTaskView.order_columns
    base_order, choices = SurveyTaskView.base_order, SurveyTaskView.choices
