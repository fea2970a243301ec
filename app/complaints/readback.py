"""复述确认: the record in sentences, to be read to the customer before it is stored. Z 受理: they confirm it."""

from typing import Any

from flask_babel import gettext as _

from app.complaints.preview import Preview
from app.complaints.words import LANGUAGES
from app.core.money import Money
from app.customers.models import Waybill
from app.db import by_id
from app.org.models import Department
from app.policy.pack import Pack
from app.rulebook import Category
from app.security.masking import shown_phone
from app.web.show import said, when


def sentences(seen: Preview, pack: Pack) -> list[str]:
    """What will be recorded, in the order in which one says it; what isn't known is left out."""
    complaint = seen.complaint
    assert complaint is not None, "a form that was checked has its category"
    found = [*_who(complaint), *_what(complaint, pack), *_wishes(complaint)]
    return [sentence for sentence in found if sentence]


def _who(complaint: Any) -> list[str]:
    phone, email = shown_phone(complaint), complaint.email
    return [
        _("You are %(name)s.", name=complaint.complainant),
        _("We reach you by telephone at %(phone)s.", phone=phone) if phone else "",
        _("We write to you at %(email)s.", email=email) if email else "",
        _("Our messages to you are in %(language)s.", language=said(LANGUAGES[complaint.language]))
        if complaint.language != "zh"
        else "",
    ]


def _what(complaint: Any, pack: Pack) -> list[str]:
    category = by_id(Category, complaint.category_id)
    waybill = by_id(Waybill, complaint.waybill_id) if complaint.waybill_id else None
    station = _station(complaint)
    behaviours = _(", ").join(said(pack.behaviour(code).label.text()) for code in complaint.behaviours)
    return [
        _("It is about: %(category)s.", category=category.path_label if category else ""),
        _("The waybill is %(no)s.", no=waybill.no) if waybill else "",
        _("You complain of %(station)s.", station=station) if station else "",
        _("It happened on %(at)s.", at=when(complaint.occurred_at)) if complaint.occurred_at else "",
        _("It happened at %(place)s.", place=complaint.place) if complaint.place else "",
        _("You tell us: %(story)s", story=complaint.description),
        _("You observed: %(behaviours)s.", behaviours=behaviours) if behaviours else "",
    ]


def _wishes(complaint: Any) -> list[str]:
    count = complaint.complaint_count
    return [
        _("You put your loss at %(amount)s.", amount=_yuan(complaint.loss)) if complaint.loss is not None else "",
        _("You claim %(amount)s.", amount=_yuan(complaint.claim)) if complaint.claim is not None else "",
        _("This is the %(count)s. time that you complain of it.", count=count) if count > 1 else "",
        _("You expect: %(wish)s", wish=complaint.expected_remedy) if complaint.expected_remedy else "",
        _("It is urgent.") if complaint.urgent else "",
    ]


def _station(complaint: Any) -> str:
    row = by_id(Department, complaint.station_id) if complaint.station_id else None
    return row.name if row else ""


def _yuan(amount: Money) -> str:
    return str(amount)
