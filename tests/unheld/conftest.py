"""The company of the reports' tests."""

from tests.rectifications.conftest import company

__all__ = ["company"]
