"""Lists too long to wait for, written to a file by a worker; only who asked for one may open it, and it expires."""

from app.exports.asking import ask_for
from app.exports.verbs import run_queued, sweep_expired
from app.web.exporting import register_long_export

__all__ = ["run_queued", "sweep_expired"]

register_long_export(ask_for)
