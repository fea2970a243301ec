"""Every pack that comes with the product can be put into force and read as a document, in both languages."""

import pytest
from flask import Flask
from flask_babel import force_locale, gettext

from app.core.i18n import show
from app.db import unit_of_work
from app.extensions import db
from app.policy.load import PACKS, templates
from app.rulebook import PackVersion, pack_of, publish
from app.rulebook.document import document
from app.rulebook.editor.forms import sources
from tests.rulebook.test_calendars import NOW

NAMES = list(templates())


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_published_and_read(app: Flask, name: str) -> None:
    with unit_of_work():
        version_id = publish((PACKS / f"{name}.yaml").read_text(encoding="utf-8"), actor=None, now=NOW).id
    version = db.session.get_one(PackVersion, version_id)
    pack = pack_of(version_id)
    assert (version.code, version.title) == (name, pack.title.zh)
    for language in ("zh", "en"):
        with force_locale(language):
            lines = [
                show(said, gettext) if not isinstance(said, str) else said
                for chapter in document(pack)
                for entry in chapter.entries
                for said in (entry.title, *entry.lines)
            ]
        assert all(lines)
        assert all("%(" not in line for line in lines)


def test_templates_are_offered_for_copying_by_their_titles(app: Flask) -> None:
    with app.test_request_context():
        labels = [label for code, label in sources().items() if code.startswith("shipped:")]
    assert len(labels) == len(NAMES)
    assert any("配送公司投诉管理制度" in label for label in labels)
