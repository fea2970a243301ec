"""Who sits at a screen in these tests: an operator who may do everything, and the managers of two stations."""

from typing import Any

from flask import Flask

from app.extensions import appbuilder
from tests.complaints.company import Company
from tests.people import Browser, browser, login, make_person

OURS = ("Complaint", "Customer", "Contact", "Waybill", "Tier", "Attachment")


def every_right(only: tuple[str, ...] = ("",)) -> list[tuple[str, str]]:
    """All permissions on the screens and resources whose name begins like this; on all of them by default."""
    views: list[Any] = [view for view in appbuilder.baseviews if view.base_permissions]
    named = [view for view in views if view.class_permission_name.startswith(only)]
    return [(name, view.class_permission_name) for view in named for name in view.base_permissions] + [
        ("can_download", "AttachmentView")
    ]


def operator(app: Flask, company: Company) -> Browser:
    """At the call centre; sees the whole company."""
    return _at_desk(app, company, "operator", "calls", "all", OURS)


def manager(app: Flask, company: Company, station: str, *, everywhere: bool = False) -> Browser:
    """The manager of a station, with every right (on every screen there is) but only the station's rows."""
    return _at_desk(app, company, f"manager.{station}", station, "tree", ("",) if everywhere else OURS)


def _at_desk(
    app: Flask, company: Company, username: str, department: str, reach: str, views: tuple[str, ...]
) -> Browser:
    rights = every_right(views)
    make_person(username, department=company.department(department), reach=reach, permissions=rights)
    return login(browser(app), username)
