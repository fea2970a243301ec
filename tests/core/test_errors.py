"""Refusals that people and programs read."""

import pytest

from app.core.errors import BadRequest, Invalid, NotAllowed, NotFound, Refused, TooMany, UserError
from app.core.i18n import Text


@pytest.mark.parametrize(
    ("kind", "code", "status"),
    [
        (UserError, "error", 400),
        (BadRequest, "bad_request", 400),
        (NotAllowed, "not_allowed", 403),
        (NotFound, "not_found", 404),
        (Refused, "refused", 409),
        (Invalid, "invalid", 422),
        (TooMany, "too_many", 429),
    ],
)
def test_each_kind_has_its_code_and_status(kind: type[UserError], code: str, status: int) -> None:
    assert (kind.code, kind.status) == (code, status)


def test_a_refusal_fills_its_message_in_and_takes_a_finished_one() -> None:
    assert str(Refused("Too late: %(by)s.", by="5 min")) == "Too late: 5 min."
    assert Refused(Text("Too late.")).message == Text("Too late.")
    assert Refused("Too late.").fields == {}


def test_a_field_is_named_with_what_is_wrong_with_it() -> None:
    wrong = Invalid.field("amount", "at most %(most)s", most=5)
    assert (str(wrong), str(wrong.fields["amount"])) == ("Please correct the marked fields.", "at most 5")
    assert Invalid.field("amount", Text("too much")).fields == {"amount": Text("too much")}
    assert Invalid("No.", fields={"amount": "too much"}).fields == {"amount": Text("too much")}
