"""The survey page: one question, a few reasons, a box; in Chinese or English, on a telephone, without a script."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.followups.links import language_of
from app.followups.workflow import answer
from app.portal.forms import SurveyForm
from app.portal.links import PersonalLink
from app.web import KesuView


class SurveyView(PersonalLink, KesuView):
    """`/s/<token>`: how it was, after a complaint."""

    route_base, title = "/s", _l("Survey")

    def language_of(self, token: str) -> str | None:
        """Of a follow-up's link."""
        return language_of(token, clock.now())

    def drawn(self, token: str, language: str) -> Any:
        """The one question."""
        return self.answered(token, language, SurveyForm(), "portal/survey.html")

    def keep(self, token: str, facts: dict[str, Any]) -> None:
        """By the verb."""
        answer(token, **facts, now=clock.now())
