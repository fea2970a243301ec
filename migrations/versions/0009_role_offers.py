"""Which permission was ever offered to which of the product's roles. `db upgrade` fills it afterwards.

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
    op.create_table(
        "role_offer",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("screen", sa.String(length=250), nullable=False),
        sa.Column("permission", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("code", "screen", "permission"),
    )


def downgrade() -> None:
    op.drop_table("role_offer")
