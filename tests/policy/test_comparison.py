"""What a draft would change, counted complaint by complaint."""

from app.policy.comparison import Difference, Sums, Tally
from app.policy.load import load
from app.policy.replay import Outcome
from tests.policy.test_replay import TEXT, differing, lived

NOON = "2026-11-23 12:00"
CHEAP = lived("register 10:00", "close 10:05", until=NOON)
WORST = lived("register 10:00", "close 10:05", until=NOON, loss_fen=1100)
UNKNOWN = lived("register 10:00", kind="attitude", behaviours=("spat",))


def added(was: Outcome, would: Outcome) -> Sums:
    sums = Sums()
    sums.add(Difference(was, would))
    return sums


def test_other_clocks_that_are_kept_are_no_difference_in_lateness() -> None:
    assert [clocked.clock.code for clocked in CHEAP.clocks] != [clocked.clock.code for clocked in WORST.clocks]
    assert differing(CHEAP, WORST) == (True, False, False, True)


def test_what_the_draft_refuses_is_counted_as_refused_and_as_nothing_else() -> None:
    assert added(CHEAP, UNKNOWN) == Sums(complaints=1, changed=1, refused=1)
    assert added(UNKNOWN, CHEAP) == Sums(complaints=1, changed=1, graded=1)


def test_a_single_fen_is_a_penalty() -> None:
    pack = load(TEXT.replace("amount: 50,", "amount: 0.01,"))
    found = lived("register 10:00", "verdict 10:04 sustained", "close 10:05", pack=pack, until=NOON, loss_fen=600)
    assert found.fen == 1
    assert added(found, found) == Sums(complaints=1, penalised_was=1, penalised_would=1, fen_was=1, fen_would=1)


def test_departments_are_kept_in_the_order_of_their_numbers() -> None:
    tally = Tally()
    for department in ("10", "9", "", "7", "11"):
        tally.add(department, Difference(CHEAP, CHEAP))
    assert list(tally.to_json()["departments"]) == ["", "7", "9", "10", "11"]


def test_sums_of_an_older_run_that_knew_fewer_figures_begin_at_nought() -> None:
    assert Tally.from_json({"total": {"complaints": 3}, "departments": {"7": {}}}) == Tally(
        Sums(complaints=3), {"7": Sums()}
    )
