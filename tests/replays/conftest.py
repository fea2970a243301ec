"""The company that these tests are about, and a draft of its policy that is stricter about money."""

import re

import pytest

from app.policy.load import PACKS
from tests.complaints.conftest import company

__all__ = ["company", "draft"]


@pytest.fixture(scope="session")
def draft() -> str:
    """The pack in force with another version number: moderate only above ¥2,000, a fine of ¥100 instead of ¥50."""
    text = (PACKS / "xinbang.yaml").read_text(encoding="utf-8")
    changed = re.sub(r'version: "[^"]+"', 'version: "9.9"', text, count=1).replace("value: 1000}", "value: 2000}")
    changed = changed.replace("    amount: 50\n", "    amount: 100\n")
    assert changed.count("value: 2000}") == 4
    assert "amount: 100\n" in changed
    return changed
