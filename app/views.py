"""What can people see? Every screen, in menu order."""

from flask_appbuilder import AppBuilder
from flask_babel import lazy_gettext as _l

from app.admin.views import (
    AbsenceApi,
    AbsenceView,
    ActingView,
    CarrierView,
    CompanyView,
    CustomFieldView,
    DepartmentView,
    EventView,
    OwnPasswordView,
    PersonView,
    RoleView,
    RosterView,
    SavedViewView,
    SeeAsView,
)
from app.approvals.views import ApprovalsView
from app.complaints.api import ComplaintApi
from app.complaints.move_view import MoveComplaintsView
from app.complaints.reply_view import CannedReplyView
from app.complaints.views import ComplaintView
from app.customers.api import AddressApi, ContactApi, CustomerApi, TrackingApi, WaybillApi
from app.customers.inquiries.api import InquiryApi
from app.customers.inquiries.views import InquiryView
from app.customers.tiers.views import TierProposalView, TierRuleView
from app.customers.views import AddressView, ContactView, CustomerView, TierView, WaybillView
from app.customers.visits.api import VisitApi
from app.customers.visits.calendar_view import VisitCalendarView
from app.customers.visits.views import VisitView
from app.deadlines.api import DeadlineApi
from app.deadlines.import_view import NoticeImportView
from app.deadlines.views import DeadlineView
from app.dictionaries.api import DictionaryEntryApi
from app.dictionaries.views import DictionaryEntryView
from app.exports.views import ExportRunView
from app.files.views import AttachmentView
from app.followups.api import FollowUpApi
from app.followups.views import FollowUpView
from app.imports.views import ImportRunView
from app.outbox.receipt_api import ReceiptApi
from app.outbox.views import MessageTemplateView, MessageView
from app.ownrecords.api import OwnRecordApi
from app.ownrecords.menu import entries as own_forms
from app.ownrecords.type_views import RecordTypeView
from app.ownrecords.views import OwnRecordView
from app.penalties.api import PenaltyApi
from app.penalties.appeals.api import AppealApi
from app.penalties.appeals.views import AppealView
from app.penalties.views import PayrollView, PenaltyRulesView, PenaltyView
from app.portal.questions import QuestionsView
from app.portal.views import SurveyView
from app.presence.views import PresenceView
from app.rectifications.api import RectificationApi
from app.rectifications.views import RectificationMeasureView, RectificationView
from app.replays.views import ReplayRowView, ReplayView
from app.rulebook.calendar_view import CalendarView
from app.rulebook.editor.views import PackDraftView
from app.rulebook.views import CalendarDayView, CategoryView, PackVersionView
from app.search.views import SearchView
from app.surveys.api import (
    QuestionSetApi,
    SurveyInvitationApi,
    SurveyQuestionApi,
    SurveyRoundApi,
    SurveyTaskApi,
)
from app.surveys.set_views import QuestionSetView, SurveyQuestionView
from app.surveys.views import SurveyInvitationView, SurveyRoundView, SurveyTaskView
from app.unheld.views import UnheldView
from app.web import Screen, Section, register_menu

