"""What happens to a row when a form or an API call is saved; views and APIs override these to call their verbs."""

from typing import Any

from sqlalchemy import inspect

from app.core import clock
from app.events import record
from app.events.record import plain
from app.security import current_actor


class RowWork:
    """`create`, `change`, `remove`: called inside a unit of work; they raise UserError to refuse."""

    datamodel: Any

    def create(self, data: dict[str, Any]) -> Any:
        """Make the row. Override to call a verb: `return register(**data, actor=current_actor(), now=clock.now())`."""
        row = self.datamodel.obj(**data)
        self.datamodel.add(row)
        record(row, "create", actor=current_actor(), now=clock.now())
        return row

    def change(self, row: Any, data: dict[str, Any]) -> None:
        """Change the row. Default: set what was entered, with an event that tells the differences."""
        for name, value in data.items():
            setattr(row, name, value)
        changes = differences(row)
        self.datamodel.edit(row)
        if changes:
            record(row, "change", actor=current_actor(), now=clock.now(), facts={"changes": changes})

    def remove(self, row: Any) -> None:
        """Retire a row that can be retired (`active`); delete any other."""
        verb = "retire" if hasattr(row, "active") else "delete"
        record(row, verb, actor=current_actor(), now=clock.now(), facts={"name": str(row)})
        if verb == "retire":
            row.active = False
            self.datamodel.edit(row)
        else:
            self.datamodel.delete(row)


def differences(row: Any) -> dict[str, Any]:
    """Changed, not yet flushed columns: {name: [old, new]}; of sealed ones only that they changed."""
    found = {}
    for attribute in inspect(row).attrs:
        history = attribute.history
        if not history.has_changes() or attribute.key.endswith(("_index", "_tail")):
            continue
        old, new = (part[0] if part else None for part in (history.deleted, history.added))
        found[attribute.key] = None if attribute.key.endswith("_sealed") else [plain(old), plain(new)]
    return found
