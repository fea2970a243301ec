"""What a form needs besides its own permission: to choose a customer, one must be given customers to choose from."""

from collections.abc import Iterable, Iterator
from typing import Any

from app.extensions import appbuilder
from app.security.rights import Pair
from app.web.base_view import KesuModelView
from app.web.remote import RemoteSelectField


def with_companions(pairs: Iterable[Pair]) -> set[Pair]:
    """The pairs, and `can_choices` on the screens that serve the remote selects of their forms."""
    complete = set(pairs)
    for view in appbuilder.baseviews:
        if isinstance(view, KesuModelView):
            for permission, form in _forms(view):
                if (permission, view.class_permission_name) in complete:
                    complete |= set(_choices_of(form))
    return complete


def _forms(view: KesuModelView) -> Iterator[tuple[str, Any]]:
    yield "can_add", view.add_form
    yield "can_edit", view.edit_form
    yield from ((verb.needs, verb.form) for verb in view.verbs)


def _choices_of(form: Any) -> Iterator[Pair]:
    for name in dir(form):
        field: Any = getattr(form, name, None)
        kind = getattr(field, "field_class", None)
        if isinstance(kind, type) and issubclass(kind, RemoteSelectField):
            # A field without a model, such as the caller's, has suggestions of its own under its form's permission.
            model = field.kwargs.get("model")
            yield from _serving(model, field.kwargs.get("view", "")) if model else ()


def _serving(model: type, name: str) -> Iterator[Pair]:
    for view in appbuilder.baseviews:
        if isinstance(view, KesuModelView) and view.datamodel.obj is model and name in ("", type(view).__name__):
            yield "can_choices", view.class_permission_name or ""
            return
