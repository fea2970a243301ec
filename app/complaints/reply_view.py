"""The screen on which administrators and teams write their canned replies."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.complaints.models import CannedReply
from app.complaints.replies import BODY_LIMIT, check_reply, check_team, sample
from app.customers.options import departments
from app.extensions import db
from app.outbox import own_fields
from app.security import current_actor
from app.web import KesuInterface, KesuModelView
from app.web.fields import TextBox


class CannedReplyView(KesuModelView):
    """常用语. Whoever may add and change writes for their own team, or for everybody where they reach everything."""

    datamodel, route_base = KesuInterface(CannedReply), "/canned-reply"
    title, thing = _l("Canned replies"), _l("Canned reply")
    label_columns = {
        "title": _l("Title"),
        "body": _l("Text"),
        "department_id": _l("For this department and those below it"),
        "active": _l("Active"),
    }
    list_columns = ["title", "department_id", "active"]
    show_columns = ["title", "body", "department_id", "active"]
    add_columns = ["title", "body", "department_id"]
    edit_columns = [*add_columns, "active"]
    search_columns, order_columns, base_order = ["title", "department_id"], ["title"], ("title", "asc")
    choices = {"department_id": departments}
    add_form_extra_fields = edit_form_extra_fields = {"body": TextBox(_l("Text"), longest=BODY_LIMIT)}
    form_template = "complaints/reply_form.html"
    removable = True

    @staticmethod
    def variables_of(_row: Any) -> Mapping[str, Any]:
        """The placeholders, with what they would say."""
        return sample()

    @staticmethod
    def own_labels_of(_row: Any) -> Mapping[str, str]:
        """Placeholder of a custom field → what people call the field."""
        return own_fields.labels_of("complaint")

    def create(self, data: dict[str, Any]) -> CannedReply:
        """Checked before it is kept."""
        check_reply(CannedReply(**data), current_actor())
        return super().create(data)

    def change(self, row: CannedReply, data: dict[str, Any]) -> None:
        """A text of other teams stays as it is."""
        check_team(row.department_id, current_actor())
        super().change(row, data)
        check_reply(row, current_actor())
        db.session.flush()

    def remove(self, row: CannedReply) -> None:
        """Retired; only by those whose it is."""
        check_team(row.department_id, current_actor())
        super().remove(row)
