"""Which kinds of records there are, which of them the request at hand is about, and who may do what with them."""

from collections.abc import Iterator

from flask import g, has_request_context
from sqlalchemy import select

from app.core.errors import NotFound
from app.core.i18n import N_
from app.customfields import Entity, once, register_entities
from app.extensions import db
from app.ownrecords.models import OwnRecord, RecordType
from app.security.held import Pair, register_pairs

PERMISSIONS = {
    "see": ("can_list", "can_show", "can_get", "can_info"),
    "add": ("can_add", "can_post"),
    "change": ("can_edit", "can_put", "can_submit"),
    "archive": ("can_archive", "can_restore"),
    "approve": ("can_approve", "can_send_back"),
    "export": ("can_download",),
}
"""Right → the permissions that screens and REST ask for."""


def types_in_use() -> list[RecordType]:
    """In the order of the menu."""
    found = select(RecordType).where(RecordType.active).order_by(RecordType.sort, RecordType.id)
    return once("kesu.record_types", lambda: list(db.session.scalars(found)))


def type_at_hand() -> RecordType:
    """The kind that the address of the request names. Raises NotFound where there is none in use."""
    code = g.get("record_type")
    found = next((each for each in types_in_use() if each.code == code), None)
    if found is None:
        raise NotFound(N_("There is no such form."))
    return found


def at_hand() -> RecordType | None:
    """The same, or None: outside a request, or where the request is about something else."""
    if not has_request_context() or "record_type" not in g:
        return None
    return next((each for each in types_in_use() if each.code == g.record_type), None)


def rights_of(role_ids: set[int]) -> Iterator[Pair]:
    """The (permission, screen) pairs that the kinds give to roles."""
    for each in types_in_use():
        for right, permissions in PERMISSIONS.items():
            if role_ids & set(each.rights.get(right, ())):
                yield from ((permission, each.screen) for permission in (*permissions, *PERMISSIONS["see"]))


def entities_in_use() -> dict[str, Entity]:
    """The kinds as records that take custom fields."""
    return {each.kind: Entity(each.kind, each.label, OwnRecord) for each in types_in_use()}


register_pairs(rights_of)
register_entities(entities_in_use)
