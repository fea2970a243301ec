"""Photos, recordings and papers of a complaint."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from werkzeug.datastructures import FileStorage

from app.complaints.models import Complaint
from app.complaints.step import taking, verb
from app.core.i18n import N_
from app.customers.checks import Checks
from app.files import store


@verb
def attach(complaint: Complaint, *, files: Sequence[FileStorage], actor: Any | None, now: datetime) -> None:
    """Add photos, recordings, papers. Raises Invalid at `files` for a kind or size that isn't taken."""
    given = [file for file in files if file.filename]
    checks = Checks()
    if not given:
        checks.refuse("files", N_("Please choose a file."))
    checks.done()
    with taking(complaint, "attach", actor=actor, now=now) as facts:
        facts["files"] = [store(file, complaint, actor, now, field="files").name for file in given]
