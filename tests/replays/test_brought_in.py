"""What a trial knows beside grades and clocks: overlays, misconduct, facts as they were; and what it leaves out."""

from datetime import timedelta

from sqlalchemy import select

from app.complaints import workflow
from app.complaints.linking import link
from app.db import unit_of_work
from app.deadlines.sweep import sweep
from app.extensions import db
from app.policy.comparison import Difference
from app.policy.load import PACKS, load
from app.replays import reading
from app.replays.commands import Run, replay_text
from app.replays.reading import Question
from app.replays.sides import lines_of
from app.replays.trying import Found, Trial
from app.rulebook import PackVersion, current_edition_id, seed_overlays
from app.rulebook.verbs import switch_on
from tests.complaints.company import MONDAY, Company
from tests.penalties.cases import dispatched, the
from tests.penalties.test_lateness import KUAIYUN, reply, under
from tests.replays.lives import END

MINUTE = timedelta(minutes=1)


def tried(text: str) -> list[Found]:
    sweep(END)
    draft = load(text)
    return list(Trial(draft, current_edition_id()).look(reading.pasts(Question(), END, asked=draft.asked)))


def own() -> str:
    return (PACKS / "xinbang.yaml").read_text(encoding="utf-8")


def clocks(difference: Difference) -> tuple[set[str], set[str]]:
    was, would = ({clocked.clock.code for clocked in side.clocks} for side in (difference.was, difference.would))
    return was, would


def overlaid() -> None:
    with unit_of_work():
        seed_overlays(MONDAY)
        switch_on(db.session.scalars(select(PackVersion).where(PackVersion.overlay)).one(), actor=None, now=MONDAY)


def test_a_regulators_clock_runs_on_both_sides_as_it_did(company: Company) -> None:
    overlaid()
    dispatched(company)
    [found] = tried(own())
    assert found.recorded, "seven days of silence are missed on record and in the trial"
    assert "regulatory_answer" in {each.clock.code for each in found.difference.was.clocks if each.late}
    assert not found.difference.changed
    labels = {str(line.label): line for line in lines_of(found, load(own()), current_edition_id())}
    regulated = next(line for label, line in labels.items() if "7 days" in label or "七日" in label)
    assert regulated.was is not None
    assert regulated.was.why.pack.id == "regulatory"


def test_a_draft_that_is_laid_over_is_tried_above_each_complaints_own_policy(company: Company) -> None:
    dispatched(company)
    law = (PACKS / "regulatory.yaml").read_text(encoding="utf-8")
    [found] = tried(law)
    was, would = clocks(found.difference)
    assert would - was == {"regulatory_answer"}
    assert found.difference.would.grade == found.difference.was.grade
    assert lines_of(found, load(law), current_edition_id())


def test_another_version_of_what_is_laid_over_takes_the_place_of_the_first(company: Company) -> None:
    overlaid()
    dispatched(company)
    law = (PACKS / "regulatory.yaml").read_text(encoding="utf-8").replace("    amount: 7\n", "    amount: 30\n", 1)
    [found] = tried(law.replace('version: "1.0"', 'version: "2.0"'))
    late = [
        {each.clock.code for each in side.clocks if each.late}
        for side in (found.difference.was, found.difference.would)
    ]
    assert ["regulatory_answer" in each for each in late] == [True, False]


def test_a_loss_that_was_corrected_later_was_not_known_before(company: Company) -> None:
    """¥1,200 at first, ¥6,000 after three days: moderate until then, as the clock of the forwarding has kept."""
    li = company.person("li")
    number = dispatched(company, loss="1200")
    with unit_of_work():
        workflow.amend(the(number), loss="6000", actor=li, now=MONDAY + timedelta(days=3))
    [found] = tried(own())
    assert found.recorded
    assert found.difference.was.severity == "major"
    kept = [each.facts.get("loss_fen") for each in found.difference.was.clocks if each.clock.code == "forward"]
    assert kept == [120_000]


def test_a_repeat_counts_from_when_it_was_confirmed(company: Company) -> None:
    first, second = (dispatched(company, waybill_id=company.waybill_id) for _ in range(2))
    with unit_of_work():
        link(the(second), other_id=first, outcome="repeat", actor=company.person("wu"), now=MONDAY + 30 * MINUTE)
    found = tried(own())
    assert [each.recorded for each in found] == [True, True]
    assert [each.difference.was.severity for each in found] == ["minor", "major"]
    forward = next(each for each in found[1].difference.was.clocks if each.clock.code == "forward")
    assert forward.facts["complaint_count"] == 1, "nobody had compared the two when it was forwarded"


def test_misconduct_costs_under_the_draft_what_the_draft_says(company: Company) -> None:
    under()
    absent, who = dispatched(company, waybill_id=None), {"actor": company.person("wu"), "now": MONDAY + 5 * MINUTE}
    reply(absent, 20, company)
    with unit_of_work():
        workflow.STEPS["misconduct"](the(absent), code="unreported_absence", note="离岗未报备", **who)
    head, tail = KUAIYUN.rsplit("    amount: 100\n", 1)
    [found] = tried(f"{head}    amount: 250\n{tail}")
    assert (found.difference.was.fen, found.difference.would.fen) == (10_000, 25_000)
    record = 1
    with unit_of_work():
        workflow.STEPS["misconduct_drop"](the(absent), record_id=record, note="记录有误", **who)
    [found] = tried(KUAIYUN)
    assert (found.difference.was.fen, found.difference.would.fen) == (0, 0)


def test_the_command_names_the_rules_that_it_does_not_reckon_in_full(company: Company) -> None:
    dispatched(company)
    text = replay_text(Run(load(KUAIYUN), Question(), END), tell=lambda seen, expected: None)
    assert "未按时回复导致升级：" in text or "Reply late and escalated:" in text
    assert text.splitlines()[-1].strip(), "and what no trial can know"
