"""Who sits at a screen in these tests: an operator who may do everything, and the managers of two stations."""

from typing import Any

from flask import Flask

from app.extensions import appbuilder
from tests.complaints.company import Company
from tests.people import Browser, browser, login, make_person


def every_right() -> list[tuple[str, str]]:
    """All permissions on all screens and resources of the app."""
    views: list[Any] = [view for view in appbuilder.baseviews if view.base_permissions]
    return [(name, view.class_permission_name) for view in views for name in view.base_permissions] + [
        ("can_download", "AttachmentView")
    ]


def operator(app: Flask, company: Company) -> Browser:
    """何静 at the call centre, who sees the whole company."""
    return _at_desk(app, company, "operator", "calls", "all")


def manager(app: Flask, company: Company, station: str) -> Browser:
    """The manager of a station, with every right but only the station's rows."""
    return _at_desk(app, company, f"manager.{station}", station, "tree")


def _at_desk(app: Flask, company: Company, username: str, department: str, reach: str) -> Browser:
    make_person(username, department=company.department(department), reach=reach, permissions=every_right())
    return login(browser(app), username)
