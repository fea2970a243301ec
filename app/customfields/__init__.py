"""Fields that administrators add themselves: what there is of them, and the values that rows hold."""

from app.customfields.customised import Customised
from app.customfields.definitions import (
    Entity,
    editable_fields,
    entities,
    once,
    register_entities,
    register_entity,
    visible_fields,
)
from app.customfields.facts import facts_named, records_asked
from app.customfields.models import KINDS, PREFIX, CustomField
from app.customfields.verbs import fill

__all__ = [
    "KINDS",
    "PREFIX",
    "CustomField",
    "Customised",
    "Entity",
    "editable_fields",
    "entities",
    "facts_named",
    "fill",
    "once",
    "records_asked",
    "register_entities",
    "register_entity",
    "visible_fields",
]
