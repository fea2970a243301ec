"""Storage that behaves alike on SQLite and PostgreSQL: base model, column types, unit of work, claims."""

from flask_appbuilder import Model

from app.db.base import Stamped, by_id
from app.db.claim import Leased, claim_rows, move_row, release_row
from app.db.engine import prepare_engine
from app.db.sealed import Sealed, SealedPhone, SealedText
from app.db.types import Fen, UTCDateTime
from app.db.uow import in_unit_of_work, undone, unit_of_work

__all__ = [
    "Fen",
    "Leased",
    "Model",
    "Sealed",
    "SealedPhone",
    "SealedText",
    "Stamped",
    "UTCDateTime",
    "by_id",
    "claim_rows",
    "in_unit_of_work",
    "move_row",
    "prepare_engine",
    "release_row",
    "undone",
    "unit_of_work",
]
