"""Keeping lists: saving, changing, sharing and removing views; remembering how a person left a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import selectinload

from app.core.errors import Invalid, NotAllowed
from app.core.i18n import N_
from app.db.journal import record
from app.extensions import db
from app.listviews.models import ListSetting, SavedView, SavedViewRole
from app.security import Person
from app.security.held import role_ids_of
from app.security.models import RoleReach

LONGEST_NAME = 40
MOST_VIEWS = 100
"""Of one person; a menu of more helps nobody."""


@dataclass(frozen=True)
class Kept:
    """What a view keeps of a list."""

    arguments: Sequence[tuple[str, str]] = ()
    columns: Sequence[str] = ()
    order_column: str = ""
    order_direction: str = ""


def seen_by(person: Any) -> ColumnElement[bool]:
    """The condition that a view is the person's own or shared with one of their roles."""
    shared = select(SavedViewRole.view_id).where(SavedViewRole.role_id.in_(role_ids_of(person.id)))
    return or_(SavedView.owner_id == person.id, SavedView.id.in_(shared))


def views_of(person: Any) -> Sequence[SavedView]:
    """All views in the person's menu, by name."""
    mine = select(SavedView).where(seen_by(person)).order_by(SavedView.name, SavedView.id)
    return db.session.scalars(mine.options(selectinload(SavedView.shares))).all()


def view_for(person: Any, view_id: int) -> SavedView | None:
    """The view, where it is in the person's menu."""
    return db.session.scalars(select(SavedView).where(SavedView.id == view_id, seen_by(person))).one_or_none()


def setting_of(person: Any, screen: str) -> ListSetting | None:
    """How the person left the list."""
    mine = select(ListSetting).where(ListSetting.person_id == person.id, ListSetting.screen == screen)
    return db.session.scalars(mine).one_or_none()


def save_view(
    screen: str,
    *,
    name: str,
    kept: Kept,
    role_ids: Iterable[int] = (),
    default: bool = False,
    actor: Any,
    now: datetime,
) -> SavedView:
    """A new view of the actor's. Raises Invalid at `name`."""
    _check(name, screen, actor.id)
    if len(db.session.scalars(select(SavedView.id).where(SavedView.owner_id == actor.id)).all()) >= MOST_VIEWS:
        raise Invalid.field("name", N_("You have %(most)s views already; remove some first."), most=MOST_VIEWS)
    row = SavedView(screen=screen, name=name, owner_id=actor.id)
    _keep(row, kept)
    db.session.add(row)
    db.session.flush()
    _share(row, role_ids)
    record(row, "create", actor=actor, now=now, facts={"name": name, "list": screen, "roles": _roles(row)})
    if default:
        open_with(row, screen, actor=actor)
    return row


def change_view(
    row: SavedView,
    *,
    name: str,
    role_ids: Iterable[int] | None = None,
    kept: Kept | None = None,
    may_share: bool = False,
    actor: Any,
    now: datetime,
) -> None:
    """Rename it, share it with other roles, keep other filters in it. Raises Invalid; NotAllowed for another's."""
    check_owner(row, actor, may_share=may_share)
    _check(name, row.screen, row.owner_id, row)
    before = {"name": row.name, "roles": _roles(row)}
    row.name = name
    if role_ids is not None:
        _share(row, role_ids)
    if kept is not None:
        _keep(row, kept)
    db.session.flush()
    after = {"name": row.name, "roles": _roles(row)}
    changes = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
    record(row, "change", actor=actor, now=now, facts={"changes": changes})


def remove_view(row: SavedView, *, may_share: bool = False, actor: Any, now: datetime) -> None:
    """Take it out of every menu. Raises NotAllowed for another's."""
    check_owner(row, actor, may_share=may_share)
    record(row, "delete", actor=actor, now=now, facts={"name": row.name, "list": row.screen})
    db.session.delete(row)
    db.session.flush()


def check_owner(row: SavedView, actor: Any, *, may_share: bool) -> None:
    """A view is its owner's; who may share views may also tidy up those that are shared. Raises NotAllowed."""
    if row.owner_id != actor.id and not (may_share and row.shares):
        raise NotAllowed(N_("This view is somebody else's. Save one of your own under another name."))


def open_with(row: SavedView | None, screen: str, *, actor: Any) -> None:
    """The view with which the actor's list opens from now on; None: the whole list."""
    _setting(screen, actor).default_view_id = row.id if row else None
    db.session.flush()


def remember(screen: str, *, actor: Any, **values: Any) -> None:
    """Keep `columns`, `order_column` and `order_direction`, or `page_size` for the actor."""
    setting = _setting(screen, actor)
    for name, value in values.items():
        setattr(setting, name, value)
    db.session.flush()


def role_names() -> dict[int, str]:
    """The roles that a view can be shared with."""
    rows = db.session.scalars(select(RoleReach).options(selectinload(RoleReach.role)))
    return {row.role_id: row.name for row in sorted(rows, key=lambda row: row.name)}


def _setting(screen: str, actor: Person) -> ListSetting:
    setting = setting_of(actor, screen)
    if setting is None:
        setting = ListSetting(person_id=actor.id, screen=screen)
        db.session.add(setting)
    return setting


def _keep(row: SavedView, kept: Kept) -> None:
    row.arguments, row.columns = [list(pair) for pair in kept.arguments], list(kept.columns)
    row.order_column, row.order_direction = kept.order_column, kept.order_direction


def _share(row: SavedView, role_ids: Iterable[int]) -> None:
    wanted = set(role_ids)
    if not wanted <= role_names().keys():
        raise Invalid.field("roles", N_("Not a valid choice."))
    row.shares = [share for share in row.shares if share.role_id in wanted]
    there = {share.role_id for share in row.shares}
    row.shares += [SavedViewRole(role_id=role_id) for role_id in sorted(wanted - there)]
    db.session.flush()


def _roles(row: SavedView) -> list[str]:
    names = role_names()
    return sorted(names[share.role_id] for share in row.shares if share.role_id in names)


def _check(name: str, screen: str, owner_id: int, row: SavedView | None = None) -> None:
    if not name or len(name) > LONGEST_NAME:
        raise Invalid.field("name", N_("At most %(length)s characters."), length=LONGEST_NAME)
    same = (SavedView.owner_id == owner_id, SavedView.screen == screen, SavedView.name == name)
    if db.session.scalar(select(SavedView.id).where(*same, SavedView.id != (row.id if row and row.id else 0))):
        raise Invalid.field("name", N_("There is a view of this name already."))
