"""Follow-ups on the customer's page: the latest, and satisfaction over time, that of visits included, as a chart."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.customers.merging import register_pointer
from app.customers.models import Customer
from app.customers.page import MOST, ROWS, Part, register_correspondence, register_history, register_part
from app.customers.visits.models import Visit
from app.extensions import db
from app.followups.models import FollowUp
from app.followups.page import TONES, reasons_in_words
from app.followups.words import MEANS, REASONS, STATES
from app.security import may
from app.web.case import Entry
from app.web.charts import Dot, line_chart
from app.web.show import day

LOW, HIGH = 1, 5
_MOST_DOTS = 60


def part(customer: Customer) -> Part | None:
    """For those who may see follow-ups; None where nobody was ever asked and no visit has a score."""
    if not may("can_list", "FollowUpView"):
        return None
    theirs = select(FollowUp).where(FollowUp.customer_id == customer.id)
    rows = db.session.scalars(theirs.order_by(FollowUp.due_at.desc(), FollowUp.id.desc()).limit(ROWS)).all()
    scored = _scored(customer)
    if not rows and not scored:
        return None
    context: dict[str, Any] = {
        "followups": rows,
        "words": {"reason": REASONS, "state": STATES, "means": MEANS},
        "tones": TONES,
        "in_words": reasons_in_words,
        "chart": _chart(scored),
    }
    average = sum(score for _at, score in scored) / len(scored) if scored else None
    figures = ((_("Average satisfaction"), f"{average:.1f} / {HIGH}"),) if average is not None else ()
    return Part("followups/of_customer.html", context, figures)


def history(customer: Customer) -> Iterator[Entry]:
    """What they answered."""
    if not may("can_list", "FollowUpView"):
        return
    answered = (FollowUp.customer_id == customer.id, FollowUp.answered_at.is_not(None))
    rows = db.session.scalars(select(FollowUp).where(*answered).order_by(FollowUp.answered_at.desc()).limit(MOST))
    for row in rows:
        told = _("The customer gave %(score)s of 5.", score=row.score) if row.score else _("The customer was asked.")
        assert row.answered_at is not None, "asked for"
        yield Entry(row.answered_at, told, row.note, tuple(filter(None, (reasons_in_words(row),))))


def _scored(customer: Customer) -> Sequence[Any]:
    """(instant, score) of the latest answers to follow-ups and at visits, oldest first."""
    given = (FollowUp.customer_id == customer.id, FollowUp.score.is_not(None), FollowUp.answered_at.is_not(None))
    answered = select(FollowUp.answered_at, FollowUp.score).where(*given).order_by(FollowUp.answered_at.desc())
    told = (Visit.customer_id == customer.id, Visit.satisfaction.is_not(None), Visit.done_at.is_not(None))
    visited = select(Visit.done_at, Visit.satisfaction).where(*told).order_by(Visit.done_at.desc())
    found = [tuple(row) for each in (answered, visited) for row in db.session.execute(each.limit(_MOST_DOTS))]
    return sorted(found)[-_MOST_DOTS:]


def _chart(scored: Sequence[Any]) -> Any:
    dots = [Dot(at, score, _("%(day)s: %(score)s of 5", day=day(at), score=score)) for at, score in scored]
    if not dots:
        return ""
    average = sum(dot.value for dot in dots) / len(dots)
    summary = _(
        "%(count)s answers from %(first)s to %(last)s, %(average)s on average, the latest %(latest)s.",
        count=len(dots),
        first=day(dots[0].at),
        last=day(dots[-1].at),
        average=f"{average:.1f}",
        latest=dots[-1].value,
    )
    return line_chart(dots, low=LOW, high=HIGH, title=_("Satisfaction over time"), summary=summary)


register_pointer(FollowUp)
register_part(part, place=5)
register_history(history)
register_correspondence("followup", lambda customer_id: select(FollowUp.id).where(FollowUp.customer_id == customer_id))
