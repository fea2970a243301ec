"""Drafts of policy packs: copied, edited, deleted, published. A draft may have faults; what is published never changes.

A draft's text is plain data written as YAML; comments of a text that was uploaded last until the first edit of a rule.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from app.core.errors import Invalid, NotFound, Refused
from app.core.i18n import N_, Text
from app.db.limits import value_fault
from app.events import record
from app.extensions import db
from app.policy.extending import pinned
from app.policy.load import PACKS
from app.policy.source import LONGEST, documents, read
from app.policy.writing import write
from app.rulebook.categories import seed_categories
from app.rulebook.models import PackVersion
from app.rulebook.packs import parsed
from app.rulebook.verbs import check_publishable

_SHIPPED = re.compile(r"[a-z][a-z0-9_]*")


def copy_version(source: PackVersion, version: str, *, actor: Any | None, now: datetime) -> PackVersion:
    """A draft that says what a version says, under another version number. Raises Invalid at `version`."""
    return make_draft(source.text, version, actor=actor, now=now, source=str(source))


def copy_shipped(name: str, version: str, *, actor: Any | None, now: datetime) -> PackVersion:
    """A draft of a pack that comes with the product. Raises Invalid at `version`, NotFound."""
    path = PACKS / f"{name}.yaml"
    if not _SHIPPED.fullmatch(name) or not path.is_file():
        raise NotFound(N_("No such policy pack comes with the product."))
    return make_draft(path.read_text(encoding="utf-8"), version, actor=actor, now=now, source=name)


def make_draft(text: str, version: str, *, actor: Any | None, now: datetime, source: str = "") -> PackVersion:
    """A new draft. Raises Invalid at `version` where that is taken, at `text` where it can't be read at all."""
    data = _readable(text)
    if taken(str(data.get("id")), version):
        reason = N_("Version %(version)s is published already; give the new text another.")
        raise Invalid.field("version", reason, version=version)
    row = PackVersion(status="draft", sha256=f"draft:{uuid4().hex}")  # two drafts may say the same
    _fill(row, _beside(write({**data, "version": version}), text))
    db.session.add(row)
    db.session.flush()
    record(row, "copy_pack", actor=actor, now=now, to_state="draft", facts={"from": source, "version": version})
    return row


def save_draft(row: PackVersion, data: Any, *, actor: Any | None, now: datetime, rule: Any = "") -> None:
    """What the draft says from now on; `rule` names what was edited. Raises Refused once it is published."""
    save_text(row, _beside(write(data), row.text), actor=actor, now=now, rule=rule)


def save_text(row: PackVersion, text: str, *, actor: Any | None, now: datetime, rule: Any = "") -> None:
    """The whole text. Raises Invalid at `text` where it can't be read at all, Refused once it is published."""
    _check_draft(row)
    _readable(text)
    _fill(row, text)
    row.changed_at = now
    db.session.flush()
    record(row, "edit_draft", actor=actor, now=now, facts={"rule": rule} if rule else {})


def delete_draft(row: PackVersion, *, actor: Any | None, now: datetime) -> None:
    """Gone for good. Raises Refused for what is or was in force."""
    _check_draft(row)
    record(row, "delete_draft", actor=actor, now=now, from_state="draft", facts={"title": str(row)})
    db.session.delete(row)
    db.session.flush()


def publish_draft(
    row: PackVersion, *, actor: Any | None, now: datetime, effective_from: datetime | None = None
) -> PackVersion:
    """Put a draft into force from `effective_from` (default: now). Raises Refused, Invalid as `verbs.publish` does."""
    _check_draft(row)
    text = pinned(row.text)
    pack, digest = check_publishable(text, actor=actor, now=now, effective_from=effective_from)
    _fill(row, text)
    row.overlay = pack.overlay
    row.sha256, row.effective_from, row.published_at = digest, effective_from or now, now
    row.published_by_id = actor.id if actor else None
    row.status = "published"  # last: from its first flush on nothing can change any more
    seed_categories(pack)
    db.session.flush()
    facts = {"version": pack.version}
    record(row, "publish", actor=actor, now=now, from_state="draft", to_state="published", facts=facts)
    return row


def next_version(code: str, version: str) -> str:
    """A version number that isn't taken yet: the last number in it counted up."""
    found = re.search(r"(\d{1,9})(?!.*\d)", version)
    head, number, tail = (
        (version[: found.start()], int(found[1]), version[found.end() :]) if found else (version, 0, "")
    )
    known = set(db.session.scalars(select(PackVersion.version).where(PackVersion.code == code)))
    while True:
        number += 1
        wanted = f"{head}{number}{tail}" if found else f"{head}.{number}"
        if wanted not in known:
            return wanted[:40]


def taken(code: str, version: str) -> bool:
    """Whether this version of the pack was published."""
    mine = (PackVersion.code == code, PackVersion.version == version, PackVersion.status != "draft")
    return db.session.scalar(select(PackVersion.id).where(*mine).limit(1)) is not None


def readable_draft(row: PackVersion) -> Any:
    """The draft's plain data."""
    return plain_data(row.text)


@lru_cache(maxsize=16)
def plain_data(text: str) -> Any:
    """A text's plain data; nobody changes it, edits make copies."""
    return read(text).data


def valid(text: str) -> bool:
    """Whether the text is without faults."""
    try:
        return parsed(text) is not None
    except ValueError:
        return False


def _readable(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise Invalid.field("text", N_("the file is too long"))
    source = read(text)
    if source.root is None or not isinstance(source.data, Mapping):
        fault = next(iter(source.faults), None)
        if fault is None:
            raise Invalid.field("text", N_("A policy pack is made of keys and values, the first of them “id”."))
        params = {"line": fault.line, "fault": fault.reason}
        raise Invalid.field("text", Text(N_("Line %(line)s: %(fault)s"), params))
    return dict(source.data)


def _beside(text: str, before: str) -> str:
    """The text with the packs that were pinned behind it: what a version extends never changes under it."""
    return "---\n".join([text, *documents(before)[1:]])


def _fill(row: PackVersion, text: str) -> None:
    """The text, and what lists show of it: cut to what they hold where it is faulty."""
    if len(text) > LONGEST:
        raise Invalid(N_("The policy pack is longer than can be kept."))
    data = _readable(text)
    title = data.get("title")
    words = title.get("zh") if isinstance(title, Mapping) else title
    row.text = text
    for name, value, longest in (
        ("code", data.get("id"), 40),
        ("version", data.get("version"), 40),
        ("title", words, 200),
    ):
        shown = str(value or "?")[:longest]
        setattr(row, name, "?" if value_fault(PackVersion.__table__.c[name].type, shown) else shown)


def _check_draft(row: PackVersion) -> None:
    if row.status != "draft":
        raise Refused(N_("This version is published and can't change any more; copy it into a draft."))


def fingerprint(value: Any) -> str:
    """What a page saw of a rule, to notice that somebody else changed it meanwhile."""
    return hashlib.sha256(write(value).encode()).hexdigest()[:16]
