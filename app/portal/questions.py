"""The page of a question set: an administrator's questions, on a telephone, without a script."""

from typing import Any

from flask import redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.errors import Invalid, NotFound, TooMany
from app.db import unit_of_work
from app.portal import limits
from app.portal.views import DEFAULT_LANGUAGE, asked_language, page
from app.security import elevated
from app.surveys.answering import answer
from app.surveys.links import language_of, open_invitation
from app.surveys.phone import question_form
from app.web import KesuView


class QuestionsView(KesuView):
    """`/q/<token>`. Whoever has the token may answer, once; nothing else is shown to anybody."""

    route_base, title, default_view = "/q", _l("Survey"), "thanks"

    @expose("/<string(minlength=16):token>", methods=["GET", "POST"])
    def questions(self, token: str) -> Any:
        """The page and the answer. A token that is wrong, expired or used gets one and the same page."""
        address, now = request.remote_addr or "", clock.now()
        try:
            limits.count_lookup(address, now)
        except TooMany:
            return page("portal/closed.html", asked_language() or DEFAULT_LANGUAGE, 429)
        own = language_of(token, now)
        if own is None:
            return page("portal/closed.html", asked_language() or DEFAULT_LANGUAGE, 404)
        limits.was_right(address, now)
        language = asked_language() or own
        with force_locale(language):
            return self._asked(token, language)

    @expose("/thanks")
    def thanks(self) -> Any:
        """After the answer; knows nothing of whose it was."""
        return page("portal/thanks.html", asked_language() or DEFAULT_LANGUAGE)

    @staticmethod
    def _asked(token: str, language: str) -> Any:
        with elevated():
            invitation = open_invitation(token, clock.now())
            if invitation is None:
                return page("portal/closed.html", language, 404)
            asked = invitation.round.question_set
            form = question_form(asked)()
            head = {"title": asked.title, "intro": asked.intro}
            parts = [(form[f"q{question.id}"], question.kind, question.required) for question in asked.questions]
        if form.validate_on_submit():
            try:
                with unit_of_work():
                    answer(token, form.facts(), now=clock.now())
            except NotFound:  # answered in this very moment, by the same customer's other window
                return page("portal/closed.html", language, 404)
            except Invalid as error:
                form.put(error)
            else:
                return redirect(url_for("QuestionsView.thanks", lang=language))
        status = 422 if form.is_submitted() else 200
        return page("portal/questions.html", language, status, form=form, head=head, parts=parts)
