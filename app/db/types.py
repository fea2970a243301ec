"""Column types that mean the same on both databases."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect
from sqlalchemy.types import TypeDecorator

from app.core.money import Money


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, stored in UTC (SQLite has no zones of its own). Naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: an instant needs its zone")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Fen(TypeDecorator[Money]):
    """An amount of money: `Money` in Python, integer fen in the database. Sums come back as `Money` too."""

    impl = BigInteger
    cache_ok = True

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """`column * 2` multiplies by a number, `column > Money(2)` compares amounts."""
        return self if isinstance(value, Money) else BigInteger()

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        return None if value is None else value.fen

    def process_result_value(self, value: Any, dialect: Dialect) -> Money | None:
        # PostgreSQL sums integers into a numeric, which arrives as Decimal.
        return None if value is None else Money(int(value))
