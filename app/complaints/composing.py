"""What helps with writing on a complaint: people to mention, canned replies."""

from typing import Any

from flask import jsonify, request
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import permission_name

from app.complaints.mentions import to_mention
from app.complaints.replies import replies_for
from app.security import current_actor
from app.web.access import has_access
from app.web.editing import PK
from app.web.text import search_text
from app.web.titled import Whole


class ComposeMixin(Whole):
    """`/complaint/<pk>/people?q=` and `/complaint/<pk>/replies?q=`, for composer.js."""

    @expose(f"/{PK}/people")
    @has_access
    @permission_name("note")
    def people(self, pk: int) -> Any:
        """`{"results": [{"text", "under", "insert"}]}`: only those who may see this complaint."""
        found = to_mention(self.reach(pk), _like(request.args.get("q")))
        return jsonify(
            results=[
                {"text": person.full_name, "under": str(person.department or ""), "insert": f"@{word} "}
                for word, person in found
            ]
        )

    @expose(f"/{PK}/replies")
    @has_access
    @permission_name("show")
    def replies(self, pk: int) -> Any:
        """The same, with the texts filled in."""
        actor = current_actor()
        found = replies_for(self.reach(pk), _like(request.args.get("q")), actor) if actor else []
        return jsonify(results=[{"text": title, "under": text[:80], "insert": text} for title, text in found])


def _like(typed: str | None) -> str:
    """A term whose % and _ mean themselves."""
    return search_text(typed).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
