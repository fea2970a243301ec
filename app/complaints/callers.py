"""Who is calling: a field that finds customers by telephone, name or waybill while one types."""

from typing import Any

from flask_babel import gettext as _

from app.customers.search import Caller, caller_of
from app.security.masking import shown_phone
from app.web.remote import RemoteSelectField


def caller_label(caller: Caller) -> str:
    """How a caller reads in the list of suggestions; the number masked as for everybody else."""
    parts = [caller.contact.name if caller.contact else "", shown_phone(caller.contact) if caller.contact else ""]
    parts += [caller.waybill.no if caller.waybill else "", f"{caller.customer.name} ({caller.customer.no})"]
    parts += [caller.customer.tier.label if caller.customer.tier else ""]
    return " · ".join(part for part in parts if part)


def caller_hints(caller: Caller) -> dict[str, str]:
    """What the file knows, by the name of the box that may stay empty because of it."""
    contact = caller.contact
    return {
        "complainant": contact.name if contact else caller.customer.name,
        "phone": shown_phone(contact) if contact else "",
        "email": contact.email if contact else "",
        "waybill_id-text": caller.waybill.no if caller.waybill else "",
    }


class CallerField(RemoteSelectField):
    """A customer with the contact or waybill by which they were found; the value is a Caller or None."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any):
        super().__init__(label, validators, model=Caller, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """A key of `Caller`; what was typed without choosing is refused, lest the customer be lost unnoticed."""
        if not valuelist:
            return
        self.data = None
        if valuelist[0].strip():
            self.data = caller_of(valuelist[0].strip())
        elif not self.typed:
            return
        if self.data is None:
            raise ValueError(
                _("Please choose a caller from the list, or leave this empty and fill in name and telephone.")
            )

    def chosen_id(self) -> str:
        """For the hidden box."""
        return "" if self.data is None else self.data.key

    def chosen_label(self) -> str:
        """For the text box."""
        return self.typed if self.data is None else caller_label(self.data)

    def placeholder(self) -> str:
        """Hint in the empty box."""
        return _("Number, last 4, name or waybill")

    def endpoint(self) -> str:
        """Suggestions come from the complaints' own view: whoever registers may look for the caller."""
        return "ComplaintView.callers"
