"""The company that these tests are about."""

from tests.complaints.conftest import company

__all__ = ["company"]
