"""Entries of dictionaries."""

from sqlalchemy import String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model, Stamped


class DictionaryEntry(Stamped, Model):
    """An entry. `dictionary` is a code of `entries.dictionaries`; `code` is what other tables keep, and stays."""

    __tablename__ = "dictionary_entry"
    __table_args__ = (UniqueConstraint("dictionary", "code", name="uq_dictionary_entry"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dictionary: Mapped[str] = mapped_column(String(30))
    code: Mapped[str] = mapped_column(String(20))
    name_zh: Mapped[str] = mapped_column(String(50))
    name_en: Mapped[str] = mapped_column(String(50), default="")
    sort: Mapped[int] = mapped_column(default=100)
    in_use: Mapped[bool] = mapped_column(default=True, server_default=true())

    def __str__(self) -> str:
        return self.name_zh
