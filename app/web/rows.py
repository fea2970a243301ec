"""What happens to a row when a form or an API call is saved; views and APIs override these to call their verbs."""

from typing import Any

from sqlalchemy import inspect

from app.core import clock
from app.customfields.verbs import apart, fill
from app.events import record
from app.events.record import plain
from app.security import current_actor, elevated


class RowWork:
    """`create`, `change`, `remove`: called inside a unit of work; they raise UserError to refuse."""

    datamodel: Any

    def make(self, data: dict[str, Any]) -> Any:
        """`create`, and the custom fields on what it made."""
        own, custom = apart(data)
        row = self.create(own)
        self._fill(row, custom)
        return row

    def alter(self, row: Any, data: dict[str, Any]) -> None:
        """`change`, and the custom fields."""
        own, custom = apart(data)
        self.change(row, own)
        self._fill(row, custom)

    def create(self, data: dict[str, Any]) -> Any:
        """Make the row. Override to call a verb: `return register(**data, actor=current_actor(), now=clock.now())`."""
        row = self.datamodel.obj(**data)
        self.datamodel.add(row)
        record(row, "create", actor=current_actor(), now=clock.now())
        return row

    def change(self, row: Any, data: dict[str, Any]) -> None:
        """Change the row. Default: set what was entered, with an event that tells the differences."""
        before = {name: getattr(row, name) for name in data}
        for name, value in data.items():
            setattr(row, name, value)
        self.datamodel.edit(row)
        changes = differences(row, before)
        if changes:
            record(row, "change", actor=current_actor(), now=clock.now(), facts={"changes": changes})

    @staticmethod
    def _fill(row: Any, custom: dict[str, Any]) -> None:
        if custom:
            with elevated():
                fill(row, custom, actor=current_actor(), now=clock.now())

    def remove(self, row: Any) -> None:
        """Retire a row that can be retired (`active`); delete any other."""
        verb = "retire" if hasattr(row, "active") else "delete"
        record(row, verb, actor=current_actor(), now=clock.now(), facts={"name": str(row)})
        if verb == "retire":
            row.active = False
            self.datamodel.edit(row)
        else:
            self.datamodel.delete(row)


def differences(row: Any, before: dict[str, Any]) -> dict[str, Any]:
    """{name: [old, new]} of what is no longer as before; of sealed attributes only that they changed."""
    stored = inspect(row).mapper.attrs
    changed = {name: (old, getattr(row, name)) for name, old in before.items() if getattr(row, name) != old}
    return {name: [plain(old), plain(new)] if name in stored else None for name, (old, new) in changed.items()}


def as_ids(data: dict[str, Any], *relations: str) -> dict[str, Any]:
    """Forms know rows, verbs ids: `customer` becomes `customer_id`, where it is there."""
    rows = {f"{name}_id": data.pop(name) for name in relations if name in data}
    return data | {name: row.id if row else None for name, row in rows.items()}
