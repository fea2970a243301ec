"""The audit trail has words for whatever is recorded."""

import re

from flask import Flask

from app.admin.views import events
from tests.house import ROOT

RECORDED = re.compile(r"record\(\s*[\w.]+,\s*\"(\w+)\"")


def test_each_verb_that_is_recorded_has_words(app: Flask) -> None:
    recorded = {name for path in (ROOT / "app").rglob("*.py") for name in RECORDED.findall(path.read_text("utf-8"))}
    known = {verb.name for view in events._views() for verb in view.verbs} | set(events.VERBS)
    assert len(recorded) > 50
    assert recorded - known == set()
