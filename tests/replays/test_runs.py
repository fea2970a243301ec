"""A run over past complaints: faithful, resumable, cancellable, and it changes nothing but its own rows."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints.models import Complaint
from app.core.errors import Invalid, NotFound, Refused
from app.db import Model, unit_of_work
from app.deadlines.sweep import sweep
from app.extensions import db
from app.policy.commands import find_pack
from app.policy.load import load
from app.replays import commands, reading, verbs
from app.replays.models import Replay, ReplayRow
from app.replays.reading import Question
from app.replays.trying import Trial
from app.rulebook import PackVersion, current_edition_id
from app.security import Scope, use_scope
from tests.complaints.company import MONDAY, Company
from tests.people import make_person
from tests.replays.lives import END, live


def checksums() -> dict[str, str]:
    """Of every row of every table but a run's own; of events those that aren't about a run."""
    db.session.rollback()
    found = {}
    for table in Model.metadata.sorted_tables:
        rows = [repr(row) for row in db.session.execute(db.text(f'SELECT * FROM "{table.name}"')).all()]
        kept = [row for row in rows if table.name != "event" or "'replay'" not in row]
        found[table.name] = hashlib.sha256("\n".join(sorted(kept)).encode()).hexdigest() + f" {len(kept)}"
    return {name: sum_ for name, sum_ in found.items() if name not in {"replay", "replay_row"}}


def asked(company: Company, text: str, **more: Any) -> int:
    with unit_of_work():
        return verbs.request(text=text, **more, actor=None, now=END).id


def run(replay_id: int, most: int = 100) -> Replay:
    for _number in range(most):
        verbs.run_queued(END)
    return the(replay_id)


def the(replay_id: int) -> Replay:
    db.session.rollback()
    return db.session.get_one(Replay, replay_id)


def rows(replay_id: int) -> list[tuple[Any, ...]]:
    mine = select(ReplayRow).where(ReplayRow.replay_id == replay_id).order_by(ReplayRow.complaint_id)
    return [
        (row.complaint_id, row.severity_was, row.severity_would, row.late_was, row.late_would, str(row.amount_would))
        for row in db.session.scalars(mine)
    ]


@pytest.fixture
def past(company: Company) -> list[int]:
    """Complaints that lived, and the worker that has seen what became of them."""
    lived = live(company)
    sweep(END)
    return lived


def test_under_its_own_pack_each_complaint_comes_out_as_recorded(company: Company, past: list[int]) -> None:
    """The one whose facts were amended on the way too: a clock that ended before has kept the earlier loss."""
    trial = Trial(find_pack("xinbang"), current_edition_id())
    found = list(trial.look(reading.pasts(Question(), END)))
    assert [each.past.id for each in found] == past
    assert [each.past.id for each in found if each.difference.changed] == []
    assert [each.past.id for each in found if not each.recorded] == []


def test_a_run_changes_nothing_sends_nothing_and_is_the_same_each_time(
    company: Company, past: list[int], draft: str
) -> None:
    before = checksums()
    assert before["message"].endswith(tuple("123456789")), "there are messages that could change"
    first, second = asked(company, draft), asked(company, draft)
    one, other = run(first), run(second)
    assert (one.state, one.seen, one.expected) == ("done", len(past), len(past))
    assert one.tally == other.tally
    assert rows(first) == rows(second)
    assert checksums() == before


def test_the_sums_and_the_complaints_say_what_would_differ(company: Company, past: list[int], draft: str) -> None:
    done = run(asked(company, draft))
    total = done.tally["total"]
    assert total["complaints"] == len(past)
    assert total["graded"] == 3, "a loss of ¥1,500: moderate by the pack in force, minor by the draft"
    assert (total["fen_was"], total["fen_would"]) == (15_000, 30_000)
    by_department = {key: sums["complaints"] for key, sums in done.tally["departments"].items()}
    assert sum(by_department.values()) == len(past)
    assert str(company.departments["hongshan"]) in by_department
    changed = {row[0]: row for row in rows(done.id)}
    assert changed[past[1]][1:3] == ("moderate", "minor")
    assert changed[past[8]][5] == "¥100.00"


def test_a_run_that_was_interrupted_goes_on_where_it_was(
    company: Company, past: list[int], draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run(asked(company, draft))
    monkeypatch.setattr(reading, "CHUNK", 2)
    monkeypatch.setattr(verbs, "CHUNKS_A_RUN", 1)
    parts = asked(company, draft)
    verbs.run_queued(END)
    half = the(parts)
    assert (half.state, half.seen, half.lease_until) == ("running", 2, None)
    done = run(parts)
    assert (done.state, done.tally, rows(parts)) == ("done", whole.tally, rows(whole.id))


def test_a_worker_that_died_leaves_its_run_to_another(
    company: Company, past: list[int], draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = asked(company, draft)

    def died(*_args: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(verbs, "_chunk", died)
        with pytest.raises(KeyboardInterrupt):
            verbs.run_queued(END)
    verbs.run_queued(END)
    assert the(number).state == "queued", "the dead worker's lease still holds"
    verbs.run_queued(END + verbs.LEASE)
    assert the(number).state == "done"


def test_what_is_cancelled_stops_and_what_ended_can_not_be(
    company: Company, past: list[int], draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = asked(company, draft)
    with unit_of_work():
        verbs.cancel(the(number), actor=None, now=END)
    assert run(number).state == "cancelled"
    assert rows(number) == []
    with pytest.raises(Refused), unit_of_work():
        verbs.cancel(the(number), actor=None, now=END)


def test_a_run_that_fails_says_so_and_holds_up_no_other(
    company: Company, past: list[int], draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = asked(company, draft), asked(company, draft)

    def breaks(row: Replay, token: int, now: Any) -> bool:
        if row.id == broken:
            raise RuntimeError("a defect")
        return chunk(row, token, now)

    chunk = verbs._chunk
    monkeypatch.setattr(verbs, "_chunk", breaks)
    run(sound, most=3)
    assert (the(broken).state, the(sound).state) == ("failed", "done")


def test_days_and_departments_bound_what_is_looked_at(company: Company, past: list[int], draft: str) -> None:
    day = MONDAY.date()
    assert reading.count(Question()) == reading.count(Question(day, day)) == len(past)
    assert reading.count(Question(since=END.date())) == 0
    hongshan = Question(department_id=company.departments["hongshan"])
    assert [each.id for each in reading.pasts(hongshan, END)] == [past[8]]
    province = Question(department_id=company.departments["hubei"])
    assert reading.count(province) == sum(
        row.department_id is not None for row in db.session.scalars(select(Complaint))
    )
    with pytest.raises(Invalid), unit_of_work():
        verbs.request(text=draft, since=END.date(), until=day, actor=None, now=END)
    with pytest.raises(Invalid) as refused, unit_of_work():
        verbs.request(text="id: [", actor=None, now=END)
    assert "text" in refused.value.fields


def test_what_only_the_draft_asks_for_is_known_to_it(company: Company, past: list[int], draft: str) -> None:
    """The pack in force doesn't ask for the customer's tier; the draft fines only for gold ones, as the customer is."""
    rules = draft.replace("    amount: 100\n", "    amount: 100\n    times: [{factor: 3, clause: brief, when: WHEN}]\n")
    gold = rules.replace("WHEN", "{field: tier, operator: is, value: gold}")
    other = rules.replace("WHEN", "{field: tier, operator: is, value: silver}")
    sums = [run(asked(company, text)).tally["total"]["fen_would"] for text in (gold, other)]
    assert sums == [90_000, 30_000]


def test_whoever_asks_gets_sums_of_what_they_reach(app: Flask, company: Company, past: list[int], draft: str) -> None:
    person = make_person("sun.li", department=company.department("hongshan"), reach="tree")
    with unit_of_work():
        number = verbs.request(text=draft, actor=person, now=END).id
    assert run(number).tally["total"]["complaints"] == 1
    with use_scope(Scope("tree", 0, frozenset())):
        assert db.session.scalars(select(Replay)).all() == []


def test_the_command_prints_sums_and_writes_a_line_for_each_changed_complaint(
    company: Company, past: list[int], draft: str, tmp_path: Path
) -> None:
    before, told = checksums(), []
    asked_for = commands.Run(load(draft), commands.question_of(None, None, None), END)
    file = tmp_path / "out.csv"
    text = commands.replay_text(asked_for, tell=lambda seen, expected: told.append((seen, expected)), csv_file=file)
    assert text.splitlines()[1].startswith(f"合计：投诉 {len(past)} 件，定级不同 3 件")
    assert "武汉洪山网点：投诉 1 件" in text
    assert told[-1] == (len(past), len(past))
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("投诉编号,部门")
    assert len(lines) == 1 + len(rows(run(asked(company, draft)).id))
    assert checksums() == before
    with pytest.raises(Invalid, match="written"):
        commands.replay_text(asked_for, tell=lambda *_: None, csv_file=tmp_path / "none" / "out.csv")


def test_a_draft_is_found_in_the_database_among_the_products_and_in_a_file(
    company: Company, draft: str, tmp_path: Path
) -> None:
    file = tmp_path / "draft.yaml"
    file.write_text(draft, encoding="utf-8")
    version = db.session.scalars(select(PackVersion)).first()
    assert version is not None
    assert commands.find_draft(str(file)).version == "9.9"
    assert commands.find_draft("xinbang").id == "xinbang"
    assert commands.find_draft(str(version.id)).id == version.code
    assert commands.find_draft(f"{version.code}@{version.version}").version == version.version
    for unknown in ("999999", "xinbang@9", "nothing", "no@such@thing", "1" * 40):
        with pytest.raises(NotFound):
            commands.find_draft(unknown)
    file.write_text("id: [", encoding="utf-8")
    with pytest.raises(Invalid):
        commands.find_draft(str(file))
    with pytest.raises(NotFound):
        commands.question_of(None, None, "atlantis")
    with pytest.raises(Invalid):
        commands.question_of(END.replace(tzinfo=None), MONDAY.replace(tzinfo=None), None)
