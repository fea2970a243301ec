"""The small forms of drafts: which pack to copy, the text as a whole."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from sqlalchemy import select
from wtforms import HiddenField

from app.core.errors import Invalid, Refused
from app.core.i18n import N_
from app.db import by_id
from app.extensions import db
from app.policy.load import template_titles
from app.policy.source import LONGEST
from app.rulebook import drafts
from app.rulebook.models import PackVersion
from app.web import KesuForm
from app.web.fields import ChoiceField, DateTimeLocalField, Filled, TextBox, TextField
from app.web.show import said
from app.web.widgets import FilesBox


def sources() -> dict[str, str]:
    """What can be copied: every version, the newest first, and the packs that come with the product."""
    rows = db.session.scalars(select(PackVersion).order_by(PackVersion.id.desc()))
    found = {f"version:{row.id}": f"{row} · {said(row.standing)}" for row in rows}
    return found | {
        f"shipped:{name}": _("Comes with the product: %(name)s", name=said(title))
        for name, title in template_titles().items()
    }


class NewDraftForm(KesuForm):
    """Which pack, and the number of the new version."""

    source = ChoiceField(_l("Copy"), [Filled()], labels=sources)
    version = TextField(
        _l("Version of the new text"),
        [Filled()],
        longest=40,
        description=_l("Each published version has a number of its own, such as 1.1 or 2027."),
    )

    def make(self, *, actor: Any | None, now: datetime) -> PackVersion:
        """The draft."""
        kind, _colon, name = self.source.data.partition(":")
        if kind == "shipped":
            return drafts.copy_shipped(name, self.version.data, actor=actor, now=now)
        row = by_id(PackVersion, int(name))
        assert row is not None, "the field offers what is there"
        return drafts.copy_version(row, self.version.data, actor=actor, now=now)


class PublishForm(KesuForm):
    """From when on."""

    effective_from = DateTimeLocalField(_l("In force from"), description=_l("Empty: at once."))


class TextForm(KesuForm):
    """The text in a box, or as a file."""

    text = TextBox(_l("Text (YAML)"), longest=LONGEST)
    file = FileField(
        _l("Or a file with the text"),
        widget=FilesBox(),
        description=_l("UTF-8; it takes the place of what stands above."),
    )
    seen = HiddenField()

    def keep(self, row: PackVersion, *, actor: Any | None, now: datetime) -> None:
        """Save it. Raises Refused where somebody else changed the draft meanwhile, Invalid at `text` or `file`."""
        seen, self.seen.data = self.seen.data, drafts.fingerprint(row.text)
        if seen != self.seen.data:
            raise Refused(
                N_("Somebody else changed this draft meanwhile. Your text is kept here; saving again replaces theirs.")
            )
        drafts.save_text(row, self._uploaded() or (self.text.data or "").strip() + "\n", actor=actor, now=now)

    def _uploaded(self) -> str | None:
        upload = self.file.data
        if not getattr(upload, "filename", ""):
            return None
        content = upload.read(4 * LONGEST + 1)
        try:
            return content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise Invalid.field("file", N_("the file is not UTF-8")) from error
