"""Screens of administrators, in menu order."""

from flask_appbuilder.api.manager import OpenApi
from flask_babel import lazy_gettext as _l

from app.admin.event_views import EventView
from app.admin.org_views import CarrierView, DepartmentView
from app.admin.people_views import OwnPasswordView, PersonView
from app.admin.role_views import RoleView
from app.web import Screen, Section, register_user_link

OpenApi.title = _l("Description of the REST interface")  # type: ignore[attr-defined]

ORGANISATION = [
    Screen(DepartmentView, icon="fa-sitemap"),
    Screen(PersonView, icon="fa-user"),
    Screen(RoleView, icon="fa-key"),
    Screen(CarrierView, icon="fa-truck"),
]
AUDIT = [Screen(EventView, icon="fa-clock-rotate-left")]
HIDDEN = [OwnPasswordView, OpenApi]
SECTION = Section(_l("System administration"), "fa-gears", [*ORGANISATION, *AUDIT], HIDDEN)

register_user_link(OwnPasswordView, icon="fa-key")
