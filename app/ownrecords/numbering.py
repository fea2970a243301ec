"""Numbers of one's own records, by a pattern: `HD-YYYYMM-####` gives HD-202611-0001."""

import re
from datetime import datetime

from app.core.clock import local_day
from app.core.errors import Invalid
from app.core.i18n import N_
from app.customers.numbering import next_in

_PATTERN = re.compile(r"[A-Za-z0-9_-]{0,15}[A-Za-z_-]#{2,8}")
_DATES = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d"}
_DATE = re.compile("YYYY|YY|MM|DD")


def check_pattern(pattern: str) -> str:
    """The pattern itself. Raises Invalid at `pattern`.

    >>> check_pattern("HD-YYYYMM-####")
    'HD-YYYYMM-####'
    """
    plain = pattern.strip().replace("＃", "#")
    if not _PATTERN.fullmatch(plain):
        raise Invalid.field(
            "pattern",
            N_("Up to 16 letters, digits, “-” and “_”, then ## to ########; YYYY, YY, MM and DD become the date."),
        )
    return plain


def next_number(type_id: int, pattern: str, now: datetime) -> str:
    """The next number; counted anew in each year, month or day that the pattern shows."""
    day = local_day(now)
    prefix = _DATE.sub(lambda found: day.strftime(_DATES[found.group()]), pattern.rstrip("#"))
    width = len(pattern) - len(pattern.rstrip("#"))
    return f"{prefix}{next_in(f'own {type_id} {prefix}'):0{width}d}"
