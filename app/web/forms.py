"""The base form: messages from our own catalogue, and user errors put where they belong."""

from typing import Any, ClassVar

from flask_appbuilder.forms import DynamicForm
from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField

from app.core.errors import Invalid, UserError
from app.core.i18n import N_
from app.web.show import said

# WTForms' own messages, so that the catalogue has them in the house's words.
WTFORMS_MESSAGES = (
    N_("This field is required."),
    N_("Not a valid choice."),
    N_("Not a valid choice"),
    N_("Invalid input."),
    N_("Invalid Choice: could not coerce."),
    N_("Invalid email address."),
    N_("Invalid URL."),
    N_("Not a valid integer value."),
    N_("Not a valid decimal value."),
    N_("Not a valid float value."),
    N_("Not a valid date value."),
    N_("Not a valid datetime value."),
    N_("Not a valid time value."),
    N_("Number must be at least %(min)s."),
    N_("Number must be at most %(max)s."),
    N_("Number must be between %(min)s and %(max)s."),
    N_("Field must be equal to %(other_name)s."),
    N_("Field must be at least %(min)d characters long."),
    N_("Field cannot be longer than %(max)d characters."),
    N_("Field must be between %(min)d and %(max)d characters long."),
    N_("Invalid value, must be one of: %(values)s."),
    N_("Invalid value, can't be any of: %(values)s."),
    N_("'%(value)s' is not a valid choice for this field."),
    N_("'%(value)s' are not valid choices for this field."),
)


class Catalogue:
    """WTForms' translations, looked up in our catalogue."""

    def gettext(self, text: str) -> str:
        """One message."""
        return gettext(text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Chinese has no plural; English forms are msgids of their own."""
        return gettext(one if number == 1 else many)


class KesuForm(DynamicForm):
    """Base of every form. CSRF token included."""

    class Meta(FlaskForm.Meta):
        """Where messages come from."""

        def get_translations(self, form: Any) -> Catalogue:
            """Ours."""
            return Catalogue()

    conflicts: Any = ()
    """Where somebody else saved something else meanwhile: `web.conflicts.Conflict`s, drawn above the form."""

    last: ClassVar[tuple[str, ...]] = ()
    """Fields of a base class that stand below those of the form itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.last:
            if name in self._fields:
                self._fields[name] = self._fields.pop(name)

    def after_refusal(self, row: Any) -> None:
        """Override where a form knows which version it was drawn from: renew it, and say what changed."""

    def check(self) -> None:
        """Override: what the verb will ask of the facts, beyond what each field asks. Raises Invalid."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Fields and facts together, so that whoever typed them hears of everything that is wrong at once."""
        fine = super().validate(extra_validators)
        try:
            self.check()
        except Invalid as error:
            told = {name: why for name, why in error.fields.items() if name in self and not self[name].errors}
            for name, why in told.items():
                self[name].errors = [said(why)]
            return fine and not told
        return fine

    def put(self, error: UserError) -> None:
        """Show a refusal: each reason at its field, the rest at the top."""
        loose = [said(reason) for name, reason in error.fields.items() if name not in self]
        for name, reason in error.fields.items():
            if name in self:
                self[name].errors = [*self[name].errors, said(reason)]
        self.form_errors = [*self.form_errors, said(error.message), *loose]

    def facts(self, names: "list[str] | None" = None) -> dict[str, Any]:
        """What was entered: {field: value}, the token and other hidden fields left out."""
        fields = (field for field in self if not isinstance(field, HiddenField))
        return {field.name: field.data for field in fields if names is None or field.name in names}
