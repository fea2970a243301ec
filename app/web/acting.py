"""Actions on one row or several: only by POST, only on rows within the scope, in one unit of work."""

from typing import Any

from flask import abort, flash, redirect, request
from flask_appbuilder import expose
from flask_babel import gettext as _

from app.core.errors import NotFound
from app.core.i18n import N_
from app.security import current_actor
from app.web.access import to_login
from app.web.editing import PK, attempt
from app.web.filters import INTEGER_MAX
from app.web.forms import KesuForm
from app.web.text import whole_number
from app.web.titled import Whole

MOST_ROWS = 100


class ActionsMixin(Whole):
    """FAB's `@action(name, text, confirmation)` on a method `(self, rows: list) -> Response | None`.

    The method is given rows that the person reaches and runs inside a unit of work; it raises UserError to refuse.
    """

    actions: dict[str, Any]

    @expose(f"/action/<string:name>/{PK}", methods=["POST"])
    def action(self, name: str, pk: int) -> Any:
        """One row, from its page."""
        return self._act(name, [pk])

    @expose("/action_post", methods=["POST"])
    def action_post(self) -> Any:
        """The rows ticked in a list."""
        keys = [whole_number(key, 1, INTEGER_MAX) for key in request.form.getlist("rowid")[:MOST_ROWS]]
        if None in keys:
            raise NotFound(N_("There is no such record, or it is not yours to see."))
        return self._act(request.form.get("action", ""), keys)

    def open_actions(self, *, several: bool) -> list[Any]:
        """The actions to offer to the present user."""
        offered = [action for action in self.actions.values() if (action.multiple if several else action.single)]
        return [action for action in offered if self.may(self.get_action_permission_name(action.name))]

    def _act(self, name: str, keys: list[Any]) -> Any:
        if name not in self.actions:
            abort(404)
        if not self.may(self.get_action_permission_name(name)):
            return abort(403) if current_actor() else to_login()
        back = redirect(self.back_url() or self.list_url())
        if not keys:
            flash(_("Please tick at least one row."), "warning")
            return back
        for key in keys:
            self.reach(key)
        form = KesuForm()
        done = attempt(form, lambda: (self.actions[name].func([self.reach(key) for key in keys]),))
        for message in form.form_errors:
            flash(message, "danger")
        return (done[0] if done else None) or back
