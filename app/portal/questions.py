"""The page of a question set: an administrator's questions, on a telephone, without a script."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.portal.links import PersonalLink, closed
from app.security import elevated
from app.surveys.answering import answer
from app.surveys.links import language_of, open_invitation
from app.surveys.phone import question_form
from app.web import KesuView


class QuestionsView(PersonalLink, KesuView):
    """`/q/<token>`: a question set."""

    route_base, title = "/q", _l("Survey")

    def language_of(self, token: str) -> str | None:
        """Of an invitation."""
        return language_of(token, clock.now())

    def drawn(self, token: str, language: str) -> Any:
        """The questions of the invitation's set."""
        with elevated():
            invitation = open_invitation(token, clock.now())
            if invitation is None:
                return closed(language)
            asked = invitation.round.question_set
            form = question_form(asked)()
            head = {"title": asked.title, "intro": asked.intro}
            parts = [(form[f"q{question.id}"], question.kind, question.required) for question in asked.questions]
        return self.answered(token, language, form, "portal/questions.html", head=head, parts=parts)

    def keep(self, token: str, facts: dict[str, Any]) -> None:
        """By the verb."""
        answer(token, facts, now=clock.now())
