"""What happens by itself: a timetable of jobs, shared by any number of workers through claimed occurrences."""

from app.worker.heartbeat import workers_alive
from app.worker.models import Heartbeat, Occurrence
from app.worker.runner import Runner
from app.worker.timetable import Job, at_times, every

__all__ = ["Heartbeat", "Job", "Occurrence", "Runner", "at_times", "every", "workers_alive"]
