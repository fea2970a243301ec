"""The company whose customers are asked in these tests."""

from tests.complaints.conftest import company

__all__ = ["company"]
