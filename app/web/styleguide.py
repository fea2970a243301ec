"""`/styleguide`: the parts that every screen is built from, drawn, each with its markup to copy."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.web.access import has_access
from app.web.base_view import KesuView, expose
from app.web.fields import (
    BooleanField,
    ChoiceField,
    DateField,
    FilesField,
    Filled,
    MultiChoice,
    PhoneField,
    TextBox,
    TextField,
)
from app.web.forms import KesuForm

_COLOUR = re.compile(r"^  --([a-z-]+): (?:#|rgb)", re.M)


@dataclass(frozen=True)
class Example:
    """A part: `kesu/styleguide/<name>.html` draws it."""

    name: str
    title: Any
    about: Any = ""

    @property
    def source(self) -> str:
        """The template that draws it, as it is written."""
        template = f"kesu/styleguide/{self.name}.html"
        loader: Any = current_app.jinja_env.loader
        return str(loader.get_source(current_app.jinja_env, template)[0])


EXAMPLES = (
    Example("type", _l("Type"), _l("Figures have one width, so that they stand below each other.")),
    Example("buttons", _l("Buttons"), _l("One main button on a page: the next step.")),
    Example("tags", _l("Marks and countdowns"), _l("A colour never says anything that the word doesn’t.")),
    Example("form", _l("Forms"), _l("What is wrong stands at its field, and at the top with a link to each.")),
    Example("table", _l("Tables"), _l("On a phone each row becomes a card; data-label gives its lines their names.")),
    Example("empty", _l("Nothing to show"), _l("Say what this place is for, and what to do.")),
    Example("cards", _l("Cards")),
    Example("timeline", _l("Timeline")),
    Example("notes", _l("Notes")),
    Example("dialogs", _l("Dialogs"), _l("A button with data-confirm asks in such a dialog without further markup.")),
    Example("keys", _l("Keyboard hints")),
)


class SampleForm(KesuForm):
    """A field of each kind."""

    name = TextField(_l("Name"), [Filled()], longest=40)
    kind = ChoiceField(_l("Kind"), [Filled()], labels={"a": _l("Business complaint"), "b": _l("Attitude complaint")})
    day = DateField(_l("Day"))
    phone = PhoneField(_l("Phone"), empty=None, description=_l("With the area code."))
    urgent = BooleanField(_l("Urgent"))
    choices = MultiChoice(_l("Several of these"), labels={"a": _l("Business complaint"), "b": _l("Attitude complaint")})
    text = TextBox(_l("Story"))
    files = FilesField(_l("Photos, recordings, papers"))


class StyleGuideView(KesuView):
    """For whoever builds screens; no entry in the menu."""

    route_base, default_view = "/styleguide", "show"
    title = _l("Style guide")

    @expose("")
    @has_access
    def show(self) -> Any:
        """All parts on one page."""
        form = SampleForm(formdata=None, meta={"csrf": False})
        form.name.errors = [_("This field is required.")]
        now = clock.now()
        moments = {
            "soon": now + timedelta(minutes=20),
            "late": now - timedelta(hours=2),
            "calm": now + timedelta(days=2),
        }
        return render_template(
            "kesu/styleguide.html", title=self.title, examples=EXAMPLES, colours=colours(), form=form, **moments
        )


def colours() -> list[str]:
    """The colour tokens, in the order of tokens.css."""
    sheet = Path(current_app.static_folder or "") / "tokens.css"
    return list(dict.fromkeys(_COLOUR.findall(sheet.read_text())))
