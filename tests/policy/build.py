"""Instants, clocks and a small pack for the tests, written as short as people say them."""

from datetime import datetime
from typing import Any

from app.core.clock import SHANGHAI
from app.policy.calendars import Calendar
from app.policy.holidays import COVERED, statutory_days
from app.policy.load import load
from app.policy.pack import Clock, Pack
from app.policy.worktime import Pause

SMALL = """\
id: small
title: {zh: 小制度}
version: "1"
source: 小制度
clauses:
  - {id: "1", ref: 第一条, title: {zh: 全部}, summary: {zh: 一条管到底。}}
switches:
  - {code: strict, label: {zh: 从严, en: Strict}, on: false, clause: "1"}
channels:
  - {code: phone, label: {zh: 电话, en: Phone}, origin: external, clause: "1"}
categories:
  - {code: damage, label: {zh: 货损, en: Damage}, kind: business, clause: "1"}
severity:
  levels:
    - {code: minor, label: {zh: 一般, en: Minor}, clause: "1"}
    - {code: moderate, label: {zh: 中度, en: Moderate}, clause: "1"}
    - {code: major, label: {zh: 重大, en: Major}, clause: "1"}
  business:
    - {severity: major, clause: "1", when: {field: loss, operator: above, value: 10}}
    - {severity: moderate, clause: "1", when: {field: loss, operator: above, value: 5}}
    - {severity: minor, clause: "1"}
  behaviours:
    - {code: rude, label: {zh: 无礼, en: Rude}, severity: minor, clause: "1"}
  without_behaviour: {severity: minor, clause: "1"}
calendars:
  - {code: natural, label: {zh: 自然日}, base: none, week: {mon-sun: ["00:00-24:00"]}, holidays: false, clause: "1"}
  - {code: weekdays_24, label: {zh: 平日}, base: none, week: {mon-fri: ["00:00-24:00"]}, clause: "1"}
  - {code: till_midnight, label: {zh: 日终零点}, day_end: "24:00", clause: "1"}
  - code: nights
    label: {zh: 夜班}
    base: none
    week: {mon-sun: ["00:00-06:00", "22:00-24:00"]}
    holidays: false
    clause: "1"
  - {code: short_saturday, label: {zh: 周六半天}, week: {sat: ["09:00-12:00"]}, clause: "1"}
clocks:
  - {code: any, label: {zh: 时限}, unit: minutes, amount: 5, start: [register], stop: [close], owner: handler,
     clause: "1"}
regrade_grace: {amount: 60, unit: minutes, clause: brief}
"""

PACK: Pack = load(SMALL)
CALENDARS: dict[str, Calendar] = PACK.build_calendars(statutory_days(), COVERED)


def at(text: str) -> datetime:
    """A time on the Shanghai clock."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def pause(begin: str, end: str | None = None) -> Pause:
    return Pause(at(begin), at(end) if end else None)


def clock(words: str, **more: Any) -> Clock:
    """A clock in words: "20 min", "30 min default", "3 wd default same_time", "7 cd natural" (calendar days)."""
    amount, short, *rest = words.split()
    unit = {"min": "minutes", "wd": "working_days", "cd": "calendar_days"}.get(short, short)
    named = dict(zip(("calendar", "mode"), rest, strict=False))
    plain = {"code": "any", "label": {"zh": "时限"}, "start": ["register"], "stop": ["close"], "owner": "handler"}
    return Clock.model_validate({**plain, "clause": "1", "amount": int(amount), "unit": unit, **named, **more})
