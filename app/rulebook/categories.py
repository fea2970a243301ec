"""The category tree: from a pack into rows once, afterwards as the administrators keep it."""

from sqlalchemy import select

from app.extensions import db
from app.policy.pack import Pack
from app.rulebook.models import Category

_GAP = 100
"""Room between seeded nodes for those that administrators add."""


def seed_categories(pack: Pack) -> None:
    """Add the pack's categories that the tree doesn't have. What is there stays as it is: renamed, moved, retired."""
    known = {row.code: row for row in db.session.scalars(select(Category))}
    for number, (node, above) in enumerate(pack.walk_categories(), 1):
        if node.code in known:
            continue
        row = Category(
            code=node.code,
            name_zh=node.label.zh,
            name_en=node.label.en,
            kind=node.kind,
            clause=node.clause,
            parent_id=known[above[-1].code].id if above else None,
            sort=number * _GAP,
        )
        db.session.add(row)
        db.session.flush()
        known[row.code] = row


def open_categories(kind: str | None = None) -> list[Category]:
    """The categories that a complaint may be filed under, in the order of the tree."""
    rows = select(Category).where(Category.active).order_by(Category.sort, Category.id)
    return list(db.session.scalars(rows.where(Category.kind == kind) if kind else rows))
