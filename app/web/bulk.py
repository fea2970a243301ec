"""A step for several rows of a list at once, after a preview that says of each row whether it takes part, or why not.

The preview takes the step and takes it back again, row by row: what it says is the verb's own word, not a guess. When
it is done for good, each row is a unit of work of its own, so that one refusal holds up no other row.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, request
from flask_appbuilder import expose
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.core.errors import UserError
from app.db import undone, unit_of_work
from app.security import current_actor
from app.web.access import own_page, to_login
from app.web.conflicts import refusal
from app.web.filters import INTEGER_MAX
from app.web.show import said
from app.web.text import whole_number
from app.web.titled import Whole
from app.web.verb_buttons import Verb

MOST_ROWS = 100
"""As many as the longest page of a list shows."""


@dataclass(frozen=True)
class Part:
    """A row and the part that it takes: `reason` is why it doesn't, empty where it does."""

    pk: int
    name: str
    about: Sequence[tuple[str, Any]]
    reason: str = ""


class BulkMixin(Whole):
    """`POST /<view>/bulk/<verb>` with `rowid`s: the form if the verb has one, the preview, then the doing."""

    verbs: Any
    list_columns: Any
    label_columns: Any
    take: Any
    _is_plain: Any

    def open_bulk(self) -> list[Verb]:
        """The steps that the present reader can take for several rows."""
        return [verb for verb in self.verbs if verb.bulk and self.may(verb.needs)]

    @expose("/bulk/<string:name>", methods=["POST"])
    def bulk(self, name: str) -> Any:
        """See the module's text; `step` says how far one is: nothing yet, `preview` or `do`."""
        verb = next((verb for verb in self.verbs if verb.bulk and verb.name == name), None)
        if verb is None:
            abort(404)
        if not self.may(verb.needs):
            return abort(403) if current_actor() else to_login()
        back = own_page(request.form.get("back")) or self.list_url()
        rows = self._ticked()
        if not rows:
            flash(_("Please tick at least one row."), "warning")
            return redirect(back)
        form, step = verb.form(), request.form.get("step", "")
        if verb.prepare and not step:
            verb.prepare(form, rows[0])
        filled = (bool(step) or not any(field.flags.required for field in form)) and form.validate()
        if filled and step == "do":
            self._do(verb, rows, form)
            return redirect(back)
        parts = [self._part(verb, row.id, form, tried=filled) for row in rows]
        page = {"verb": verb, "form": form, "parts": parts, "filled": filled, "back": back}
        return self.page("kesu/bulk.html", verb.label, **page), 422 if step and not filled else 200

    def _ticked(self) -> list[Any]:
        """The rows ticked that are within reach; others are as if they weren't there."""
        keys = [whole_number(key, 1, INTEGER_MAX) for key in request.form.getlist("rowid")[:MOST_ROWS]]
        rows = (self.datamodel.get(key, self._base_filters) for key in dict.fromkeys(keys) if key)
        return [row for row in rows if row is not None]

    def _part(self, verb: Verb, pk: int, form: Any, *, tried: bool) -> Part:
        row = self.reach(pk)
        # Columns of the table only: others may need what a list loads for a page of its own.
        columns = [name for name in self.list_columns[1:] if self._is_plain(name)][:3]
        about = [(said(self.label_columns[name]), self.cell(row, name)) for name in columns]
        name, closed = str(row), "" if verb.opens(row) else said(verb.why_not(row))
        return Part(pk, name, about, (self._refusal(verb, pk, form, undone()) if tried else "") or closed)

    def _refusal(self, verb: Verb, pk: int, form: Any, work: AbstractContextManager[Any]) -> str:
        """Why the verb refuses the row; empty where it takes it."""
        try:
            with work:
                self.take(verb, pk, form)
        except UserError as error:
            return " ".join(dict.fromkeys(said(text) for text in error.fields.values())) or said(error.message)
        except IntegrityError as error:
            return said(refusal(error, frozenset(form._fields)).message)
        return ""

    def _do(self, verb: Verb, rows: Sequence[Any], form: Any) -> None:
        keys = [(row.id, str(row)) for row in rows]
        reasons = {name: self._refusal(verb, pk, form, unit_of_work()) for pk, name in keys}
        refused = {name: reason for name, reason in reasons.items() if reason}
        done = len(reasons) - len(refused)
        if done:
            flash(_("%(verb)s: done for %(count)s.", verb=said(verb.label), count=done), "success")
        for name, reason in refused.items():
            flash(_("%(name)s was left out: %(reason)s", name=name, reason=reason), "warning")
