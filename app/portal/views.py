"""The survey page: one question, a few reasons, a box; in Chinese or English, on a telephone, without a script."""

from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.errors import Invalid, NotFound, TooMany
from app.db import unit_of_work
from app.followups.links import language_of
from app.followups.workflow import answer
from app.portal import limits
from app.portal.forms import SurveyForm
from app.web import KesuView

LANGUAGES = {"zh": "中文", "en": "English"}
DEFAULT_LANGUAGE = "zh"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    # The address is the key: it must go neither to other sites nor into search engines.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


class SurveyView(KesuView):
    """`/s/<token>`. Whoever has the token may answer, once; nothing else is shown to anybody."""

    route_base, title, default_view = "/s", _l("Survey"), "thanks"

    @expose("/<string(minlength=16):token>", methods=["GET", "POST"])
    def survey(self, token: str) -> Any:
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
        form = SurveyForm()
        if form.validate_on_submit():
            try:
                with unit_of_work():
                    answer(token, **form.facts(), now=clock.now())
            except NotFound:  # answered in this very moment, by the same customer's other window
                return page("portal/closed.html", language, 404)
            except Invalid as error:
                form.put(error)
            else:
                return redirect(url_for("SurveyView.thanks", lang=language))
        return page("portal/survey.html", language, 422 if form.is_submitted() else 200, form=form)


def asked_language() -> str | None:
    """The language that the customer switched to."""
    code = request.args.get("lang")
    return code if code in LANGUAGES else None


def page(template: str, language: str, status: int = 200, **parts: Any) -> Response:
    """A public page in a language; it may load nothing, and its address goes nowhere."""
    with force_locale(language):
        page = render_template(template, languages=LANGUAGES, **parts)
    response = make_response(page, status)
    response.headers.update(_HEADERS)
    return response
