"""Whether a penalty may be appealed against, and until when."""

from datetime import datetime, timedelta

from app.core.clock import SHANGHAI
from app.policy.appeals import UNSAID, chance_of, said_of
from app.policy.calendars import DEFAULT
from app.policy.charges import Appeal, Penalty
from app.policy.load import shipped

WEDNESDAY = datetime(2026, 11, 18, 10, 20, tzinfo=SHANGHAI)
BARRED, ALLOWED = (
    next(rule for rule in shipped("kuaiyun").penalties if rule.appeal is not None and rule.appeal.allowed is allowed)
    for allowed in (False, True)
)


def within(days: int) -> Penalty:
    return ALLOWED.model_copy(update={"appeal": Appeal(allowed=True, within_days=days, clause="brief")})


def test_a_rule_that_says_nothing_bars_nothing() -> None:
    silent = ALLOWED.model_copy(update={"appeal": None})
    assert said_of(silent) is said_of(None) is UNSAID
    chance = chance_of(silent, WEDNESDAY, DEFAULT)
    assert (chance.barred, chance.until) == (False, None)
    assert not chance.too_late(WEDNESDAY + timedelta(days=4000))


def test_a_rule_may_bar_it() -> None:
    chance = chance_of(BARRED, WEDNESDAY, DEFAULT)
    assert (chance.barred, chance.until, chance.said) == (True, None, BARRED.appeal)


def test_the_day_of_the_confirmation_is_not_counted_and_the_last_moment_counts() -> None:
    chance = chance_of(within(2), WEDNESDAY, DEFAULT)
    assert chance.until is not None
    assert (chance.barred, chance.until.date().isoformat()) == (False, "2026-11-20")
    assert not chance.too_late(chance.until)
    assert chance.too_late(chance.until + timedelta(microseconds=1))


def test_a_last_day_that_is_off_moves_to_the_next_working_day() -> None:
    until = chance_of(within(3), WEDNESDAY, DEFAULT).until
    assert until is not None
    assert until.date().isoformat() == "2026-11-23"
