"""The company of the reports' tests: two stations below a province, a call centre, and 林岚 who heads quality."""

from tests.rectifications.conftest import company

__all__ = ["company"]
