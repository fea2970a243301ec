"""The last line of defence against values that one database takes and the other doesn't.

Forms and APIs check their fields themselves; what slips through ends here as a readable refusal, never as an error 500.
PostgreSQL can't hold a NUL character or half a surrogate pair, enforces the length of a text and has 32-bit integers;
SQLite takes all of them, except integers beyond 64 bits.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import JSON, BigInteger, Engine, Integer, SmallInteger, String, event, inspect
from sqlalchemy.orm import Mapper, Session

from app.core.errors import Invalid
from app.core.i18n import N_, Text

_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
_LARGEST = {SmallInteger: 2**15 - 1, Integer: 2**31 - 1, BigInteger: 2**63 - 1}

NOT_TEXT = Text(N_("This contains characters that can't be stored."))
TOO_LARGE = Text(N_("This number is too large."))


def install_limits(engine: Engine, session_class: Any) -> None:
    """Check every parameter that goes to the database, and every row by field; once per engine."""
    event.listen(engine, "before_cursor_execute", _check_parameters)
    if not event.contains(session_class, "before_flush", _check_rows):
        event.listen(session_class, "before_flush", _check_rows)


def _check_parameters(_c: Any, _cursor: Any, _statement: str, parameters: Any, _context: Any, _many: bool) -> None:
    for row in parameters if isinstance(parameters, list) else [parameters]:
        for value in row.values() if isinstance(row, Mapping) else row:
            reason = _parameter_fault(value)
            if reason is not None:
                raise Invalid(reason)


def _parameter_fault(value: Any) -> Text | None:
    if isinstance(value, str):
        return NOT_TEXT if _UNREADABLE.search(value) else None
    if isinstance(value, int) and abs(value) > _LARGEST[BigInteger]:
        return TOO_LARGE
    return None


def _check_rows(session: Session, _context: Any, _instances: Any) -> None:
    for row in (*session.new, *session.dirty):
        state = inspect(row)
        mapper: Mapper[Any] = state.mapper
        changed = state.dict.keys() & mapper.column_attrs.keys()
        faults = {}
        for name in changed:
            fault = value_fault(mapper.columns[name].type, state.dict[name])
            if fault is not None:
                faults[name] = fault
        if faults:
            raise Invalid(N_("Please correct the marked fields."), fields=faults)


def value_fault(column_type: Any, value: Any) -> Text | None:
    """What keeps a value out of a column of this type on either database; None where nothing does."""
    if isinstance(value, str):
        if _UNREADABLE.search(value):
            return NOT_TEXT
        length = column_type.length if isinstance(column_type, String) else None
        if length is not None and len(value) > length:
            return Text(N_("At most %(length)s characters."), {"length": length})
    elif isinstance(value, int) and not isinstance(value, bool):
        largest = next((_LARGEST[t] for t in type(column_type).__mro__ if t in _LARGEST), _LARGEST[BigInteger])
        return TOO_LARGE if abs(value) > largest else None
    elif isinstance(column_type, JSON) and any(_UNREADABLE.search(text) for text in _texts(value)):
        return NOT_TEXT
    return None


def _texts(value: Any) -> Iterable[str]:
    """Every string inside a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
