"""The buttons of a report's and of a measure's page: for each step its small form."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.absence import is_reachable
from app.core import clock
from app.rectifications import measuring, verbs
from app.rectifications.approval import may_decide, may_write, open_to_decision
from app.rectifications.forms import DecisionForm, HandOnForm, NoteForm, ReassignForm, RedoForm, ReturnForm, TickForm
from app.rectifications.models import Measure, RectificationReport
from app.rectifications.states import VERBS, allows
from app.security import current_actor
from app.web import Verb


def _decides(report: RectificationReport) -> bool:
    return open_to_decision(report, current_actor())


def _writes(code: str) -> Any:
    return lambda report: allows(code, report.state) and may_write(report, current_actor())


def _closes(report: RectificationReport) -> bool:
    return allows("close", report.state) and may_decide(report, current_actor())


def _ticks(measure: Measure) -> bool:
    actor = current_actor()
    mine = actor is not None and (actor.id == measure.owner_id or may_write(measure.report, actor))
    return mine and measure.state == "planned" and allows("tick", measure.report.state)


def _hands_on(measure: Measure) -> bool:
    report, actor = measure.report, current_actor()
    gone = not is_reachable(measure.owner, clock.now())
    there = measure.state == "planned" and allows("hand_on", report.state)
    return there and (gone or may_decide(report, actor) or may_write(report, actor))


def _verifies(measure: Measure) -> bool:
    there = measure.state == "done" and allows("verify", measure.report.state)
    return there and may_decide(measure.report, current_actor())


def _fill(form: Any, report: RectificationReport) -> None:
    form.fill(report)


def _label(code: str) -> Any:
    return _l(VERBS[code].label)


REPORT_STEPS = (
    Verb("approve", _label("approve"), verbs.approve, DecisionForm, opens=_decides, prepare=_fill, tone="primary"),
    Verb(
        "return",
        _label("return"),
        verbs.return_,
        ReturnForm,
        opens=_decides,
        prepare=_fill,
        note=_l("Say at each section what has to be changed, and leave the others empty."),
    ),
    Verb(
        "submit",
        _label("submit"),
        verbs.submit,
        opens=_writes("submit"),
        tone="primary",
        confirm=_l("Submit the report to the level above?"),
    ),
    Verb("reassign", _label("reassign"), verbs.reassign, ReassignForm, opens=_writes("reassign"), prepare=_fill),
    Verb("close", _label("close"), verbs.close, NoteForm, opens=_closes, tone="primary"),
)
MEASURE_STEPS = (
    Verb("tick", _label("tick"), measuring.tick, TickForm, opens=_ticks, tone="primary"),
    Verb("verify", _label("verify"), measuring.verify, NoteForm, opens=_verifies, tone="primary"),
    Verb("hand_on", _label("hand_on"), measuring.hand_on, HandOnForm, opens=_hands_on, rare=True),
    Verb("redo", _label("redo"), measuring.redo, RedoForm, opens=_verifies),
)
