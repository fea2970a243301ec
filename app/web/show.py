"""How values are shown: one place, in the reader's language, in Shanghai time. Also Jinja filters of the same names."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from unicodedata import east_asian_width

from flask import Flask
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.core import clock
from app.core.i18n import Text, show
from app.core.money import Money

NOTHING = "—"
DAY_FORMS = {"en": "d MMM yyyy"}
"""How a language writes a day, in Unicode's date patterns."""
_SHORT_FORMS = {"en": "d MMM"}
_WRITTEN = re.compile(r"(\d{4}-\d{2}-\d{2})( \d{2}:\d{2})?")
"""A day or an instant as stored texts hold it."""
_SHORT = 20
Labels = Mapping[Any, Any]
"""Code → msgid (`N_`) or lazy text."""


def said(text: Any) -> str:
    """A Text, a marked msgid or a lazy text in the reader's language."""
    if isinstance(text, Text):
        return show(_dated(text), _)
    return show(text, _) if type(text) is str else str(text)


def _dated(text: Text) -> Text:
    """Days and instants among what is filled in, in the form of the reader's language."""
    if str(get_locale()) not in DAY_FORMS:
        return text
    return Text(text.msgid, {key: _as_read(value) for key, value in text.params.items()})


def _as_read(value: Any) -> Any:
    if isinstance(value, Text):
        return _dated(value)
    match = _WRITTEN.fullmatch(str(value)) if isinstance(value, str | date) else None
    if match is None:
        return value
    try:
        return day(date.fromisoformat(match[1])) + (match[2] or "")
    except ValueError:
        return value


def when(instant: datetime | None) -> str:
    """An instant on the wall clock: 2026-11-22 19:05; in English 22 Nov 2026 19:05."""
    return f"{day(instant)} {clock_time(instant)}" if instant else NOTHING


def day(value: date | datetime | None) -> str:
    """A day: 2026-11-22, as Chinese back-offices and languages without a form of their own write it; 22 Nov 2026."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = clock.local_day(value)
    form = DAY_FORMS.get(str(get_locale()))
    return format_date(value, form, rebase=False) if form else value.isoformat()


def short_day(value: date) -> str:
    """A day whose year is plain: 11-22; 22 Nov."""
    form = _SHORT_FORMS.get(str(get_locale()))
    return format_date(value, form, rebase=False) if form else f"{value:%m-%d}"


def clock_time(instant: datetime) -> str:
    """The time of day alone, below a day's heading: 19:05."""
    return clock.local(instant).strftime("%H:%M")


def weekday(value: date) -> str:
    """The day of the week: 星期日, Sunday."""
    return format_date(value, "EEEE")


def money(amount: Money | None) -> str:
    """¥1,000.01."""
    return NOTHING if amount is None else str(amount)


def size(count: int) -> str:
    """A file's size: 301 B, 12 KB, 3.4 MB."""
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:.0f} KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"


def yesno(value: bool | None) -> str:
    """是 or 否."""
    return NOTHING if value is None else _("Yes") if value else _("No")


def dash(value: Any) -> Any:
    """The value, or a dash where there is none."""
    return NOTHING if value is None or value == "" else value


def readable(value: Any) -> str | Markup:  # noqa: PLR0911  (one line for each kind)
    """Any value as people read it; never None, False, microseconds or a Python repr."""
    match value:
        case None | "":
            return NOTHING
        case Markup():
            return value
        case Text():
            return said(value)
        case bool():
            return yesno(value)
        case datetime():
            return when(value)
        case date():
            return day(value)
        case Decimal() | float():
            return f"{value:,}".rstrip("0").rstrip(".") if "." in f"{value:,}" else f"{value:,}"
        case list() | tuple() | set() | frozenset():
            return _(", ").join(str(readable(item)) for item in value) or NOTHING
        case _:
            return str(value)


def label(code: Any, labels: Labels | Callable[[], Labels]) -> str:
    """The label of a code, without what moves it in among choices; the code where it has none: nothing is hidden."""
    known = labels() if callable(labels) else labels
    return said(known[code]).lstrip("\u3000") if code in known else str(readable(code))


def badge(text: Any, tone: str = "plain") -> Markup:
    """A small coloured mark; tones: plain, info, good, warn, bad."""
    return Markup('<span class="mark mark-{}">{}</span>').format(tone, text)


def short(cell: Any) -> bool:
    """Whether a cell is no wider than an instant or a number, so that it should stand on one line."""
    text = Markup(cell).striptags() if isinstance(cell, Markup) else str(cell)  # noqa: S704  (only measured)
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text) <= _SHORT


def countdown(instant: datetime | None) -> Markup | str:
    """The time left until an instant, kept up to date by kesu.js: 剩余 1小时05分, 已超时 2天3小时."""
    if instant is None:
        return NOTHING
    left = (instant - clock.now()).total_seconds()
    tone = "late" if left < 0 else "soon" if left < 3600 else "calm"
    return Markup('<time class="countdown {}" data-countdown datetime="{}" title="{}">{}</time>').format(
        tone, instant.isoformat(), when(instant), time_left(left)
    )


def time_left(seconds: float) -> str:
    """Seconds as words, rounded down to minutes; negative: overdue."""
    minutes = int(abs(seconds) // 60)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        span = _("%(days)sd %(hours)sh", days=days, hours=hours)
    elif hours:
        span = _("%(hours)sh %(minutes)sm", hours=hours, minutes=f"{rest:02}")
    else:
        span = _("%(minutes)sm", minutes=rest)
    return _("%(span)s overdue", span=span) if seconds < 0 else _("%(span)s left", span=span)


def heading(row: Any) -> str:
    """What a row is called above its page: as in lists, or by a `heading` of its own, a Text with days in it."""
    return said(row.heading) if isinstance(getattr(row, "heading", None), Text) else str(row)


def install(app: Flask) -> None:
    """Offer everything here to templates."""
    days, words = (when, day, short_day, clock_time, weekday, countdown), (said, heading, readable, label, badge, short)
    for function in (*days, *words, money, size, yesno, dash):
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.filters["lines"] = lambda text: Markup("<br>").join(escape(line) for line in str(text).splitlines())
