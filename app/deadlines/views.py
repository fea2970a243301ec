"""The list of deadlines within one's reach, and why each is due when it is."""

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import func, select

from app.core import clock
from app.core.i18n import Text
from app.deadlines.home import overdue, pressing, soon
from app.deadlines.models import STANDINGS, STATES, TONES, Deadline
from app.deadlines.owners import owner_protocol
from app.deadlines.why import why_of
from app.extensions import appbuilder, db
from app.policy.own import OWN_CLOCKS
from app.rulebook import current_pack_version, pack_of
from app.rulebook.why import Why
from app.rulebook.why_view import WhyMixin
from app.security.scope import owner_model
from app.web import Card, KesuInterface, KesuModelView, Shortcut, register_home_block, register_home_card
from app.web.filters import KesuFilter
from app.web.show import NOTHING, badge, countdown, readable, said

_ON_CARD = 3


class DeadlineInterface(KesuInterface):
    """Loads what a page needs of owners and responsible people together instead of one by one."""

    along = ("responsible_person", "responsible_department")

    def query(self, *args: Any, **kwargs: Any) -> tuple[int, list[Any]]:
        """See KesuInterface."""
        count, rows = super().query(*args, **kwargs)
        for kind in {row.owner_kind for row in rows}:
            model: Any = owner_model(kind)
            ids = [row.owner_id for row in rows if row.owner_kind == kind]
            # The list keeps them alive, and in the session, until the page is drawn.
            options = KesuInterface(model).eager([*owner_protocol(kind).along])
            rows_of_kind = list(db.session.scalars(select(model).where(model.id.in_(ids)).options(*options)))
            owners = {owner.id: owner for owner in rows_of_kind}
            for row in rows:
                if row.owner_kind == kind:
                    row.owner = owners.get(row.owner_id)
        return count, rows


class StillOpen(KesuFilter):
    """What hasn't ended; the list's own filter while nobody searches for a state."""

    name, arg_name = _l("Still open"), "open"

    def apply(self, query: Any, value: Any) -> Any:
        return query.filter(Deadline.ended_at.is_(None))


def clock_labels() -> dict[str, Text]:
    """The clocks of the pack in force, and the product's own, to search for."""
    pack = pack_of(current_pack_version(clock.now()).id)
    own = {code: rule for code, rule in OWN_CLOCKS.items() if code not in {rule.code for rule in pack.clocks}}
    return {rule.code: rule.label.text() for rule in (*pack.clocks, *own.values())}


class DeadlineView(WhyMixin, KesuModelView):
    """Deadlines, the most pressing first. They change by verbs on what they belong to, never here."""

    datamodel, route_base = DeadlineInterface(Deadline), "/deadline"
    title, thing = _l("Deadlines"), _l("Deadline")
    label_columns = {
        "clock": _l("Clock"),
        "owner": _l("Belongs to"),
        "due_at": _l("Due"),
        "left": _l("Time left"),
        "keeper": _l("Responsible"),
        "started_at": _l("Started"),
        "ended_at": _l("Ended"),
        "breached_at": _l("Overdue since"),
    }
    list_columns = ["clock", "owner", "due_at", "left", "state", "keeper"]
    show_columns = [*list_columns, "started_at", "breached_at", "ended_at"]
    add_columns: list[str] = []
    edit_columns: list[str] = []
    search_columns, order_columns, base_order = ["clock", "state", "due_at"], ["due_at"], ("due_at", "asc")
    choices = {"clock": clock_labels, "state": STATES}
    shortcuts: ClassVar[Mapping[str, Shortcut]] = {
        "soon": Shortcut(_l("Due within 8 hours"), soon),
        "overdue": Shortcut(_l("Overdue"), overdue),
    }
    why_columns = ("due_at",)
    show_template = "deadlines/show.html"

    def narrow(self, filters: Any) -> None:
        """What runs, unless a state is searched for."""
        super().narrow(filters)
        if not any(name.endswith("_state") and value for name, value in request.args.items()):
            filters.add_filter("ended_at", StillOpen, "")

    def cell(self, row: Deadline, column: str) -> str | Markup:
        """Columns that are no columns of the table, and the state with its colour."""
        match column:
            case "clock":
                return row.label
            case "owner":
                return owner_link(row)
            case "left":
                return countdown(row.due_at) if row.state == "running" else readable(None)
            case "state":
                return badge(said(STANDINGS[row.standing]), TONES.get(row.standing, "plain"))
            case "keeper":
                return readable(row.responsible_person or row.responsible_department)
            case _:
                return super().cell(row, column)

    def show_context(self, row: Deadline) -> Mapping[str, Any]:
        """Why it is due when it is."""
        return {"why": why_of(row)}

    def whys(self, row: Deadline) -> list[Why]:
        """Its one reason."""
        return [why_of(row)]


def owner_link(row: Deadline) -> str | Markup:
    """What the deadline belongs to, as a link to its page on this site."""
    owner = owner_of(row)
    if owner is None:
        return readable(None)
    url = urlsplit(owner_protocol(row.owner_kind).url(owner)).path
    return Markup('<a href="{}">{}</a>').format(url, owner_name(row))


def owner_name(row: Deadline) -> str:
    """What people call the thing that the deadline belongs to."""
    owner = owner_of(row)
    return owner_protocol(row.owner_kind).title(owner) if owner is not None else NOTHING


def owner_of(row: Deadline) -> Any | None:
    """That thing, within reach; a list has loaded them all together."""
    loaded = getattr(row, "owner", None)
    if loaded is not None:
        return loaded
    model: Any = owner_model(row.owner_kind)
    return db.session.scalars(select(model).where(model.id == row.owner_id)).one_or_none()


def owner_named(kind: str, owner_id: int) -> tuple[str, str]:
    """Title and address of what a deadline belongs to; nothing where it is out of the reader's reach."""
    model: Any = owner_model(kind)
    owner = db.session.scalars(select(model).where(model.id == owner_id)).one_or_none()
    about = owner_protocol(kind)
    return (about.title(owner), urlsplit(about.url(owner)).path) if owner is not None else ("", "")


@register_home_card
def overdue_card() -> Card | None:
    """How many deadlines within the person's reach are overdue, and the oldest of them with their reasons."""
    if not appbuilder.sm.has_access("can_list", "DeadlineView"):
        return None
    count = db.session.scalar(select(func.count(Deadline.id)).where(overdue())) or 0
    oldest = db.session.scalars(select(Deadline).where(overdue()).order_by(Deadline.due_at).limit(_ON_CARD)).all()
    tone, url = "bad" if count else "good", url_for("DeadlineView.list", only="overdue")
    lines = tuple(_line(row) for row in oldest) if appbuilder.sm.has_access("can_show", "DeadlineView") else ()
    return Card(_l("Overdue deadlines"), count, url, "fa-hourglass-end", tone, lines)


def _line(row: Deadline) -> tuple[Any, str]:
    """What is late by how much; it leads to why."""
    text = Markup("{} {} {}").format(owner_name(row), row.label, countdown(row.due_at))
    return text, url_for("DeadlineView.why", pk=row.id)


register_home_block(30, pressing)
