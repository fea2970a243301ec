"""Drafts of complaints: what is typed while the customer talks is kept every few seconds, and their photos with it.

A draft is its author's alone, sealed as every personal datum is, and forgotten after some days: 个人信息保护法 art. 19
asks to keep such data no longer than is needed. Functions flush; the edge commits.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.complaints.models import ComplaintDraft
from app.core.errors import Invalid, NotFound
from app.core.i18n import N_
from app.db import unit_of_work
from app.extensions import db
from app.files import Attachment, attachments_of, open_for, store
from app.security import system_scope

KEPT = timedelta(days=3)
"""How long a draft lies untouched."""
MOST_FILES = 10
_MOST_DRAFTS = 20
"""Per person; the one untouched longest makes room."""
_LONGEST = 200_000
Pairs = list[tuple[str, str]]
"""A form's content: (name, value), a name as often as it has values."""


def drafts_of(actor: Any, now: datetime) -> list[ComplaintDraft]:
    """The person's drafts that have not expired, the one touched last on top."""
    mine = (ComplaintDraft.person_id == actor.id, ComplaintDraft.expires_at > now)
    return list(db.session.scalars(select(ComplaintDraft).where(*mine).order_by(ComplaintDraft.touched_at.desc())))


def draft_of(actor: Any, draft_id: int | None, now: datetime) -> ComplaintDraft:
    """The person's draft. Raises NotFound for another's, an expired one, or none."""
    mine = (ComplaintDraft.person_id == actor.id, ComplaintDraft.expires_at > now)
    found = db.session.scalars(select(ComplaintDraft).where(ComplaintDraft.id == (draft_id or 0), *mine)).one_or_none()
    if found is None:
        raise NotFound(N_("There is no such draft any more."))
    return found


def keep_draft(
    pairs: Pairs, *, actor: Any, now: datetime, draft_id: int | None = None, seen: int | None = None
) -> ComplaintDraft:
    """Keep what is typed. `seen`: the revision that this window saved last; where another window has saved since, the
    two part ways and this one gets a draft of its own, so that neither overwrites the other. Raises Invalid."""
    text = json.dumps(pairs, ensure_ascii=False)
    if len(text) > _LONGEST:
        raise Invalid(N_("This is too much for a draft."))
    mine = (ComplaintDraft.person_id == actor.id, ComplaintDraft.id == (draft_id or 0))
    same = (*mine, ComplaintDraft.revision == (seen or 0), ComplaintDraft.expires_at > now)
    draft = db.session.scalars(select(ComplaintDraft).where(*same).with_for_update()).one_or_none()
    if draft is None:
        _make_room(actor, now)
        draft = ComplaintDraft(person_id=actor.id, revision=0)
        db.session.add(draft)
    draft.content = text
    draft.revision += 1
    draft.touched_at, draft.expires_at = now, now + KEPT
    db.session.flush()
    return draft


def content_of(draft: ComplaintDraft) -> Pairs:
    """What was typed."""
    return [(name, value) for name, value in json.loads(draft.content or "[]")]


def keep_files(draft: ComplaintDraft, files: Sequence[FileStorage], *, actor: Any, now: datetime) -> list[Attachment]:
    """Keep chosen files with the draft: neither a refusal nor a reload loses them. Raises Invalid at `files`."""
    if len(attachments_of(draft)) + len(files) > MOST_FILES:
        raise Invalid.field("files", N_("At most %(most)s files at once."), most=MOST_FILES)
    draft.touched_at, draft.expires_at = now, now + KEPT
    return [store(each, draft, actor, now, field="files") for each in files]


def drop_file(draft: ComplaintDraft, attachment_id: int) -> None:
    """Take one of the draft's files away again. Raises NotFound."""
    found = next((each for each in attachments_of(draft) if each.id == attachment_id), None)
    if found is None:
        raise NotFound(N_("There is no such record, or it is not yours to see."))
    db.session.delete(found)
    db.session.flush()


def files_of(draft: ComplaintDraft) -> list[FileStorage]:
    """The kept files as uploads, for the verb that attaches them to the complaint."""
    found = []
    for each in attachments_of(draft):
        _row, path = open_for(each.id)
        found.append(FileStorage(path.open("rb"), filename=each.name))
    return found


def discard(draft: ComplaintDraft) -> None:
    """Forget it; the nightly job removes what lay on the disk."""
    for each in attachments_of(draft):
        db.session.delete(each)
    db.session.delete(draft)
    db.session.flush()


def sweep_drafts(now: datetime) -> None:
    """The job: forget what has expired, one a transaction."""
    with system_scope():
        old = select(ComplaintDraft.id).where(ComplaintDraft.expires_at <= now).order_by(ComplaintDraft.expires_at)
        for draft_id in db.session.scalars(old).all():
            with unit_of_work():
                draft = db.session.get(ComplaintDraft, draft_id)
                if draft is not None and draft.expires_at <= now:
                    discard(draft)


def _make_room(actor: Any, now: datetime) -> None:
    for draft in drafts_of(actor, now)[_MOST_DRAFTS - 1 :]:
        discard(draft)
