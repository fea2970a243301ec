"""The role editor speaks in words: no permission or screen shows its code, in either language."""

from flask import Flask

from app.admin.bootstrap import wanted_pairs
from app.admin.seed_roles import DEFAULT_ROLES
from app.extensions import appbuilder
from app.web.permissions import action_label, view_label


def test_every_permission_and_every_screen_has_a_label(app: Flask) -> None:
    raw = [pair for pair in wanted_pairs() if action_label(*pair) == pair[0] or view_label(pair[1]) == pair[1]]
    assert sorted(raw) == []


def test_default_roles_name_screens_that_exist(app: Flask) -> None:
    """A screen that a later release brings may be named early, but a misspelt one shouldn't pass for that."""
    screens = {str(view.class_permission_name) for view in appbuilder.baseviews}
    later = {"Inquiry*", "FollowUp*", "Rectification*", "Penalty*", "Settlement*", "Report*"}
    named = {pattern for role in DEFAULT_ROLES for pattern in role.grants} - later
    unmatched = {name for name in named if not any(screen.startswith(name.rstrip("*")) for screen in screens)}
    assert unmatched == set()
