"""The column in which a row keeps the values of its custom fields."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.customfields.definitions import kind_of
from app.customfields.models import PREFIX
from app.customfields.values import out


class Customised:
    """A table whose rows have custom fields: `extra` holds the plain values by code, `row.x_<code>` reads one."""

    __tablename__: str

    @property
    def custom_kind(self) -> str:
        """Whose custom fields these are: the table's, where its rows aren't of several kinds."""
        return self.__tablename__

    @declared_attr
    def extra(cls) -> Mapped[dict[str, Any]]:
        return mapped_column(JSON, default=dict, server_default="{}", nullable=False)

    def __getattr__(self, name: str) -> Any:
        """A custom field's value by its kind, None where there is none or no such field."""
        if not name.startswith(PREFIX):
            raise AttributeError(f"{type(self).__name__} has no attribute {name}")
        code = name.removeprefix(PREFIX)
        return out(kind_of(self.custom_kind, code), (self.extra or {}).get(code))
