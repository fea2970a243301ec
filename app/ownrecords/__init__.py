"""自定义表单: kinds of records that administrators define on a screen, with role-based screens and REST, without code.

One table holds the records of all kinds, one screen and one resource serve them: the kind stands in the address
(`/record/training/list/`), its fields are custom fields, its rights are kept with it and asked for like any other
permission.
"""

from app.ownrecords.models import OwnRecord, RecordType
from app.ownrecords.types import types_in_use
from app.ownrecords.verbs import define_type
from app.ownrecords.workflow import register

__all__ = ["OwnRecord", "RecordType", "define_type", "register", "types_in_use"]
