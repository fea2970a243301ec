"""What happens by itself? Every job: id, trigger, function; the scheduler."""

from datetime import timedelta

from app.complaints.drafts import sweep_drafts
from app.core.i18n import N_
from app.customers.reviews import ask_for_review
from app.customers.tiers.verbs import propose_tiers
from app.customers.visits.planning import note_sent, plan_visits
from app.deadlines.sweep import sweep
from app.exports import run_queued as run_exports
from app.exports import sweep_expired
from app.files import sweep_orphans
from app.followups import expire_links, plan_periodic
from app.imports import run_queued as run_imports
from app.outbox.deliver import deliver_due, sweep_stuck
from app.outbox.receipts import match_early
from app.outbox.unknown import ask_about_unknown
from app.ownrecords.reminders import send_due
from app.penalties import assess_months
from app.presence import forget_gone
from app.replays.verbs import run_queued
from app.rulebook.alarm import warn_of_missing_years
from app.security.throttle import sweep_attempts
from app.surveys import send_due as send_surveys
from app.unheld import tell_of_unheld
from app.worker import Job, at_times, every

JOBS = (
    Job("deadlines", every(seconds=5), sweep, N_("Warn of deadlines, record breaches, remind")),
    Job("stuck-messages", every(minutes=1), sweep_stuck, N_("Take up messages that a worker left behind")),
    Job("unknown-texts", every(minutes=1), ask_about_unknown, N_("Ask what became of text messages")),
    Job("receipts", every(minutes=1), match_early, N_("Match receipts that came before their text message was noted")),
    Job("messages", every(seconds=2), deliver_due, N_("Deliver messages")),
    Job("replays", every(seconds=2), run_queued, N_("Try draft policies on past complaints")),
    Job("imports", every(seconds=2), run_imports, N_("Go on with imports of files")),
    Job("exports", every(seconds=2), run_exports, N_("Write long lists to files"), lease=timedelta(minutes=30)),
    Job("surveys", every(seconds=10), send_surveys, N_("Send satisfaction surveys")),
    Job("survey-links", every(minutes=10), expire_links, N_("Note which customers didn't answer")),
    Job("periodic-follow-ups", at_times(hour=9, minute=45), plan_periodic, N_("Plan periodic follow-ups of customers")),
    Job("visits", at_times(hour=2, minute=40), plan_visits, N_("Plan visits of customers")),
    Job("visit-messages", every(minutes=5), note_sent, N_("Note which visits by message were made")),
    Job("own-reminders", every(minutes=1), send_due, N_("Remind of dates in records of your own forms")),
    Job("missing-holidays", at_times(hour=9, minute=20), warn_of_missing_years, N_("Warn of a year without holidays")),
    Job("penalty-months", at_times(day=1, hour=4), assess_months, N_("Propose what the month costs or earns stations")),
    Job("old-exports", every(minutes=10), sweep_expired, N_("Remove exports whose time is up")),
    Job("presence", every(minutes=30), forget_gone, N_("Forget who had which page open")),
    Job("orphan-files", at_times(hour=3), sweep_orphans, N_("Remove files that no record names")),
    Job("customer-tiers", at_times(hour=2, minute=20), propose_tiers, N_("Propose tiers of customers by the rules")),
    Job(
        "customer-reviews",
        at_times(hour=9, minute=5),
        ask_for_review,
        N_("Ask owners to look through customer files"),
    ),
    Job("unheld", at_times(hour=9, minute=10), tell_of_unheld, N_("Tell of what nobody has")),
    Job("old-drafts", every(minutes=30), sweep_drafts, N_("Forget drafts of complaints that nobody finished")),
    Job("old-logins", at_times(hour=3, minute=10), sweep_attempts, N_("Forget failed logins of long ago")),
)
