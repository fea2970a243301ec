"""What happens by itself? Every job: id, trigger, function; the scheduler."""

from app.core.i18n import N_
from app.deadlines.sweep import sweep
from app.outbox.deliver import deliver_due, sweep_stuck
from app.worker import Job, every

JOBS = (
    Job("deadlines", every(seconds=5), sweep, N_("Warn of deadlines, record breaches, remind")),
    Job("messages", every(seconds=2), deliver_due, N_("Deliver messages")),
    Job("stuck-messages", every(minutes=1), sweep_stuck, N_("Take up messages that a worker left behind")),
)
