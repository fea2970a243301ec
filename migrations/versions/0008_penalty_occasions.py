"""Penalties for more than verdicts: what for, when, who decides; rewards; a station's month without a complaint.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

import app.db.types


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("penalty") as batch:
        batch.add_column(sa.Column("occasion", sa.String(length=80), server_default="verdict", nullable=False))
        batch.add_column(sa.Column("occurred_at", app.db.types.UTCDateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("approver", sa.String(length=20), server_default="", nullable=False))
        batch.add_column(sa.Column("unique_key", sa.String(length=200), nullable=True))
    # Until now they all came from a verdict, and were proposed in its instant.
    op.execute("UPDATE penalty SET occurred_at = proposed_at")
    with op.batch_alter_table("penalty") as batch:
        batch.alter_column("occurred_at", existing_type=app.db.types.UTCDateTime(timezone=True), nullable=False)
        batch.alter_column("complaint_id", existing_type=sa.Integer(), nullable=True)
        batch.create_unique_constraint("uq_penalty_unique_key", ["unique_key"])
        batch.create_index("ix_penalty_rule", ["rule", "occurred_at"])


def downgrade() -> None:
    op.execute("DELETE FROM penalty WHERE complaint_id IS NULL")
    with op.batch_alter_table("penalty") as batch:
        batch.drop_index("ix_penalty_rule")
        batch.drop_constraint("uq_penalty_unique_key", type_="unique")
        batch.alter_column("complaint_id", existing_type=sa.Integer(), nullable=False)
        batch.drop_column("unique_key")
        batch.drop_column("approver")
        batch.drop_column("occurred_at")
        batch.drop_column("occasion")
