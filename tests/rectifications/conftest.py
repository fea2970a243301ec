"""The company of the complaints' tests, with a quality centre."""

import pytest
from flask import Flask

from tests.complaints.company import Company
from tests.kept import kept
from tests.rectifications.reports import company_with_quality


@pytest.fixture
def company(app: Flask) -> Company:
    """Two stations below a province, a call centre, and 林岚 who heads quality; on both databases."""
    return kept(company_with_quality)
