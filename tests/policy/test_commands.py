"""What `policy check` and `policy due` print."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import Invalid, NotFound, UserError
from app.core.i18n import Text
from app.policy.calendars import Day
from app.policy.commands import check_file, due_text, parse_instant
from app.policy.load import PACKS
from tests.policy.build import SMALL, at


def test_a_faultless_file(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    assert check_file(file) == (f"{file}: no faults", 0)
    assert check_file(str(PACKS / "xinbang.yaml"))[1] == 0


def test_each_fault_is_a_line(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL.replace("id: small\n", "").replace("origin: external", "origin: outside"), encoding="utf-8")
    text, code = check_file(file)
    assert code == 1
    assert text.splitlines() == [
        f"{file}:1: “id” is missing",
        f"{file}:9: channels.0.origin: “outside” is not possible here; possible are 'external' or 'internal'",
    ]


@pytest.mark.parametrize(("content", "words"), [(b"\xff\xfe", "not UTF-8"), (None, "No such file"), (b"", "empty")])
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None, words: str) -> None:
    file = tmp_path / "pack.yaml"
    if content is not None:
        file.write_bytes(content)
    text, code = check_file(file)
    assert code == 1
    assert words in text


def test_reasons_come_in_the_readers_language(tmp_path: Path) -> None:
    file = tmp_path / "pack.yaml"
    file.write_text("", encoding="utf-8")
    assert check_file(file, lambda text: f"<{text.msgid}>")[0] == f"{file}:1: <the file is empty>"


@pytest.mark.parametrize(
    ("clock", "start", "facts", "first"),
    [
        ("resolve", "2026-09-30T17:30", {"severity": "major"}, "2026-10-15T18:00:00+08:00"),
        ("resolve", "2026-09-30T17:30", {"severity": "moderate", "kind": "business"}, "2026-10-10T18:00:00+08:00"),
        ("resolve", "2026-09-30T17:30", {"severity": "minor"}, "2026-10-08T18:00:00+08:00"),
        ("resolve", "2026-09-30T17:30", {"kind": "attitude"}, "2026-10-09T18:00:00+08:00"),
        ("resolve", "2026-09-30T09:30Z", {"severity": "minor"}, "2026-10-08T18:00:00+08:00"),
        ("resolve", "2026-09-30T17:30:00+00:00", {"severity": "minor"}, "2026-10-08T18:00:00+08:00"),
        ("forward", "2026-09-30T23:57", {}, "2026-10-01T00:02:00+08:00"),
        ("forward", "2026-09-30", {}, "2026-09-30T00:05:00+08:00"),
        ("internal_attitude", "2026-11-20T10:00", {"origin": "internal"}, "2026-11-21T18:00:00+08:00"),
        ("callback", "2026-11-20T10:00", {}, "2026-11-20T10:00:00+08:00"),
    ],
)
def test_the_first_line_is_the_due_instant(clock: str, start: str, facts: dict[str, Any], first: str) -> None:
    assert due_text("xinbang", clock, start, **facts).splitlines()[0] == first


def test_then_the_segments_the_clause_and_what_to_beware_of() -> None:
    assert due_text("xinbang", "resolve", "2026-12-30T17:30", severity="moderate").splitlines()[1:] == [
        "Received 2026-12-30 17:30; the day of receipt is not counted",
        "2026-12-31: day 1 of 3",
        "2027-01-01: day 2 of 3",
        "2027-01-02: off (weekly day off), not counted",
        "2027-01-03: off (weekly day off), not counted",
        "2027-01-04: day 3 of 3",
        "Due 2027-01-04 18:00",
        "Clause: “物流公司客户投诉管理制度(新邦)” 四(五)1b",
        "Warning: The holidays of 2027 are not in the calendar; those days follow the plain weekly pattern.",
    ]


def test_a_clock_that_would_not_start_says_so() -> None:
    note = "Note: the policy does not start this clock for such a complaint."
    assert due_text("xinbang", "propose", "2026-11-23T10:00", kind="attitude").splitlines()[-1] == note
    assert note not in due_text("xinbang", "propose", "2026-11-23T10:00", kind="business", origin="external")
    assert note not in due_text("xinbang", "propose", "2026-11-23T10:00")


def test_a_pack_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    assert due_text(str(file), "any", "2026-11-23T10:00").startswith("2026-11-23T10:05:00+08:00\n")


def test_days_of_the_callers_own() -> None:
    days = {date(2026, 11, 24): Day((), "stocktaking")}
    text = due_text("xinbang", "resolve", "2026-11-23T10:00", severity="minor", days=days, covered=[2026])
    assert text.startswith("2026-11-25T18:00:00+08:00\n")
    assert "2026-11-24: off (stocktaking), not counted" in text


def test_the_lines_come_in_the_readers_language() -> None:
    def loud(text: Text) -> str:
        return str(text).upper()

    assert "DUE 2026-11-23 10:05" in due_text("xinbang", "forward", "2026-11-23T10:00", show=loud)


@pytest.mark.parametrize(
    ("pack", "clock", "start", "kind", "words"),
    [
        ("nowhere", "resolve", "2026-11-23T10:00", NotFound, "no policy pack “nowhere”"),
        ("xinbang", "dawdle", "2026-11-23T10:00", NotFound, "no “dawdle”"),
        ("xinbang", "resolve", "yesterday", Invalid, "“yesterday” is not a time"),
        ("xinbang", "resolve", "2026-02-29T10:00", Invalid, "is not a time"),
        ("xinbang", "resolve", "2026-11-23T10:00", Invalid, "The clock “Resolve” has no amount for this complaint."),
        ("xinbang", "forward", "9999-12-31T23:58", Invalid, "too far away"),
        ("xinbang", "rectify", "9999-12-31T10:00", Invalid, "too far away"),
        ("xinbang", "forward", "0001-01-01T00:00", Invalid, "too far away"),
    ],
)
def test_what_cannot_be_answered_is_refused(
    pack: str, clock: str, start: str, kind: type[UserError], words: str
) -> None:
    with pytest.raises(kind) as refusal:
        due_text(pack, clock, start)
    assert words in str(refusal.value)


def test_a_pack_with_faults_is_refused_with_them(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL.replace("origin: external", "origin: outside"), encoding="utf-8")
    with pytest.raises(Invalid, match=r"10: channels\.0\.origin"):
        due_text(str(file), "any", "2026-11-23T10:00")


def test_a_time_without_a_zone_is_shanghai_time() -> None:
    assert parse_instant("2026-11-23T10:00") == at("2026-11-23 10:00")
    assert parse_instant("2026-11-23T02:00Z") == at("2026-11-23 10:00")
