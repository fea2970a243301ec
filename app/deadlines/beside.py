"""Two packs on one thing: an overlay's clock beside the company's. Both run; the earlier one binds."""

from sqlalchemy import select

from app.core.clock import local
from app.core.i18n import N_, Text
from app.deadlines.models import Deadline
from app.deadlines.reckoning import pack_and_clock
from app.extensions import db

_OTHER_BINDS = N_("Beside it: “%(clock)s”, due %(at)s (%(cite)s). That one binds, being the earlier")
_THIS_BINDS = N_("Beside it: “%(clock)s”, due %(at)s (%(cite)s). This one binds, being the earlier")


def beside(deadline: Deadline) -> list[Text]:
    """The clocks of other packs that speak of the same thing, each with its clause, and which of the two binds."""
    lines = []
    for other in others(deadline):
        pack, clock = pack_and_clock(other)
        params = {"clock": clock.label.text(), "cite": pack.cite(other.clause)}
        at = f"{local(other.due_at):%Y-%m-%d %H:%M}"
        lines.append(Text(_THIS_BINDS if binds(deadline, other) else _OTHER_BINDS, params | {"at": at}))
    return lines


def standing_beside(deadline: Deadline) -> bool | None:
    """Whether it binds, being the earliest of those that speak of the same; None where nothing runs beside it."""
    found = [binds(deadline, other) for other in others(deadline)]
    return all(found) if found else None


def others(deadline: Deadline) -> list[Deadline]:
    """The latest deadline of each such clock; none that was cancelled."""
    same = (Deadline.owner_kind == deadline.owner_kind, Deadline.owner_id == deadline.owner_id)
    foreign = (Deadline.pack_version_id != deadline.pack_version_id, Deadline.state != "cancelled")
    rows = db.session.scalars(select(Deadline).where(*same, *foreign).order_by(Deadline.id))
    return list({row.clock: row for row in rows if _speak_of_the_same(deadline, row)}.values())


def binds(deadline: Deadline, other: Deadline) -> bool:
    """Whether this one is the earlier; of two at the same instant the company's own."""
    if deadline.due_at == other.due_at:
        return not pack_and_clock(deadline)[1].beside
    return deadline.due_at < other.due_at


def _speak_of_the_same(one: Deadline, other: Deadline) -> bool:
    return one.clock in pack_and_clock(other)[1].beside or other.clock in pack_and_clock(one)[1].beside
