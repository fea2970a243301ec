"""Personal data on screens: masked on the server, unless a role sees it; revealing it is a recorded act.

个人信息保护法 art. 51 asks for access by need and for records of it.
"""

from datetime import datetime
from typing import Any

from app.core.errors import Invalid
from app.core.i18n import N_
from app.db.journal import record
from app.security.actor import current_actor
from app.security.reach import sees_personal_data

SHORTEST_REASON = 2
LONGEST_REASON = 200


def mask_phone(number: str | None) -> str:
    """`+8613800138000` → `138****8000`; short and foreign numbers keep their last digits only."""
    if not number:
        return ""
    digits = number.removeprefix("+86")
    if len(digits) <= 4:
        return "*" * len(digits)
    if len(digits) == 11:
        return f"{digits[:3]}****{digits[-4:]}"
    kept = min(4, len(digits) // 2)
    return "*" * (len(digits) - kept) + digits[-kept:]


def mask_name(name: str | None) -> str:
    """The family name stays: 王小明 → 王**."""
    return name[:1] + "*" * max(1, len(name) - 1) if name else ""


def readable_phone(number: str | None) -> str:
    """As people dial it: without the country code of China."""
    return (number or "").removeprefix("+86")


def shown_phone(row: Any, field: str = "phone") -> str:
    """The row's number for the present user: in clear where one of their roles sees personal data, else masked."""
    number = getattr(row, field)
    return readable_phone(number) if sees_personal_data(current_actor()) else mask_phone(number)


def reveal(row: Any, field: str, *, reason: str, actor: Any, now: datetime) -> str:
    """The clear value of a sealed field, for a person who holds `can_reveal` and says why; leaves an Event.

    Raises Invalid at `reason`.
    """
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise Invalid.field("reason", N_("Please say what you need it for."))
    if len(reason) > LONGEST_REASON:
        raise Invalid.field("reason", N_("At most %(length)s characters."), length=LONGEST_REASON)
    record(row, "reveal", actor=actor, now=now, facts={"field": field}, note=reason)
    return readable_phone(getattr(row, field))
