"""Light or dark goes with the person.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ab_user") as batch:
        batch.add_column(sa.Column("theme", sa.String(length=6), server_default="system", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("ab_user") as batch:
        batch.drop_column("theme")
