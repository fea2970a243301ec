"""What only an overlay may say, and what it can't."""

import pytest

from app.policy.load import PACKS, check

REGULATORY = (PACKS / "regulatory.yaml").read_text(encoding="utf-8")
XINBANG = (PACKS / "xinbang.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (REGULATORY + "routing: {windows: one, clause: brief}\n", "an overlay has clocks and what belongs"),
        (REGULATORY.replace("code: regulatory_mediation", "code: mediation"), "begins with “regulatory_”"),
        (REGULATORY.replace("overlay: true\n", ""), "“channels” is missing"),
        (REGULATORY.replace("overlay: true\n", ""), "beside: only the clocks of an overlay run beside others"),
        (
            XINBANG.replace("    stop: [dispatch]\n", "    stop: [dispatch]\n    reset: [register]\n", 1),
            "starts or stops",
        ),
    ],
)
def test_a_fault_is_told(text: str, reason: str) -> None:
    assert reason in "\n".join(map(str, check(text)))
