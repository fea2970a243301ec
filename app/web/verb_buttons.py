"""Verb buttons on a row's page: each opens its small form, and pressing it calls the verb in a unit of work.

    class ComplaintView(KesuModelView):
        verbs = (
            Verb("dispatch", _l("Dispatch"), dispatch, DispatchForm, opens=lambda row: row.state == "accepted"),
            Verb("archive", _l("Archive"), archive, confirm=_l("Archive this complaint?")),
        )

`call(row, actor=, now=, **what the form holds)`; it needs the permission `can_dispatch` on the view. A UserError that
names a form field is shown there; everything typed stays.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import abort, flash, redirect
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.security import current_actor
from app.web.access import to_login
from app.web.editing import PK, attempt
from app.web.forms import KesuForm
from app.web.show import said
from app.web.titled import Whole

NOT_NOW = _l("This step doesn't apply to it now.")


@dataclass(frozen=True)
class Verb:
    """A step that a person can take with a row."""

    name: str
    label: Any
    call: Callable[..., Any]
    form: type[KesuForm] = KesuForm
    opens: Callable[[Any], bool] = lambda row: True
    """Whether the row is in a state for it; the verb itself checks again."""
    prepare: Callable[[Any, Any], None] | None = None
    """`prepare(form, row)`: set choices and defaults before the form is read."""
    permission: str = ""
    tone: str = "default"
    """default, primary or danger."""
    confirm: Any = ""
    """Question asked before a verb without a form."""
    note: Any = ""
    """A sentence above the form."""
    rare: bool = False
    """Kept under “More”, so that the page's buttons are few."""
    bulk: bool = False
    """Whether it can be taken for several rows of a list at once (app.web.bulk)."""
    why_not: Callable[[Any], Any] = lambda row: NOT_NOW
    """Why a row that it doesn't open for is left out then."""

    @property
    def needs(self) -> str:
        """The permission."""
        return self.permission or f"can_{self.name}"

    @property
    def has_form(self) -> bool:
        """Whether there is anything to fill in."""
        return self.form is not KesuForm


class VerbsMixin(Whole):
    """Verbs of a view, offered and called."""

    verbs: ClassVar[tuple[Verb, ...]] = ()
    verb_template = "kesu/verb.html"
    base_permissions: Any

    def open_verbs(self, row: Any) -> list[Verb]:
        """What the present user may do with the row now."""
        return [verb for verb in self.verbs if self.may(verb.needs) and verb.opens(row)]

    @expose(f"/{PK}/verb/<string:name>", methods=["GET", "POST"])
    def verb(self, pk: int, name: str) -> Any:
        """The verb's form, and the verb."""
        verb = next((verb for verb in self.verbs if verb.name == name), None)
        if verb is None:
            abort(404)
        if not self.may(verb.needs):
            return abort(403) if current_actor() else to_login()
        row = self.reach(pk)
        form = verb.form()
        if verb.prepare:
            verb.prepare(form, row)
        if form.validate_on_submit() and attempt(form, lambda: (self.take(verb, pk, form),)):
            flash(_("Done: %(verb)s", verb=said(verb.label)), "success")
            return redirect(self.after_verb(verb, pk))
        if form.is_submitted():
            row = self.reach(pk)
            form.after_refusal(row)
        page = self.page(self.verb_template, verb.label, verb=verb, row=row, form=form)
        return page, 422 if form.is_submitted() else 200

    def after_verb(self, verb: Verb, pk: int) -> str:
        """Where to go: back to where it was pressed, else the row's page, else the list."""
        return self.back_url() or self.show_url(pk) or self.list_url()

    def take(self, verb: Verb, pk: int, form: KesuForm) -> Any:
        """Call the verb; inside a unit of work."""
        return verb.call(self.reach(pk), actor=current_actor(), now=clock.now(), **form.facts())

    def _add_verb_permissions(self) -> None:
        self.base_permissions += [verb.needs for verb in self.verbs if verb.needs not in self.base_permissions]
