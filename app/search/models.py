"""The index: one row for each thing that can be found, with its words."""

from typing import Any

from sqlalchemy import DDL, Dialect, Index, String, Text, UniqueConstraint, event
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from app.db import Model

FULL_TEXT = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_gram
    USING fts5(grams, content='', detail=none, columnsize=0, tokenize='ascii')""",
    """CREATE TRIGGER IF NOT EXISTS search_entry_added AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_gram(rowid, grams) VALUES (new.id, new.grams); END""",
    """CREATE TRIGGER IF NOT EXISTS search_entry_removed AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_gram(search_gram, rowid, grams) VALUES ('delete', old.id, old.grams); END""",
    """CREATE TRIGGER IF NOT EXISTS search_entry_changed AFTER UPDATE ON search_entry BEGIN
    INSERT INTO search_gram(search_gram, rowid, grams) VALUES ('delete', old.id, old.grams);
    INSERT INTO search_gram(rowid, grams) VALUES (new.id, new.grams); END""",
)
"""SQLite's own index over the pieces; PostgreSQL has a GIN index on the array of them."""


class Grams(TypeDecorator[list[str]]):
    """The pieces of a text: an array on PostgreSQL, their line with blanks between on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        kind: Any = ARRAY(Text()) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else " ".join(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> list[str] | None:
        return value if value is None or dialect.name == "postgresql" else value.split()


class SearchEntry(Model):
    """What of a row can be found: its plain texts, and their pieces. Read only below `search.finding`, which asks the
    row's own table within the scope; never sealed columns, and nothing that is not in clear in the row itself."""

    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("kind", "owner_id"),
        Index("ix_search_entry_grams", "grams", postgresql_using="gin").ddl_if(dialect="postgresql"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    owner_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    grams: Mapped[list[str]] = mapped_column(Grams)


for _statement in FULL_TEXT:
    event.listen(SearchEntry.__table__, "after_create", DDL(_statement).execute_if(dialect="sqlite"))
event.listen(SearchEntry.__table__, "after_drop", DDL("DROP TABLE IF EXISTS search_gram").execute_if(dialect="sqlite"))
