"""One screen and one REST resource for all kinds of records: what of them depends on the kind in the address."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from flask import Blueprint, g
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Query

from app.core import clock
from app.customers.options import departments_in_reach
from app.ownrecords import workflow
from app.ownrecords.models import STATES, OwnRecord
from app.ownrecords.reminders import settle
from app.ownrecords.types import at_hand, type_at_hand
from app.security import current_actor, elevated
from app.web import KesuInterface
from app.web.custom import _Extended

NOWHERE = "OwnRecord"
"""What permissions call the screen where no kind is at hand; nobody holds any of it."""
SUBJECT = LazyString(lambda: (kind.subject_label if (kind := at_hand()) else "") or _("Subject"))
TITLE = LazyString(lambda: kind.label if (kind := at_hand()) else _("Records of your own forms"))


class OwnRecordInterface(KesuInterface):
    """The records of the kind at hand only."""

    @property
    def custom_kind(self) -> str:
        """The kind's own fields."""
        return kind.kind if (kind := at_hand()) else ""

    def every(self) -> Query[Any]:
        """Never another kind's."""
        return super().every().filter(OwnRecord.type_id == type_at_hand().id)

    def _estimate(self) -> int:
        """The table's statistics count all kinds."""
        return 0


class FittingColumns(_Extended):
    """The columns without those that this kind of record doesn't have."""

    def __get__(self, view: Any, owner: type) -> Any:
        columns, kind = super().__get__(view, owner), at_hand()
        if view is None or kind is None or not columns:
            return columns
        absent = ({"customer"} if not kind.about_customer else set()) | (_DECISION if not kind.approval else set())
        return [column for column in columns if column not in absent]


class OfKind:
    """Mixin of the screen and of the resource."""

    rights_elsewhere = True
    """Roles get these rights from the kind itself, not in the editor of roles."""
    title = TITLE
    label_columns = {
        "no": LazyString(lambda: _("No.")),
        "subject": SUBJECT,
        "department_id": LazyString(lambda: _("Department")),
        "owner": LazyString(lambda: _("Recorded by")),
        "customer": LazyString(lambda: _("Customer")),
        "decided_by": LazyString(lambda: _("Decided by")),
        "decided_at": LazyString(lambda: _("Decided at")),
        "decision": LazyString(lambda: _("What was said")),
    }
    list_columns = ["no", "subject", "customer", "department_id", "owner", "state", "created_at"]
    show_columns = [
        "no", "subject", "customer", "department_id", "owner", "state", "created_at", "decided_by", "decided_at",
        "decision",
    ]  # fmt: skip
    search_columns = ["no", "subject", "state", "department_id", "created_at"]
    order_columns, base_order = ["no", "subject", "created_at"], ("created_at", "desc")
    choices = {"state": STATES, "department_id": departments_in_reach}
    datamodel: Any

    @property
    def custom_kind(self) -> str:
        """The kind's own fields."""
        return self.datamodel.custom_kind

    @property
    def screen(self) -> str:
        """The name under which lists are kept."""
        return f"{type(self).__name__}:{kind.code}" if (kind := at_hand()) else type(self).__name__

    @property
    def class_permission_name(self) -> str:
        """What permissions call the kind at hand."""
        return kind.screen if (kind := at_hand()) else NOWHERE

    @class_permission_name.setter
    def class_permission_name(self, name: str) -> None:
        """FAB sets one at start; there is nothing to keep."""

    def make(self, data: dict[str, Any]) -> OwnRecord:
        """The record, its own fields, its reminder."""
        return self._settled(super().make(data))  # type: ignore[misc]

    def alter(self, row: OwnRecord, data: dict[str, Any]) -> None:
        """Likewise."""
        super().alter(row, data)  # type: ignore[misc]
        self._settled(row)

    def create(self, data: dict[str, Any]) -> OwnRecord:
        """By the verb."""
        return workflow.register(type_at_hand(), **data, actor=current_actor(), now=clock.now())

    def change(self, row: OwnRecord, data: dict[str, Any]) -> None:
        """By the verb."""
        workflow.change(row, **data, actor=current_actor(), now=clock.now())

    @staticmethod
    def _settled(row: OwnRecord) -> OwnRecord:
        with elevated():
            settle(row, now=clock.now())
        return row


class ListOfKind:
    """The screen with one kind at hand, wherever the request itself is: for the menu and for saved views."""

    def __init__(self, view: Any, code: str) -> None:
        self._view, self._code = view, code

    def __getattr__(self, name: str) -> Any:
        with _at_hand(self._code):
            value = getattr(self._view, name)
            if isinstance(value, LazyString):
                return str(value)
        return self._bound(value) if callable(value) else value

    def _bound(self, method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def call(*args: Any, **kwargs: Any) -> Any:
            with _at_hand(self._code):
                return method(*args, **kwargs)

        return call


@contextmanager
def _at_hand(code: str) -> Iterator[None]:
    before = g.get("record_type")
    g.record_type = code
    try:
        yield
    finally:
        g.record_type = before


def named_by_address(blueprint: Blueprint) -> None:
    """Take the kind out of each address, and put it into each that is made while one is at hand."""

    @blueprint.url_value_preprocessor
    def take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.record_type = (values or {}).pop("form", "")

    @blueprint.url_defaults
    def put(_endpoint: str, values: dict[str, Any]) -> None:
        if "form" not in values:
            values["form"] = g.get("record_type", "")


_DECISION = {"decided_by", "decided_at", "decision"}
