"""What contacts wish of us, found by the number or the address that a message goes to."""

from sqlalchemy import or_, select

from app.customers.models import Contact
from app.db.sealed import blind, normal_phone
from app.extensions import db
from app.outbox.wishes import Wishes, register_wishes


def of_contacts(email: str | None, phone: str | None) -> Wishes | None:
    """Of all contacts who are reached there. One who wants no contact is enough: nobody knows who picks up."""
    reached = [Contact.email == email] if email else []
    reached += [Contact.phone_index == blind(normal_phone(phone))] if phone else []
    if not reached:
        return None
    wished = (Contact.do_not_contact, Contact.quiet_from, Contact.quiet_until, Contact.channel)
    rows = db.session.execute(select(*wished).where(or_(*reached)).order_by(Contact.id)).all()
    if not rows:
        return None
    quiet = ((row.quiet_from, row.quiet_until) for row in rows if row.quiet_from and row.quiet_until)
    channel = (row.channel for row in rows if row.channel)
    return Wishes(any(row.do_not_contact for row in rows), next(quiet, None), next(channel, None))


register_wishes(of_contacts)
