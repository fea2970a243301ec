"""Reading policy packs: the version in force, the pack of a version, a clause as people read it."""

from datetime import datetime

from flask_babel import gettext
from sqlalchemy import select

from app.core.errors import NotFound, Refused
from app.core.i18n import N_, show
from app.extensions import db
from app.policy.pack import Pack
from app.rulebook.kept import kept
from app.rulebook.models import PackVersion
from app.rulebook.parsed import parsed


def current_pack_version(now: datetime) -> PackVersion:
    """The version that a complaint received now falls under. Raises Refused while none is in force."""
    in_force = (
        select(PackVersion)
        .where(PackVersion.status == "published", PackVersion.effective_from <= now, PackVersion.overlay.is_(False))
        .order_by(PackVersion.effective_from.desc(), PackVersion.id.desc())
        .limit(1)
    )
    version = db.session.scalars(in_force).one_or_none()
    if version is None:
        raise Refused(N_("No policy pack is in force; an administrator has to publish one."))
    return version


def pack_in_force(now: datetime) -> Pack | None:
    """The company's own pack; None while none is in force."""
    try:
        return pack_of(current_pack_version(now).id)
    except Refused:
        return None


def overlays_in_force(now: datetime) -> list[PackVersion]:
    """The overlays that are switched on: of each pack the version that came into force last."""
    switched_on = (
        select(PackVersion)
        .where(PackVersion.status == "published", PackVersion.effective_from <= now, PackVersion.overlay)
        .order_by(PackVersion.effective_from, PackVersion.id)
    )
    return list({row.code: row for row in db.session.scalars(switched_on)}.values())


def pack_of(version_id: int) -> Pack:
    """The pack of a version, parsed once for each process. Raises NotFound."""
    version = kept(PackVersion, version_id)
    if version is None:
        raise NotFound(N_("There is no such version of the policy pack."))
    return parsed(version.text)


def every_pack() -> list[Pack]:
    """Every pack that was ever published: complaints received under it may still be there. Each version once.

    Drafts are none: nothing was received under them, and half-way through they have faults.
    """
    published = select(PackVersion.text).where(PackVersion.status != "draft").order_by(PackVersion.id)
    return [parsed(text) for text in db.session.scalars(published)]


def cite(version_id: int, clause_id: str) -> str:
    """Where a rule stands, in the reader's language: the source's title and the number of the clause."""
    return show(pack_of(version_id).cite(clause_id), gettext)
