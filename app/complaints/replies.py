"""常用语: texts that are written again and again, with placeholders that the case fills in."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import get_locale
from sqlalchemy import or_, select

from app.complaints import notices, templates
from app.complaints.models import CannedReply, Complaint
from app.core.errors import Invalid, NotAllowed
from app.core.i18n import N_
from app.extensions import db
from app.outbox import own_fields
from app.outbox.rendering import TemplateFault, check, readable, render
from app.security import scope_for

BODY_LIMIT = 4_000
_OFFERED = 20
_KIND = Complaint.__tablename__
_PLACES = ("no", "title", "category", "severity", "received", "complainant", "handler", "department")


def sample() -> dict[str, Any]:
    """Placeholder → a believable value."""
    own = own_fields.sample_of(_KIND, str(get_locale()))
    return own | {name: templates.SAMPLE[name] for name in _PLACES} | {"me": templates.SAMPLE["by"]}


def check_reply(row: CannedReply, actor: Any | None) -> None:
    """Before it is kept. Raises Invalid at `body`; NotAllowed for a text of other teams."""
    try:
        check(row.body, sample(), BODY_LIMIT)
    except TemplateFault as fault:
        raise Invalid.field("body", fault.text) from fault
    check_team(row.department_id, actor)


def check_team(department_id: int | None, actor: Any | None) -> None:
    """Whoever reaches the whole company writes for everybody, a team's manager for the team. Raises NotAllowed."""
    scope = scope_for(actor) if actor is not None else None
    if scope is not None and not scope.unlimited and department_id not in scope.departments:
        raise NotAllowed(N_("You can write replies for your own department and those below it."))


def replies_for(complaint: Complaint, typed: str, actor: Any) -> Sequence[tuple[str, str]]:
    """(title, text filled in) of what the person's team may use, by title or text."""
    above = [int(part) for part in actor.department.path.split("/") if part] if actor.department else []
    mine = or_(CannedReply.department_id.is_(None), CannedReply.department_id.in_(above))
    like = f"%{typed}%"
    wanted = select(CannedReply).where(
        CannedReply.active.is_(True),
        mine,
        or_(CannedReply.title.ilike(like, escape="\\"), CannedReply.body.ilike(like, escape="\\")),
    )
    rows = db.session.scalars(wanted.order_by(CannedReply.title, CannedReply.id).limit(_OFFERED))
    return [(row.title, _filled(row, complaint, actor)) for row in rows]


def _filled(row: CannedReply, complaint: Complaint, actor: Any) -> str:
    context: Mapping[str, Any] = notices.context_of(complaint)
    values = {name: context[name] for name in _PLACES} | {"me": actor.full_name}
    own = own_fields.values_of(complaint, _KIND, complaint.language) if own_fields.named_in(row.body) else {}
    try:
        return render(row.body, own | readable(values, complaint.language))
    except TemplateFault:
        return row.body
