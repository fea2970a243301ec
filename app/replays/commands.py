"""What `python run.py policy replay` prints: nothing is written to the database, the run is made there and then."""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask_babel import gettext as _
from sqlalchemy import select

from app.core.errors import Invalid, NotFound
from app.core.i18n import N_
from app.db import by_id
from app.extensions import db
from app.policy.commands import find_pack
from app.policy.comparison import Tally
from app.policy.pack import Pack
from app.policy.unreckoned import unreckoned
from app.replays import figures, reading
from app.replays.reading import Question
from app.replays.trying import Found, Trial
from app.replays.verbs import read_pack
from app.rulebook import PackVersion, current_edition_id
from app.web.show import day, said, when

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Run:
    """What is asked: a draft, which complaints, and the instant at which open clocks are looked at."""

    draft: Pack
    question: Question
    as_of: datetime


def find_draft(name: str) -> Pack:
    """A version in the database by its number or as `code@version`, a pack that comes with the product, or a file.

    Raises NotFound, Invalid.
    """
    code, at, version = name.partition("@")
    row = None
    if name.isdecimal() and len(name) < 10:
        row = by_id(PackVersion, int(name))
    elif at and not Path(name).exists():
        mine = select(PackVersion).where(PackVersion.code == code, PackVersion.version == version)
        row = db.session.scalars(mine.order_by(PackVersion.id.desc()).limit(1)).one_or_none()
    if row is not None:
        return read_pack(row.text)
    if at or name.isdecimal():
        with suppress(NotFound):
            return find_pack(name)
        raise NotFound(N_("There is no policy pack “%(name)s”."), name=name)
    return find_pack(name)


def question_of(since: datetime | None, until: datetime | None, department: str | None) -> Question:
    """From the options of the command. Raises NotFound, Invalid."""
    first, last = since.date() if since else None, until.date() if until else None
    if first and last and last < first:
        raise Invalid(N_("The last day lies before the first one."))
    found = reading.department_of(department) if department else None
    if department and found is None:
        raise NotFound(N_("There is no department “%(code)s”."), code=department)
    return Question(first, last, found.id if found else None)


def replay_text(run: Run, *, tell: Tell, csv_file: Path | None = None) -> str:
    """The sums in all and by department; `tell(seen, expected)` after each chunk. Raises Invalid for the file."""
    tally, off = Tally(), 0
    with _lines_to(csv_file) as write:
        for found in _found(run, tell):
            tally.add(str(found.past.department_id or ""), found.difference)
            off += not found.recorded
            if found.difference.changed:
                write(found)
    return "\n".join(_lines(run, tally, off))


@contextmanager
def _lines_to(csv_file: Path | None) -> Iterator[Callable[[Found], None]]:
    """Writes a complaint's line at once, so that memory doesn't grow with their number."""
    if csv_file is None:
        yield lambda found: None
        return
    names: dict[int | None, str] = {}
    try:
        with csv_file.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(figures.headings())

            def write(found: Found) -> None:
                key = found.past.department_id
                name = names.setdefault(key, names.get(key) or figures.department_name(key))
                writer.writerow(figures.cells(found.past.course.no, name, figures.row_of(0, found)))

            yield write
    except OSError as error:
        raise Invalid(N_("%(file)s can't be written: %(reason)s"), file=csv_file, reason=error.strerror) from error


def _found(run: Run, tell: Tell) -> Iterator[Found]:
    trial, last, seen = Trial(run.draft, current_edition_id()), 0, 0
    expected = reading.count(run.question)
    while True:
        chunk = reading.pasts(run.question, run.as_of, after=last, asked=run.draft.asked)
        yield from trial.look(chunk)
        db.session.rollback()  # nothing was written; a chunk's rows are let go
        seen += len(chunk)
        tell(seen, max(seen, expected))
        if len(chunk) < reading.CHUNK:
            return
        last = chunk[-1].id


def _lines(run: Run, tally: Tally, off: int) -> Iterator[str]:
    first, last = run.question.since, run.question.until
    days = _("%(since)s to %(until)s", since=day(first), until=day(last)) if first or last else _("all days")
    yield _("%(pack)s, complaints of %(days)s, as of %(at)s", pack=_title(run.draft), days=days, at=when(run.as_of))
    yield figures.sums_in_words(_("In all"), tally.total)
    if tally.total.refused:
        yield _("%(count)s can't be graded by the draft: it doesn't know what was recorded.", count=tally.total.refused)
    if off:
        yield _("%(count)s come out otherwise than recorded under their own pack: facts were amended.", count=off)
    for _key, name, sums in figures.by_department(tally):
        yield "  " + figures.sums_in_words(name, sums)
    yield _("What this trial doesn't reckon:")
    for line in unreckoned(run.draft):
        yield "  " + said(line)


def _title(pack: Pack) -> str:
    return f"{pack.title.zh} {pack.version}"
