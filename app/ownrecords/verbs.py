"""What is done to kinds of records: defined, changed, retired, restored. Each leaves an event."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.errors import Invalid, Refused
from app.core.i18n import N_, Text
from app.customers.checks import Checks
from app.customfields import CustomField
from app.events import record
from app.extensions import db
from app.ownrecords.models import RIGHTS, RecordType
from app.ownrecords.numbering import check_pattern
from app.security.held import role_ids_of

MOST_TYPES = 50
"""In use at once: the menu shows them all."""
LONGEST_WAIT = 3650
_CODE = re.compile(r"[a-z][a-z0-9_]{0,29}")
_TEXTS = {"name_en": 40, "description": 200, "icon": 30, "subject_zh": 40, "subject_en": 40}


def define_type(*, actor: Any | None, now: datetime, code: str = "", **facts: Any) -> RecordType:
    """A new form: name_zh, name_en, description, icon, subject_zh, subject_en, pattern, about_customer, approval,
    rights, sort. Without rights, the roles of its maker have all of them. Raises Invalid."""
    if len(db.session.scalars(select(RecordType.id).where(RecordType.active)).all()) >= MOST_TYPES:
        raise Invalid(N_("There are %(most)s forms in use already. Retire one first."), most=MOST_TYPES)
    code = (code or "").strip() or _free_code()
    if not _CODE.fullmatch(code):
        raise Invalid.field("code", N_("Small letters, digits and “_”, a letter first."))
    if db.session.scalars(select(RecordType).where(RecordType.code == code)).first():
        raise Invalid.field("code", N_("There is one with this value already."))
    values = _settled({"pattern": f"{code.upper()[:8]}-YYYYMM-####", "rights": {}, **facts})
    if actor is not None and not any(values["rights"].values()):
        mine = sorted(db.session.scalars(role_ids_of(actor.id)))
        values["rights"] = dict.fromkeys(RIGHTS, mine)
    row = RecordType(code=code, created_at=now, **values)
    db.session.add(row)
    db.session.flush()
    record(row, "define", actor=actor, now=now, facts={"code": code, "name": row.name_zh})
    return row


def change_type(row: RecordType, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Change what is given; the code stays, since addresses and values hang on it. Raises Invalid."""
    present = {name: getattr(row, name) for name in _FACTS}
    values = _settled(present | {name: facts[name] for name in _FACTS if name in facts}, row)
    changes = {name: [present[name], value] for name, value in values.items() if value != present[name]}
    if not changes:
        return
    for name, (_old, value) in changes.items():
        setattr(row, name, value)
    db.session.flush()
    record(row, "change", actor=actor, now=now, facts={"changes": changes})


def retire_type(row: RecordType, *, actor: Any | None, now: datetime) -> None:
    """Out of the menu and out of reach; its records stay, and are back when it is restored. Raises Refused."""
    _switch(row, False, "retire", actor, now)


def restore_type(row: RecordType, *, actor: Any | None, now: datetime) -> None:
    """In the menu again. Raises Refused."""
    _switch(row, True, "restore", actor, now)


_FACTS = (
    "name_zh", "pattern", "about_customer", "approval", "remind_field", "remind_days", "rights", "sort", *_TEXTS,
)  # fmt: skip


def _settled(facts: Mapping[str, Any], row: RecordType | None = None) -> dict[str, Any]:
    checks = Checks()
    values: dict[str, Any] = {"name_zh": checks.text("name_zh", facts.get("name_zh"), limit=40, required=True)}
    values |= {name: checks.text(name, facts.get(name), limit=limit) for name, limit in _TEXTS.items()}
    values["icon"] = values["icon"] or "fa-rectangle-list"
    values |= {name: bool(facts.get(name)) for name in ("about_customer", "approval")}
    values["sort"] = facts.get("sort") or 100
    values["remind_field"] = _remind_field(checks, facts.get("remind_field") or "", row)
    values["remind_days"] = facts.get("remind_days") or 0
    values["rights"] = {
        right: sorted({int(role_id) for role_id in (facts.get("rights") or {}).get(right, ())}) for right in RIGHTS
    }
    if values["approval"] and any(values["rights"].values()) and not values["rights"]["approve"]:
        checks.refuse("rights", N_("Records wait for approval: say which roles approve them."))
    checks.done()
    return values | {"pattern": check_pattern(str(facts.get("pattern") or ""))}


def _remind_field(checks: Checks, code: str, row: RecordType | None) -> str:
    if code and (row is None or code not in date_fields(row)):
        checks.refuse("remind_field", N_("This form has no such date field."))
    return code


def date_fields(row: RecordType) -> dict[str, str]:
    """Code → name of the date fields in use."""
    dates = select(CustomField).where(CustomField.entity == row.kind, CustomField.kind == "date", CustomField.active)
    return {field.code: field.label for field in db.session.scalars(dates.order_by(CustomField.sort))}


def _free_code() -> str:
    last = db.session.scalar(select(RecordType.id).order_by(RecordType.id.desc()).limit(1)) or 0
    return f"form{last + 1}"


def _switch(row: RecordType, active: bool, verb: str, actor: Any | None, now: datetime) -> None:
    if row.active == active:
        state = Text(N_("in use") if active else N_("retired"))
        raise Refused(N_("“%(field)s” is %(state)s already."), field=row.name_zh, state=state)
    row.active = active
    db.session.flush()
    record(row, verb, actor=actor, now=now)