MENU = [
    Section(
        _l("Complaint handling"),
        "fa-bullhorn",
        [
            Screen(ComplaintView, icon="fa-bullhorn"),
            Screen(ApprovalsView, icon="fa-stamp"),
            Screen(UnheldView, icon="fa-user-slash"),
            Screen(DeadlineView, icon="fa-hourglass-half"),
            Screen(RectificationView, icon="fa-clipboard-check"),
            Screen(RectificationMeasureView, icon="fa-list-check"),
            Screen(FollowUpView, icon="fa-phone"),
        ],
        hidden=[PresenceView, ComplaintApi, DeadlineApi, AttachmentView, FollowUpApi, RectificationApi, SurveyView],
    ),
    Section(
        _l("Penalties"),
        "fa-scale-balanced",
        [
            Screen(PenaltyView, icon="fa-scale-balanced"),
            Screen(AppealView, icon="fa-scale-unbalanced"),
            Screen(PayrollView, icon="fa-money-check"),
        ],
        hidden=[PenaltyApi, AppealApi],
    ),
    Section(
        _l("Customer relations"),
        "fa-users",
        [
            Screen(CustomerView, icon="fa-address-book"),
            Screen(ContactView, icon="fa-user"),
            Screen(InquiryView, icon="fa-circle-question"),
            Screen(VisitView, icon="fa-handshake"),
            Screen(VisitCalendarView, icon="fa-calendar-days"),
            Screen(WaybillView, icon="fa-truck"),
            Screen(SurveyTaskView, icon="fa-face-frown"),
            Screen(SurveyRoundView, icon="fa-square-poll-vertical"),
            Screen(QuestionSetView, icon="fa-clipboard-question"),
            Screen(TierView, icon="fa-star"),
            Screen(TierRuleView, icon="fa-list-check"),
            Screen(TierProposalView, icon="fa-arrow-up-right-dots"),
        ],
        hidden=[
            AddressView,
            CustomerApi,
            ContactApi,
            AddressApi,
            InquiryApi,
            VisitApi,
            WaybillApi,
            TrackingApi,
            SurveyQuestionView,
            SurveyInvitationView,
            QuestionsView,
            QuestionSetApi,
            SurveyQuestionApi,
            SurveyRoundApi,
            SurveyInvitationApi,
            SurveyTaskApi,
        ],
    ),
    Section(_l("Forms of your own"), "fa-rectangle-list", [], hidden=[OwnRecordView, OwnRecordApi], also=own_forms),
    Section(
        _l("Policy"),
        "fa-book",
        [
            Screen(PackVersionView, icon="fa-book"),
            Screen(MoveComplaintsView, icon="fa-right-left"),
            Screen(PenaltyRulesView, icon="fa-gavel"),
            Screen(ReplayView, icon="fa-flask"),
            Screen(CategoryView, icon="fa-sitemap"),
            Screen(CalendarView, icon="fa-calendar"),
            Screen(CalendarDayView, icon="fa-calendar-plus"),
        ],
        hidden=[PackDraftView, NoticeImportView, ReplayRowView],
        folded=True,
    ),
    Section(
        _l("Correspondence"),
        "fa-envelope",
        [
            Screen(MessageView, icon="fa-envelope"),
            Screen(MessageTemplateView, icon="fa-file-lines"),
            Screen(CannedReplyView, icon="fa-comment-dots"),
        ],
        hidden=[ReceiptApi],
        folded=True,
    ),
    Section(
        _l("System administration"),
        "fa-gears",
        [
            Screen(CompanyView, icon="fa-palette"),
            Screen(DepartmentView, icon="fa-sitemap"),
            Screen(AbsenceView, icon="fa-plane-departure"),
            Screen(RosterView, icon="fa-calendar-days"),
            Screen(PersonView, icon="fa-user"),
            Screen(RoleView, icon="fa-key"),
            Screen(CarrierView, icon="fa-truck"),
            Screen(DictionaryEntryView, icon="fa-book-open"),
            Screen(CustomFieldView, icon="fa-square-plus"),
            Screen(ImportRunView, icon="fa-file-import"),
            Screen(RecordTypeView, icon="fa-rectangle-list"),
            Screen(EventView, icon="fa-clock-rotate-left"),
        ],
        hidden=[
            AbsenceApi,
            ActingView,
            DictionaryEntryApi,
            OwnPasswordView,
            SavedViewView,
            SeeAsView,
            SearchView,
            ExportRunView,
        ],
        folded=True,
    ),
]


def register(appbuilder: AppBuilder) -> None:
    """Add every screen to the app; called once by `create_app`."""
    register_menu(appbuilder, MENU)
