"""The company that these tests are about."""

import pytest
from flask import Flask

from tests.complaints.company import Company, found
from tests.kept import kept


@pytest.fixture
def company(app: Flask) -> Company:
    """A call centre, a province with two stations, a customer; on both databases."""
    return kept(found)
