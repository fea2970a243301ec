"""From a model's columns to a form: our fields, with the column's length, kind and nullability."""

from collections.abc import Mapping
from typing import Any

from flask_appbuilder.forms import GeneralModelConverter
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.fields.core import UnboundField

from app.web.fields import (
    BooleanField,
    ChoiceField,
    CodeField,
    DateField,
    DateTimeLocalField,
    Filled,
    IntegerField,
    MoneyField,
    PhoneField,
    TextBox,
    TextField,
)
from app.web.forms import KesuForm
from app.web.remote import RemoteSelectField

NAMED = {"code": CodeField, "phone": PhoneField}
"""Columns whose name says what they hold."""


def again(field: UnboundField) -> UnboundField:
    """The same field, standing where it is named: a form's fields come in the order in which they were made."""
    return UnboundField(field.field_class, *field.args, name=field.name, **field.kwargs)


class FormBuilder(GeneralModelConverter):
    """`FormBuilder(datamodel, choices).build(columns, labels, …)` gives a form class.

    `choices`: {column: {code: label}}, or a function that gives the labels.
    """

    def __init__(self, datamodel: Any, choices: Mapping[str, Any]) -> None:
        super().__init__(datamodel)
        self.choices = choices

    def build(
        self,
        columns: list[str],
        *,
        labels: Mapping[str, Any],
        descriptions: Mapping[str, Any],
        validators: Mapping[str, list[Any]],
        extra: Mapping[str, Any],
        base: type[KesuForm] = KesuForm,
    ) -> type[KesuForm]:
        """`extra` fields come instead of the generated ones. Raises TypeError for a column of no known kind."""
        fields = {}
        for name in columns:
            common = {"description": descriptions.get(name, "")}
            given = extra.get(name)
            fields[name] = (
                again(given) if given else self.field(name, labels.get(name, name), validators.get(name, ()), common)
            )
        return type("GeneratedForm", (base,), fields)

    def field(self, name: str, label: Any, validators: Any, common: dict[str, Any]) -> Field:
        """One unbound field."""
        model = self.datamodel
        checks = [*([Filled()] if self.required(name) else []), *validators]
        if model.is_relation(name):
            return self.relation(name, label, checks, common)
        common["default"] = model.get_col_default(name)
        if name in self.choices:
            return ChoiceField(label, checks, labels=self.choices[name], **common)
        if model.is_boolean(name):
            return BooleanField(label, list(validators), **common)
        simple = (
            ("is_money", MoneyField),
            ("is_datetime", DateTimeLocalField),
            ("is_date", DateField),
            ("is_integer", IntegerField),
            ("is_text", TextBox),
        )
        for kind, field in simple:
            if getattr(model, kind)(name):
                if kind == "is_money":
                    common["description"] = common["description"] or _l("In yuan.")
                return field(label, checks, **common)
        if model.is_string(name) or name in NAMED:
            return self.text(name, label, checks, common)
        raise TypeError(f"{model.model_name}.{name}: no field for this kind of column; give one in *_form_extra_fields")

    def text(self, name: str, label: Any, checks: list[Any], common: dict[str, Any]) -> Field:
        """One line, as long as the column takes."""
        longest = self.datamodel.get_max_length(name)
        common["empty"] = None if self.datamodel.is_nullable(name) else ""
        if longest > 0:
            common["longest"] = longest
        return NAMED.get(name, TextField)(label, checks, **common)

    def relation(self, name: str, label: Any, checks: list[Any], common: dict[str, Any]) -> Field:
        """A remote select for the one side of a relation."""
        if not self.datamodel.is_relation_many_to_one(name):
            raise TypeError(f"{self.datamodel.model_name}.{name}: a relation to many needs a field of its own")
        return RemoteSelectField(label, checks, model=self.datamodel.get_related_model(name), **common)

    def required(self, name: str) -> bool:
        """Whether the column must be filled in: not null, and an empty box would not just mean the empty text."""
        model = self.datamodel
        if model.is_relation(name):
            return not model.is_nullable(name)
        column = model.list_columns.get(name)
        if column is None or column.nullable:
            return False
        plain_text = (model.is_string(name) or model.is_text(name)) and name not in self.choices
        return not plain_text or (column.default is None and column.server_default is None)
