"""Exports that a worker writes.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = app.db.types.UTCDateTime(timezone=True)
    op.create_table(
        "export_run",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("endpoint", sa.String(length=80), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("storage", sa.String(length=40), nullable=False),
        sa.Column("told", sa.JSON(), nullable=True),
        sa.Column("requested_by_id", sa.Integer(), sa.ForeignKey("ab_user.id"), nullable=False),
        sa.Column("finished_at", instant, nullable=True),
        sa.Column("expires_at", instant, nullable=True),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("changed_at", instant, nullable=False),
        sa.Column("created_by_id", sa.Integer(), sa.ForeignKey("ab_user.id"), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), sa.ForeignKey("ab_user.id"), nullable=True),
        sa.Column("lease_until", instant, nullable=True),
        sa.Column("lease_token", sa.Integer(), server_default="0", nullable=False),
    )
    for name in ("state", "requested_by_id", "expires_at"):
        op.create_index(f"ix_export_run_{name}", "export_run", [name])


def downgrade() -> None:
    op.drop_table("export_run")
