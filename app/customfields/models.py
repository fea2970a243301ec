"""自定义字段: the definitions, and the column in which a row keeps its values."""

from flask_babel import get_locale
from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.i18n import N_
from app.db import Model, Stamped

PREFIX = "x_"
"""A custom field `grade` is the column `x_grade` of its screens, searches, imports and API."""
KINDS = {
    "text": N_("Text, one line"),
    "long_text": N_("Text, several lines"),
    "number": N_("Number"),
    "money": N_("Amount of money"),
    "date": N_("Date"),
    "choice": N_("One choice"),
    "choices": N_("Several choices"),
    "yesno": N_("Yes or no"),
}


class CustomField(Stamped, Model):
    """A field of a kind of record (`entity`, a table's name). Its code stays for ever: values are kept under it.

    `options` of a choice: [[code, label]]. `see_roles` and `edit_roles` hold ids of roles; empty: everybody who may see
    or change the record.
    """

    __tablename__ = "custom_field"
    __table_args__ = (Index("uq_custom_field_code", "entity", "code", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(30))
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[str] = mapped_column(String(20))
    options: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    required: Mapped[bool] = mapped_column(default=False)
    default_value: Mapped[str] = mapped_column(String(200), default="")
    help_text: Mapped[str] = mapped_column(String(200), default="")
    section: Mapped[str] = mapped_column(String(60), default="")
    sort: Mapped[int] = mapped_column(default=100)
    in_list: Mapped[bool] = mapped_column(default=False)
    see_roles: Mapped[list[int]] = mapped_column(JSON, default=list)
    edit_roles: Mapped[list[int]] = mapped_column(JSON, default=list)
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def column(self) -> str:
        """What screens and programs call it."""
        return PREFIX + self.code

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        locale = get_locale()
        return self.name_en if self.name_en and locale is not None and locale.language != "zh" else self.name_zh

    @property
    def labels(self) -> dict[str, str]:
        """Code → label of a choice, in their order."""
        return {entry[0]: entry[1] for entry in self.options}

    def __str__(self) -> str:
        return self.label
