"""The desk that the cases of these tests lie on."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.deadlines import owners, register_owner_kind
from app.extensions import db
from app.security import scoped
from app.security.scope import register_owner
from tests.deadlines.cases import KIND, METADATA, Case, CaseOwner, Desk, at_, open_desk


@pytest.fixture
def desk(app: Flask) -> Iterator[Desk]:
    """Committed, so that threads see it. The owner kind is forgotten afterwards: other databases lack its table."""
    register_owner(KIND, Case)
    register_owner_kind(KIND, CaseOwner())
    METADATA.create_all(db.engine)
    found = open_desk(at_("2026-01-01 00:00"))
    db.session.commit()
    yield found
    db.session.rollback()
    METADATA.drop_all(db.engine)
    scoped._owner_kinds.pop(KIND)
    scoped._Registry.version += 1
    owners._owners.pop(KIND)
    owners._people.pop(KIND, None)
