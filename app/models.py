"""What do we store? Every table, by domain."""

from app.absence.models import Absence, Shift
from app.complaints.models import CannedReply, Complaint, ComplaintDraft, ComplaintLink, Misconduct, Proposal
from app.customers.inquiries.models import Inquiry
from app.customers.models import Address, Contact, Counter, Customer, CustomerMerge, Tier, TrackingEvent, Waybill
from app.customers.tiers.models import TierProposal, TierRule
from app.customers.visits.models import Visit
from app.customfields.models import CustomField
from app.deadlines.models import Deadline, DeadlineEvent
from app.dictionaries.models import DictionaryEntry
from app.events.models import Event
from app.exports.models import ExportRun
from app.files.models import Attachment
from app.followups.models import FollowUp, SurveyLink
from app.imports.models import ImportedRow, ImportFault, ImportMemory, ImportRun
from app.listviews.models import ListSetting, SavedView, SavedViewRole
from app.org.models import Carrier, Company, Department
from app.outbox.models import Attempt, Message, MessageTemplate, Receipt
from app.ownrecords.models import OwnRecord, RecordType
from app.penalties.appeals.models import Appeal
from app.penalties.models import Penalty, PenaltyNotice
from app.presence.models import Presence
from app.rectifications.models import Measure, RectificationReport, ReportVersion, ReturnNote
from app.replays.models import Replay, ReplayRow
from app.rulebook.models import CalendarDay, CalendarEdition, CalendarRow, Category, PackVersion
from app.search.models import SearchEntry
from app.security.models import LoginAttempt, Person, RoleOffer, RoleReach
from app.surveys.models import (
    QuestionSet,
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
    SurveyRound,
    SurveyTask,
)
from app.worker.models import Heartbeat, Occurrence

TABLES = {
    "org": [Company, Department, Carrier],
    "security": [Person, RoleReach, RoleOffer, LoginAttempt],
    "absence": [Absence, Shift],
    "events": [Event],
    "customfields": [CustomField],
    "listviews": [SavedView, SavedViewRole, ListSetting],
    "files": [Attachment],
    "presence": [Presence],
    "search": [SearchEntry],
    "dictionaries": [DictionaryEntry],
    "outbox": [MessageTemplate, Message, Attempt, Receipt],
    "rulebook": [PackVersion, Category, CalendarRow, CalendarDay, CalendarEdition],
    "deadlines": [Deadline, DeadlineEvent],
    "customers": [Tier, Customer, Contact, Address, CustomerMerge, Waybill, TrackingEvent, Inquiry, Visit, Counter],
    "tiers": [TierRule, TierProposal],
    "complaints": [Complaint, Proposal, ComplaintLink, Misconduct, ComplaintDraft, CannedReply],
    "followups": [FollowUp, SurveyLink],
    "surveys": [QuestionSet, SurveyQuestion, SurveyRound, SurveyInvitation, SurveyAnswer, SurveyTask],
    "rectifications": [RectificationReport, Measure, ReportVersion, ReturnNote],
    "penalties": [Penalty, PenaltyNotice, Appeal],
    "ownrecords": [RecordType, OwnRecord],
    "replays": [Replay, ReplayRow],
    "imports": [ImportRun, ImportFault, ImportedRow, ImportMemory],
    "exports": [ExportRun],
    "worker": [Occurrence, Heartbeat],
}
