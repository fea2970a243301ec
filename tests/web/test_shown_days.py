"""Days within sentences are written as the reader's language writes them."""

from datetime import date

from flask import Flask
from flask_babel import force_locale

from app.core.i18n import Text
from app.web.show import said, short_day

FOR_NOBODY = "%(person)s is away until %(until)s and nobody acts for them"
AWAY = Text(FOR_NOBODY, {"person": "何建", "until": "2026-11-20 08:30"})


def test_a_stored_sentence_has_its_instants_in_english_form(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert said(AWAY) == "何建 is away until 20 Nov 2026 08:30 and nobody acts for them"


def test_and_in_chinese_form(app: Flask) -> None:
    with app.test_request_context(), force_locale("zh"):
        assert "2026-11-20 08:30" in said(AWAY)


def test_a_sentence_within_a_sentence_too_and_a_day_itself(app: Flask) -> None:
    within = Text("%(inner)s; %(at)s", {"inner": Text("Due %(at)s", {"at": "2026-11-19"}), "at": date(2026, 11, 2)})
    with app.test_request_context(), force_locale("en"):
        assert said(within) == "Due 19 Nov 2026; 2 Nov 2026"


def test_what_only_looks_like_a_day_stays(app: Flask) -> None:
    text = Text("%(no)s, %(other)s", {"no": "2026-13-45", "other": "TS2026-11-20"})
    with app.test_request_context(), force_locale("en"):
        assert said(text) == "2026-13-45, TS2026-11-20"


def test_a_day_of_the_week_in_view_goes_without_its_year(app: Flask) -> None:
    with app.test_request_context():
        with force_locale("en"):
            assert short_day(date(2026, 11, 16)) == "16 Nov"
        with force_locale("zh"):
            assert short_day(date(2026, 11, 16)) == "11-16"
