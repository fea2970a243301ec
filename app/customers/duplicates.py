"""Is there such a customer already? By the same name but for blanks, signs and legal form, by code, by telephone."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from app.core.errors import Invalid
from app.core.i18n import N_, Text
from app.customers.credit_code import normal_code
from app.customers.models import Contact, Customer
from app.customers.seed_forms import LEGAL_FORMS
from app.db.sealed import blind, normal_phone
from app.extensions import db

MOST = 5
KEY_LENGTH = 100
REASONS = {"code": N_("the same credit code"), "name": N_("the same name"), "phone": N_("the same telephone number")}
_SIGNS = re.compile(r"[\W_]+")
_SHORTEST = 2


@dataclass(frozen=True)
class Lookalike:
    """A file that may be of the same customer, and by what: keys of `REASONS`."""

    customer: Customer
    reasons: tuple[str, ...]


def name_key(name: str) -> str:
    """What two ways of writing one name share.

    >>> name_key("Ａcme  Co., Ltd.") == name_key("ACME")
    True
    """
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", name).casefold())
    form = next((form for form in LEGAL_FORMS if plain.endswith(form)), "")
    return (plain.removesuffix(form) if len(plain) - len(form) >= _SHORTEST else plain)[:KEY_LENGTH]


def lookalikes(*, name: str = "", code: str = "", phone: str = "", but: int | None = None) -> list[Lookalike]:
    """At most five files within the reader's reach, those with the surest reason first; merged ones are left out.

    `but` is the file itself.
    """
    found: dict[int, tuple[Customer, list[str]]] = {}
    for reason, condition in _conditions(name, code, phone):
        rows = select(Customer).where(condition, Customer.merged_into_id.is_(None), Customer.id != (but or 0))
        for customer in db.session.scalars(rows.order_by(Customer.id).limit(MOST)):
            found.setdefault(customer.id, (customer, []))[1].append(reason)
    ordered = sorted(found.values(), key=lambda each: -len(each[1]))
    return [Lookalike(customer, tuple(reasons)) for customer, reasons in ordered[:MOST]]


def require_unlike(found: Sequence[Lookalike], nevertheless: bool) -> None:
    """Raises Invalid at `nevertheless`, which names the first, where there are some and nobody has said otherwise."""
    if found and not nevertheless:
        first = found[0]
        told = {
            "customer": f"{first.customer.name} ({first.customer.no})",
            "reason": Text(REASONS[first.reasons[0]]),
        }
        raise Invalid.field(
            "nevertheless",
            Text(N_("There is %(customer)s with %(reason)s. Use that one, or tick here to add it nevertheless."), told),
        )


def _conditions(name: str, code: str, phone: str) -> list[tuple[str, ColumnElement[bool]]]:
    key, code = name_key(name), normal_code(code)
    conditions: list[tuple[str, ColumnElement[bool]]] = []
    if code:
        conditions.append(("code", Customer.credit_code == code))
    if len(key) >= _SHORTEST:
        conditions.append(("name", Customer.name_key == key))
    if phone:
        callers = select(Contact.customer_id).where(Contact.phone_index == blind(normal_phone(phone)))
        conditions.append(("phone", Customer.id.in_(callers)))
    return conditions
