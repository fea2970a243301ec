"""The forms in the menu, each for those who may see its records."""

from collections.abc import Iterator

from flask import g, request, url_for

import app.ownrecords.approvals  # noqa: F401  (what waits is among what the reader decides)
from app.extensions import appbuilder
from app.ownrecords.at_hand import ListOfKind
from app.ownrecords.models import RecordType
from app.ownrecords.types import types_in_use
from app.ownrecords.views import OwnRecordView
from app.security import may
from app.web.menu import Entry, saved_views


def entries() -> Iterator[Entry]:
    """A line for each form."""
    for kind in types_in_use():
        if may("can_list", kind.screen):
            here = request.blueprint == "OwnRecordView" and g.get("record_type") == kind.code
            address = url_for("OwnRecordView.list", form=kind.code)
            yield Entry(kind.label, kind.icon, address, here, saved_views(_list_of(kind), here))


def _list_of(kind: RecordType) -> ListOfKind:
    view = next(view for view in appbuilder.baseviews if isinstance(view, OwnRecordView))
    return ListOfKind(view, kind.code)
