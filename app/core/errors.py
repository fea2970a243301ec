"""Errors that users read: each has a code for programs, a text for people and, where one is at fault, the field."""

from collections.abc import Mapping
from typing import Any

from app.core.i18n import N_, Text


class UserError(Exception):
    """A refusal that is shown to the user as it is; everything else is a defect.

    `fields` maps a form or JSON field to what is wrong with it.
    """

    code = "error"
    status = 400

    def __init__(self, message: "str | Text", *, fields: "Mapping[str, str | Text] | None" = None, **params: Any):
        self.message = message if isinstance(message, Text) else Text(message, params)
        self.fields = {name: _text(reason) for name, reason in (fields or {}).items()}
        super().__init__(str(self.message))


class BadRequest(UserError):
    """What was sent can't be read at all."""

    code = "bad_request"
    status = 400


class NotAllowed(UserError):
    """The person lacks the permission."""

    code = "not_allowed"
    status = 403


class NotFound(UserError):
    """There is no such row, or none within the person's reach; the two look the same."""

    code = "not_found"
    status = 404


class Refused(UserError):
    """The thing is in a state that doesn't allow the step, or somebody else was faster."""

    code = "refused"
    status = 409


class Invalid(UserError):
    """Readable, but wrong; `fields` says where."""

    code = "invalid"
    status = 422

    @classmethod
    def field(cls, name: str, reason: "str | Text", **params: Any) -> "Invalid":
        """One field is wrong."""
        text = reason if isinstance(reason, Text) else Text(reason, params)
        return cls(N_("Please correct the marked fields."), fields={name: text})


class TooMany(UserError):
    """Tried too often; possible again after a while."""

    code = "too_many"
    status = 429


def _text(value: "str | Text") -> Text:
    return value if isinstance(value, Text) else Text(value)
