"""Records of one's own forms among what waits for a person's decision: each form that is approved is a kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select

from app.approvals import Kind, Line, register_approval_kinds
from app.customfields import once, visible_fields
from app.extensions import appbuilder, db
from app.ownrecords.at_hand import ListOfKind
from app.ownrecords.models import OwnRecord, RecordType
from app.ownrecords.types import types_in_use
from app.ownrecords.views import OwnRecordView
from app.security import Person, may
from app.web import Verb
from app.web.custom import custom_cell

_MOST = 100


@dataclass(frozen=True)
class RecordKind(Kind):
    """A form: its screen is the one for all forms with this one at hand, its rights are the form's."""

    form: str = ""
    rights: str = ""

    def screen(self) -> Any:
        """With the form at hand."""
        view = next(view for view in appbuilder.baseviews if isinstance(view, OwnRecordView))
        return ListOfKind(view, self.form)

    def buttons(self) -> list[Verb]:
        """As the form gives them."""
        named = {verb.name: verb for verb in OwnRecordView.verbs}
        return [named[name] for name in self.verbs if may(named[name].needs, self.rights)]


def record_kinds() -> dict[str, Kind]:
    """The forms of now whose records are approved."""
    return once("kesu.record_approvals", lambda: {f"record_{row.code}": _kind(row) for row in _approved_forms()})


def _approved_forms() -> Iterable[RecordType]:
    return (row for row in types_in_use() if row.approval)


def _kind(form: RecordType) -> Kind:
    form_id = form.id

    def waiting(person: Person) -> Iterable[OwnRecord]:
        """Never one's own: somebody else decides on it."""
        others = or_(OwnRecord.owner_id.is_(None), OwnRecord.owner_id != person.id)
        mine = select(OwnRecord).where(OwnRecord.type_id == form_id, OwnRecord.state == "waiting", others)
        return db.session.scalars(mine.order_by(OwnRecord.created_at, OwnRecord.id).limit(_MOST)).all()

    return RecordKind(
        f"record_{form.code}", form.label, OwnRecordView.__name__, ("approve", "send_back"), waiting, _line,
        "ownrecords/decision.html", _facts, form=form.code, rights=form.screen,
    )  # fmt: skip


def _line(row: OwnRecord) -> Line:
    who = row.owner.full_name if row.owner else ""
    return Line(str(row), " · ".join(filter(None, (str(row.department or ""), who))), row.changed_at)


def _facts(row: OwnRecord) -> dict[str, Any]:
    """[(label, value)], the form's own fields as far as the reader may see them."""
    told = [(_("Customer"), str(row.customer))] if row.customer is not None else []
    return {"told": [*told, *((field.label, custom_cell(row, field)) for field in visible_fields(row.custom_kind))]}


register_approval_kinds(record_kinds)
