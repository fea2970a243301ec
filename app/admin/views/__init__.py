"""Screens of administrators."""

import app.admin.elsewhere  # (what others decide, beside the dictionaries)
import app.admin.health  # noqa: F401  (brings it to the first page)
from app.admin.views.absence_api import AbsenceApi
from app.admin.views.absences import AbsenceView, ActingView
from app.admin.views.company import CompanyView
from app.admin.views.custom_fields import CustomFieldView
from app.admin.views.events import EventView
from app.admin.views.organisation import CarrierView, DepartmentView
from app.admin.views.people import OwnPasswordView, PersonView
from app.admin.views.roles import RoleView
from app.admin.views.roster import RosterView
from app.admin.views.saved_views import SavedViewView
from app.admin.views.seeing import SeeAsView
from app.web import register_user_link

__all__ = [
    "AbsenceApi",
    "AbsenceView",
    "ActingView",
    "CarrierView",
    "CompanyView",
    "CustomFieldView",
    "DepartmentView",
    "EventView",
    "OwnPasswordView",
    "PersonView",
    "RoleView",
    "RosterView",
    "SavedViewView",
    "SeeAsView",
]

register_user_link(ActingView, icon="fa-people-arrows")
register_user_link(SavedViewView, icon="fa-bookmark")
register_user_link(OwnPasswordView, icon="fa-key")
