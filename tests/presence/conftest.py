"""The company of the complaints' tests."""

from tests.complaints.conftest import company

__all__ = ["company"]
