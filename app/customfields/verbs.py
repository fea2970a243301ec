"""What is done to custom fields: defined, changed, retired, restored; and filled in on a row. Each leaves an event."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.core.errors import Invalid, Refused
from app.core.i18n import N_, Text
from app.customfields.definitions import all_fields, editable_fields, entities, forget
from app.customfields.models import KINDS, PREFIX, CustomField
from app.customfields.values import kept
from app.events import record
from app.extensions import db

MOST_FIELDS = 60
"""Of one kind of record; a form with more is no form that a person fills in."""
MOST_OPTIONS = 200
CHOICES = ("choice", "choices")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,29}")
_OPTION = re.compile(r"\s*([a-z][a-z0-9_]{0,29})\s*[=＝]\s*(.+)")
_TEXTS = ("name_en", "default_value", "help_text", "section")
_CHANGEABLE = (
    "name_zh", "name_en", "required", "default_value", "help_text", "section", "sort", "in_list", "see_roles",
    "edit_roles",
)  # fmt: skip


def define(
    *,
    entity: str,
    kind: str,
    actor: Any | None,
    now: datetime,
    code: str | None = "",
    options: str | None = "",
    **facts: Any,
) -> CustomField:
    """Add a field to a kind of record; forms, lists and searches have it from the next click on.

    `options`: lines, `label` or `code = label`. Facts: name_zh, name_en, required, default_value, help_text, section,
    sort, in_list, see_roles, edit_roles. Raises Invalid.
    """
    if entity not in entities():
        raise Invalid.field("entity", N_("There is no such choice."))
    if kind not in KINDS:
        raise Invalid.field("kind", N_("There is no such choice."))
    fields = all_fields(entity)
    if sum(field.active for field in fields) >= MOST_FIELDS:
        raise Invalid.field("entity", N_("These records have %(most)s fields of your own already."), most=MOST_FIELDS)
    code = (code or "").strip() or f"f{(db.session.scalar(select(func.max(CustomField.id))) or 0) + 1}"
    if not _CODE.fullmatch(code):
        raise Invalid.field("code", N_("Small letters, digits and “_”, a letter first."))
    if any(field.code == code for field in fields):
        raise Invalid.field("code", N_("There is one with this value already."))
    row = CustomField(entity=entity, kind=kind, code=code, options=[], **_settled(facts), created_at=now)
    if kind in CHOICES:
        row.options = read_options(options, [])
    db.session.add(row)
    db.session.flush()
    record(row, "define", actor=actor, now=now, facts={"entity": entity, "code": code, "name": row.name_zh})
    forget()
    return row


def redefine(field: CustomField, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Change all but what the values hang on: the kind and the code. Raises Invalid."""
    before = {name: getattr(field, name) for name in (*_CHANGEABLE, "options")}
    if "options" in facts and field.kind in CHOICES:
        field.options = read_options(facts["options"], field.options)
    for name, value in _settled({name: facts[name] for name in _CHANGEABLE if name in facts}).items():
        setattr(field, name, value)
    changes = {name: [old, getattr(field, name)] for name, old in before.items() if getattr(field, name) != old}
    if changes:
        db.session.flush()
        record(field, "redefine", actor=actor, now=now, facts={"changes": changes})
    forget()


def retire(field: CustomField, *, actor: Any | None, now: datetime) -> None:
    """No longer asked or shown; what rows hold stays, and is back when it is restored. Raises Refused."""
    _switch(field, False, "retire", actor, now)


def restore(field: CustomField, *, actor: Any | None, now: datetime) -> None:
    """Asked and shown again. Raises Refused."""
    _switch(field, True, "restore", actor, now)


def fill(row: Any, values: Mapping[str, Any], *, actor: Any | None, now: datetime) -> None:
    """Write custom values (by column, `x_grade`) on a row, those only that the present person may fill in."""
    changed = put(row, values)
    if not changed:
        return
    db.session.flush()
    # Names only: what stands in a field may be personal, and the history is kept for ever.
    record(row, "fill", actor=actor, now=now, facts={"changed": changed})


def put(row: Any, values: Mapping[str, Any]) -> list[str]:
    """The same for a verb that records it by itself, stored row or not; returns the names of what changed."""
    extra = dict(row.extra or {})
    changed = []
    for field in editable_fields(row.custom_kind):
        if field.column not in values:
            continue
        plain = kept(field.kind, values[field.column])
        if plain == extra.get(field.code):
            continue
        changed.append(field.name_zh)
        if plain is None:
            extra.pop(field.code)
        else:
            extra[field.code] = plain
    if changed:
        row.extra = extra
    return changed


def apart(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was entered, the product's own fields and the administrators' apart."""
    custom = {name: value for name, value in data.items() if name.startswith(PREFIX)}
    return {name: value for name, value in data.items() if name not in custom}, custom


def read_options(text: str | None, present: Sequence[Sequence[str]]) -> list[list[str]]:
    """Choices from lines. A line that names a present label or code keeps its code, so that values keep their meaning.

    Raises Invalid at `options`.
    """
    known = {label: code for code, label in present}
    found: list[list[str]] = []
    for line in filter(None, map(str.strip, (text or "").splitlines())):
        match = _OPTION.fullmatch(line)
        label = match.group(2).strip() if match else line
        code = match.group(1) if match else known.get(label) or _free_code([*present, *found])
        if code in {entry[0] for entry in found} or label in {entry[1] for entry in found}:
            raise Invalid.field("options", N_("“%(label)s” is here twice."), label=label)
        found.append([code, label])
    if not found:
        raise Invalid.field("options", N_("Say what there is to choose from, one a line."))
    if len(found) > MOST_OPTIONS:
        raise Invalid.field("options", N_("At most %(most)s choices."), most=MOST_OPTIONS)
    return found


def option_lines(field: CustomField) -> str:
    """The choices as `read_options` takes them."""
    return "\n".join(f"{code} = {label}" for code, label in field.options)


def _free_code(taken: Sequence[Sequence[str]]) -> str:
    used = {entry[0] for entry in taken}
    return next(code for code in (f"o{number}" for number in range(1, len(used) + 2)) if code not in used)


def _settled(facts: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    values |= {name: "" for name in _TEXTS if name in values and values[name] is None}
    if "name_zh" in values and not values["name_zh"]:
        raise Invalid.field("name_zh", N_("Please fill this in."))
    for name in ("see_roles", "edit_roles"):
        if name in values:
            values[name] = sorted(int(role_id) for role_id in values[name] or ())
    return values


def _switch(field: CustomField, active: bool, verb: str, actor: Any | None, now: datetime) -> None:
    if field.active == active:
        state = Text(N_("in use") if active else N_("retired"))
        raise Refused(N_("“%(field)s” is %(state)s already."), field=field.name_zh, state=state)
    field.active = active
    db.session.flush()
    record(field, verb, actor=actor, now=now)
    forget()
