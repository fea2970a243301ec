"""What all pages behind a personal link share: one answer to every wrong link, a bound on guessing, a language."""

from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose
from flask_babel import force_locale

from app.core import clock
from app.core.errors import Invalid, NotFound, TooMany
from app.db import unit_of_work
from app.portal import limits

LANGUAGES = {"zh": "中文", "en": "English"}
DEFAULT_LANGUAGE = "zh"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    # The address is the key: it must go neither to other sites nor into search engines.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


class PersonalLink:
    """`/<route>/<token>`. Whoever has the token may answer, once; nothing else is shown to anybody."""

    endpoint: str
    default_view = "thanks"

    @expose("/<string(minlength=16):token>", methods=["GET", "POST"])
    def asked(self, token: str) -> Any:
        """The page and the answer. A token that is wrong, expired or used gets one and the same page."""
        address, now = request.remote_addr or "", clock.now()
        try:
            limits.count_lookup(address, now)
        except TooMany:
            return closed(asked_language() or DEFAULT_LANGUAGE, 429)
        own = self.language_of(token)
        if own is None:
            return closed(asked_language() or DEFAULT_LANGUAGE)
        limits.was_right(address, now)
        language = asked_language() or own
        with force_locale(language):
            return self.drawn(token, language)

    @expose("/thanks")
    def thanks(self) -> Any:
        """After the answer; knows nothing of whose it was."""
        return page("portal/thanks.html", asked_language() or DEFAULT_LANGUAGE)

    def language_of(self, token: str) -> str | None:
        """The language of who may answer; None: there is nothing (any more) to answer."""
        raise NotImplementedError

    def drawn(self, token: str, language: str) -> Any:
        """The page with its form, or what comes of its answer."""
        raise NotImplementedError

    def answered(self, token: str, language: str, form: Any, template: str, **parts: Any) -> Any:
        """The form's answer is kept, and thanked for; or the page once more, with what was wrong."""
        if form.validate_on_submit():
            try:
                with unit_of_work():
                    self.keep(token, form.facts())
            except NotFound:  # answered in this very moment, by the same customer's other window
                return closed(language)
            except Invalid as error:
                form.put(error)
            else:
                return redirect(url_for(f"{self.endpoint}.thanks", lang=language))
        return page(template, language, 422 if form.is_submitted() else 200, form=form, **parts)

    def keep(self, token: str, facts: dict[str, Any]) -> None:
        """The verb. Raises NotFound and Invalid."""
        raise NotImplementedError


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


def closed(language: str, status: int = 404) -> Response:
    """For whatever can't be answered, whyever."""
    return page("portal/closed.html", language, status)
