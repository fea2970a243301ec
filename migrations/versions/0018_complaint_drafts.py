"""Drafts of complaints: kept while they are typed, sealed, each its author's, forgotten after some days.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

import app.db.types


revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = app.db.types.UTCDateTime(timezone=True)
    op.create_table(
        "complaint_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_sealed", sa.Text(), nullable=True),
        sa.Column("touched_at", instant, nullable=False),
        sa.Column("expires_at", instant, nullable=False),
        sa.Column("seal_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("changed_at", instant, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["created_by_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["changed_by_id"], ["ab_user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("seal_id"),
    )
    op.create_index("ix_complaint_draft_person", "complaint_draft", ["person_id", "touched_at"])
    op.create_index("ix_complaint_draft_expires_at", "complaint_draft", ["expires_at"])


def downgrade() -> None:
    op.drop_table("complaint_draft")
