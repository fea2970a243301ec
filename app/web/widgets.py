"""How our fields look in HTML. Plain elements; kesu.js brings the remote select to life."""

from typing import Any, ClassVar

from flask import render_template, url_for
from markupsafe import Markup
from wtforms.widgets import Input


class PickerInput(Input):
    """The browser's own picker; a text box where what was typed is no date, since a picker would swallow it."""

    validation_attrs: ClassVar = ["required", "disabled"]

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        if field.raw_data and field.raw_data[0].strip() and field.data is None:
            kwargs["type"] = "text"
        return super().__call__(field, **kwargs)


class TemplateWidget:
    """A widget of ours in `kesu/widgets/`; the template gets `field` and `attributes`."""

    template = ""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        parts = {"field": field, "attributes": kwargs, **self.parts(field)}
        return Markup(render_template(f"kesu/widgets/{self.template}", **parts))  # noqa: S704  (the template escapes)

    def parts(self, field: Any) -> dict[str, Any]:
        """More for the template."""
        return {}


class FilesBox(TemplateWidget):
    """A box to drop files on or to choose them with, in the page's language; kesu.js writes down what was chosen."""

    template = "files.html"
    input_type = "file"


class Checkboxes(TemplateWidget):
    """A list of checkboxes in one group."""

    template = "checkboxes.html"


class RemoteSelect(TemplateWidget):
    """A hidden id and a text box that suggests; works with the keyboard as an ARIA combobox."""

    template = "remote_select.html"

    def parts(self, field: Any) -> dict[str, Any]:
        """Where the suggestions come from."""
        return {"url": url_for(field.endpoint())}
