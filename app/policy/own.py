"""Clocks of the product's own, which run whether or not the company's policy speaks of them.

A pack that has a clock of the same code lays it down itself, with reminders and a ladder under its own clauses.
"""

from app.core.i18n import N_
from app.policy.parts import BRIEF, OwnWords
from app.policy.timing import Clock, Ladder, LadderStep, Reminders, Span

VISIT = "visit"
SURVEY_TASK = "survey_task"

_VISIT = Clock(
    code=VISIT,
    label=OwnWords.of(N_("Customer visit")),
    clause=BRIEF,
    unit="promised",
    start=("visit_plan",),
    stop=("visit_record",),
    owner="handler",
    reset=(),
    beside=(),
    # A visit is due at six in the evening as a rule: nine in the morning of the same day.
    reminders=Reminders(warn_before=9 * 60, clause=BRIEF),
)
_VISIT_LADDER = Ladder(
    code="visit_missed",
    label=OwnWords.of(N_("Missed visits")),
    clause=BRIEF,
    clock=VISIT,
    # Half a working day, in which it can still be recorded.
    steps=(LadderStep(to=("own_manager",), after=Span(amount=4, unit="hours", calendar="default"), clause=BRIEF),),
)

_SURVEY_TASK = Clock(
    code=SURVEY_TASK,
    label=OwnWords.of(N_("Low score in a survey")),
    clause=BRIEF,
    unit="promised",
    # A clock names steps; those of a survey are none of a complaint's, and nobody asks these.
    start=("call_satisfaction",),
    stop=("close",),
    owner="handler",
    reset=(),
    beside=(),
    # Due at the close of business: four hours before it, and at nine on the next morning.
    reminders=Reminders(warn_before=4 * 60, overdue=(15 * 60,), clause=BRIEF),
)
OWN_CLOCKS: dict[str, Clock] = {VISIT: _VISIT, SURVEY_TASK: _SURVEY_TASK}
OWN_LADDERS: dict[str, Ladder] = {VISIT: _VISIT_LADDER}
