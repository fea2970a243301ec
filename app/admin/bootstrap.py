"""What `db upgrade` does after migrating: permissions of all screens, default roles, the rulebook, message templates,
dictionaries, and the deadlines of promises from before promises were deadlines.

Safe to repeat, and to run in two processes at once: the whole of it is one transaction that only one can be in.
"""

import zlib
from datetime import datetime

from flask_appbuilder.security.sqla.models import Permission, PermissionView, Role, ViewMenu
from sqlalchemy import func, select

from app.admin.offers import offered_to, remember
from app.admin.seed_roles import DEFAULT_ROLES, DefaultRole
from app.core.errors import Refused
from app.core.i18n import N_
from app.customers.inquiries import promises
from app.db import unit_of_work
from app.dictionaries import seed_dictionaries
from app.events import Event, record
from app.extensions import appbuilder, db
from app.outbox import seed_templates
from app.rulebook.seed import seed_overlays, seed_rulebook
from app.security import Person
from app.security.models import RoleReach
from app.security.people import add_person
from app.security.rights import ADMINISTRATOR, Pair
from app.security.roles import add_role, all_pairs, pairs_of_role

_LOCK = zlib.crc32(b"kesu bootstrap")


def bootstrap(now: datetime) -> None:
    """See the module's text. Inside an app context and a system scope."""
    with unit_of_work():
        _wait_for_others()
        add_permissions()
        seed_roles(now)
        seed_rulebook(now)
        seed_overlays(now)
        seed_templates()
        seed_dictionaries()
        promises.give_deadlines(now)


def create_admin(
    username: str, password: str, *, email: str, now: datetime, first_name: str = "", last_name: str = ""
) -> Person:
    """A system administrator, without the demo. Raises Invalid; Refused before `db upgrade`."""
    with unit_of_work():
        role = db.session.scalar(select(RoleReach).where(RoleReach.code == ADMINISTRATOR))
        if role is None:
            raise Refused(N_("The database is not ready: run “python run.py db upgrade” first."))
        return add_person(
            username=username,
            first_name=first_name,
            last_name=last_name or username,
            email=email,
            roles=[role.role],
            password=password,
            actor=None,
            now=now,
        )


def wanted_pairs() -> set[Pair]:
    """(permission, screen) of every registered screen and API, but those whose rights are given elsewhere."""
    return {
        (permission, view.class_permission_name or "")
        for view in appbuilder.baseviews
        if not getattr(view, "rights_elsewhere", False)
        for permission in view.base_permissions or ()  # type: ignore[union-attr]
    }


def add_permissions() -> None:
    """Make the pairs that this database doesn't know yet. Flushes.

    Pairs of screens that are gone stay: an older release that runs beside this one may still need them.
    """
    permissions = {row.name: row for row in db.session.scalars(select(Permission))}
    screens = {row.name: row for row in db.session.scalars(select(ViewMenu))}
    for permission, screen in sorted(wanted_pairs() - all_pairs().keys()):
        for name, known, model in ((permission, permissions, Permission), (screen, screens, ViewMenu)):
            if name not in known:
                known[name] = model(name=name)
                db.session.add(known[name])
        db.session.flush()
        pair = PermissionView(permission_id=permissions[permission].id, view_menu_id=screens[screen].id)
        db.session.add(pair)
    db.session.flush()


def seed_roles(now: datetime) -> None:
    """Make the default roles that this database never had; give the others what they were never offered before."""
    rows = {row.code: row for row in db.session.scalars(select(RoleReach).where(RoleReach.code.is_not(None)))}
    deleted = _deleted_codes()
    known = all_pairs()
    for default in DEFAULT_ROLES:
        if default.code in rows:
            _give(rows[default.code], default, known, now)
        elif default.code not in deleted:
            remember(_make(default, known, now), default.pairs(known))


def _make(default: DefaultRole, known: dict[Pair, PermissionView], now: datetime) -> RoleReach:
    taken = db.session.scalar(select(Role).where(Role.name == default.name))
    return add_role(
        name=default.name if taken is None else f"{default.name} ({default.code})",
        code=default.code,
        reach=default.reach,
        sees_personal_data=default.sees_personal_data,
        pairs=default.pairs(known),
        actor=None,
        now=now,
    )


def _give(row: RoleReach, default: DefaultRole, known: dict[Pair, PermissionView], now: datetime) -> None:
    """What an administrator took from a role was offered once, and isn't again; the administrator's own role gets all.

    Seen in the role's history, as anything else that was changed about it.
    """
    held, offered = pairs_of_role(row), offered_to(row)
    wanted = default.pairs(known)
    due = sorted(wanted - held - (set() if default.code == ADMINISTRATOR else offered))
    row.role.permissions.extend(known[pair] for pair in due)
    remember(row, offered | wanted)
    if due:
        given = [f"{screen}.{permission}" for permission, screen in due]
        record(row, "change", actor=None, now=now, facts={"changes": {}, "given": given, "taken": []})


def _deleted_codes() -> set[str]:
    """Codes of default roles that an administrator deleted."""
    gone = select(Event).where(Event.owner_kind == RoleReach.__tablename__, Event.verb == "delete")
    return {event.facts["code"] for event in db.session.scalars(gone) if event.facts.get("code")}


def _wait_for_others() -> None:
    """On SQLite the unit of work is the only writer already."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
