"""Choosing one row of a big table: a field that suggests while one types, and the endpoint behind it.

The page only ever knows ids; the server takes an id only where the row is within the person's scope.
"""

from typing import Any

from flask import abort, jsonify, request
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Select, or_, select
from wtforms import Field
from wtforms.validators import StopValidation

from app.db import by_id
from app.extensions import appbuilder, db
from app.web.filters import INTEGER_MAX
from app.web.text import search_text, whole_number
from app.web.titled import Whole
from app.web.widgets import RemoteSelect

SUGGESTIONS = 20


class ChoicesMixin(Whole):
    """`GET /<view>/choices?q=`: up to 20 rows in scope, `{"results": [{"id", "text"}], "more": bool}`.

    Needs the permission `can_choices` on the view, or `can_list`. Override `choices_query` for cleverer searching.
    """

    choice_columns: tuple[str, ...] = ("code", "name")
    """Text columns in which the term is looked for; the first one gives the order."""

    @expose("/choices")
    @permission_name("choices")
    def suggestions(self) -> Any:
        """Suggestions for a remote select."""
        if not (self.may("can_choices") or self.may("can_list")):
            abort(403 if current_user.is_authenticated else 401)
        rows = db.session.scalars(self.choices_query(search_text(request.args.get("q"))).limit(SUGGESTIONS + 1)).all()
        results = [{"id": row.id, "text": self.choice_label(row)} for row in rows[:SUGGESTIONS]]
        return jsonify(results=results, more=len(rows) > SUGGESTIONS)

    def choices_query(self, term: str) -> Select[Any]:
        """The rows that match a term, in the order to be shown; retired ones (`active` false) left out."""
        model = self.datamodel.obj
        columns = [getattr(model, name) for name in self.choice_columns if name in self.datamodel.list_columns]
        found = select(model).order_by(*columns[:1], model.id)
        if "active" in self.datamodel.list_columns:
            found = found.where(model.active)
        if term and columns:
            found = found.where(or_(*(column.icontains(term, autoescape=True) for column in columns)))
        return found

    def choice_label(self, row: Any) -> str:
        """How a row reads in the list; plain text."""
        return str(row)


class RemoteSelectField(Field):
    """One row of `model` (value: the row or None). `KesuModelView` of that model serves the suggestions.

    `view` names it (`"CustomerView"`) where a model has several.
    """

    widget = RemoteSelect()

    def __init__(self, label: Any = None, validators: Any = None, *, model: type, view: str = "", **kwargs: Any):
        self.model, self.view, self.typed = model, view, ""
        super().__init__(label, validators, **kwargs)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Besides the id, take what stands in the text box."""
        self.typed = formdata.get(f"{self.name}-text", "").replace("\0", "").strip() if formdata is not None else ""
        super().process(formdata, *(() if data is None else (data,)), extra_filters=extra_filters)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = None
        key = whole_number(valuelist[0], 1, INTEGER_MAX)
        self.data = by_id(self.model, key) if key else None

    def pre_validate(self, form: Any) -> None:
        """Refuse an id out of reach, and a text that was typed but not chosen."""
        if self.data is not None or not self.raw_data or self.process_errors:
            return
        if self.raw_data[0].strip():
            raise StopValidation(_("There is no such entry, or it is not yours to choose."))
        if self.typed:
            raise StopValidation(_("Please choose an entry from the list."))

    def chosen_id(self) -> str:
        """For the hidden box."""
        return "" if self.data is None else str(self.data.id)

    def chosen_label(self) -> str:
        """For the text box: the row, or what was typed in vain."""
        return self.typed if self.data is None else self._served_by().choice_label(self.data)

    def placeholder(self) -> str:
        """Hint in the empty box."""
        return _("Type to search")

    def endpoint(self) -> str:
        """Flask endpoint of the suggestions. Raises LookupError where no view serves the model: a defect."""
        return f"{self._served_by().endpoint}.suggestions"

    def _value(self) -> str:
        return self.chosen_id()

    def _served_by(self) -> Any:
        for view in appbuilder.baseviews:
            serves = isinstance(view, ChoicesMixin) and view.datamodel.obj is self.model
            if serves and self.view in ("", type(view).__name__):
                return view
        raise LookupError(f"no KesuModelView serves choices of {self.model.__name__} {self.view}")
