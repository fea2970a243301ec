"""Light or dark goes with the person.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ab_user") as batch:
        batch.add_column(sa.Column("theme", sa.String(length=6), server_default="system", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("ab_user") as batch:
        batch.drop_column("theme")
