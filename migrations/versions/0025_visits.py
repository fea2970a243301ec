"""Visits; how the customers of a tier are visited.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

import app.db.types


revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_PEOPLE = ("owner_id", "done_by_id", "created_by_id", "changed_by_id")


def upgrade() -> None:
    instant = app.db.types.UTCDateTime(timezone=True)
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(length=20), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("planned_at", instant, nullable=False),
        sa.Column("due_at", instant, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in _PEOPLE),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("purpose", "words", "said", "needs")),
        sa.Column("postponed", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=60), nullable=True),
        sa.Column("pack_version_id", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(length=60), nullable=False),
        sa.Column("done_at", instant, nullable=True),
        sa.Column("spoke_with", sa.String(length=100), nullable=False),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("extra", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("changed_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["pack_version_id"], ["pack_version.id"]),
        *(sa.ForeignKeyConstraint([name], ["ab_user.id"]) for name in _PEOPLE),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("no"),
        sa.UniqueConstraint("occasion"),
    )
    op.create_index("ix_visit_state", "visit", ["state", "planned_at"])
    op.create_index("ix_visit_customer", "visit", ["customer_id", "state"])
    op.create_index(op.f("ix_visit_planned_at"), "visit", ["planned_at"])
    op.create_index(op.f("ix_visit_owner_id"), "visit", ["owner_id"])
    with op.batch_alter_table("tier") as batch:
        batch.add_column(sa.Column("visit_way", sa.String(length=10), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("tier") as batch:
        batch.drop_column("visit_way")
    op.drop_table("visit")
