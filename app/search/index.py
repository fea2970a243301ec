"""Keeping the index: with every row that is written, and as a whole by a command."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import delete, event, insert, inspect, select, tuple_
from sqlalchemy.orm import ORMExecuteState, Session

from app.customfields import Customised
from app.db import unit_of_work
from app.extensions import db
from app.search import own_fields
from app.search.finders import Finder, finder_of, finders
from app.search.grams import grams_of, plain
from app.search.models import SearchEntry

CHUNK = 1_000


def install(session_class: Any) -> None:
    """Hang the index on the session; called once by `create_app`."""
    if not event.contains(session_class, "after_flush", _follow):
        event.listen(session_class, "after_flush", _follow)
        event.listen(session_class, "do_orm_execute", _refuse_unseen)


def rebuild(tell: Callable[[str, int], None] = lambda kind, count: None) -> dict[str, int]:
    """Index every row anew, chunk by chunk, while people work; how many of each kind. Outside a unit of work."""
    counts = {}
    for finder in finders():
        counts[finder.kind] = last = 0
        fields = own_fields.indexed(finder.model)
        while True:
            with unit_of_work():
                rows = db.session.execute(_texts(finder, last)).all()
                _write([(finder.kind, row[0], row[1 : 1 + len(finder.texts)]) for row in rows])
                _write([each for row in rows if fields for each in own_fields.entries_of(row[0], row[-1], fields)])
            if not rows:
                break
            last, counts[finder.kind] = rows[-1][0], counts[finder.kind] + len(rows)
            tell(finder.kind, counts[finder.kind])
        with unit_of_work():
            gone = SearchEntry.owner_id.not_in(select(finder.model.id))
            kinds = [finder.kind, *map(own_fields.kind_of, fields)]
            db.session.execute(delete(SearchEntry).where(SearchEntry.kind.in_(kinds), gone), _UNSYNCHRONISED)
    return counts


def fill_where_empty() -> None:
    """After an upgrade from a release without the index, or without custom fields in it: all becomes searchable."""
    nothing = db.session.scalar(select(SearchEntry.id).limit(1)) is None
    if nothing or own_fields.unindexed([finder.model for finder in finders()]):
        rebuild()


_UNSYNCHRONISED: Any = {}


def _texts(finder: Finder, last: int) -> Any:
    names = [*finder.texts, *(["extra"] if own_fields.indexed(finder.model) else ())]
    columns = [getattr(finder.model, name) for name in names]
    rows = select(finder.model.id, *columns).where(finder.model.id > last)
    return rows.order_by(finder.model.id).limit(CHUNK)


def _follow(session: Session, _context: Any) -> None:
    """What was just flushed, in its own transaction: there is no instant at which a row is there and not found."""
    written = [(row, finder) for row in (*session.new, *session.dirty) if (finder := finder_of(type(row)))]
    changed = [(finder.kind, row.id, _values(row, finder)) for row, finder in written if _says_more(row, finder)]
    gone = [(finder.kind, row.id) for row in session.deleted if (finder := finder_of(type(row)))]
    for row in (*(row for row, _finder in written if _fills_more(row)), *session.deleted):
        fields = own_fields.indexed(type(row)) if finder_of(type(row)) else []
        now = [] if row in session.deleted else list(own_fields.entries_of(row.id, row.extra, fields))
        changed += [(kind, owner_id, texts) for kind, owner_id, texts in now]
        gone += [(own_fields.kind_of(field), row.id) for field in fields]
    if changed or gone:
        _write(changed, gone, session)


def _says_more(row: Any, finder: Finder) -> bool:
    state = inspect(row)
    return state.pending or any(state.attrs[name].history.has_changes() for name in finder.texts)


def _fills_more(row: Any) -> bool:
    """Whether custom fields were filled in; a new row mostly has none."""
    state = inspect(row)
    return isinstance(row, Customised) and bool(row.extra if state.pending else state.attrs.extra.history.has_changes())


def _values(row: Any, finder: Finder) -> list[Any]:
    return [getattr(row, name) for name in finder.texts]


def _write(
    changed: Iterable[tuple[str, int, Iterable[Any]]], gone: Iterable[tuple[str, int]] = (), session: Any = None
) -> None:
    """Replace the entries. Below the session: this is no change of business data, and no row of it is held."""
    connection = (session or db.session).connection()
    made = [_entry(kind, owner_id, values) for kind, owner_id, values in changed]
    old = [*gone, *((entry["kind"], entry["owner_id"]) for entry in made)]
    table: Any = SearchEntry.__table__
    if old:
        connection.execute(delete(table).where(tuple_(table.c.kind, table.c.owner_id).in_(old)))
    if made:
        connection.execute(insert(table), made)


def _entry(kind: str, owner_id: int, values: Iterable[Any]) -> dict[str, Any]:
    text = "\n".join(plain(str(value)) for value in values if value)
    return {"kind": kind, "owner_id": owner_id, "text": text, "grams": grams_of(text)}


def _refuse_unseen(state: ORMExecuteState) -> None:
    """An UPDATE that doesn't go through the row would leave the index behind: whoever writes one is told at once."""
    if not state.is_update or state.bind_mapper is None:
        return
    finder = finder_of(state.bind_mapper.class_)
    values: Any = getattr(state.statement, "_values", None) or {}
    touched = {getattr(column, "key", column) for column in values} & set(finder.texts if finder else ())
    if touched:
        raise RuntimeError(f"{', '.join(sorted(touched))}: set searched columns on the row, not by a bulk UPDATE")
