"""What kind of cause a report found, and why a complaint was dismissed: codes of dictionaries.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op


revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("rectification_report") as batch:
        batch.add_column(sa.Column("cause", sa.String(length=20), nullable=True))
    with op.batch_alter_table("complaint") as batch:
        batch.add_column(sa.Column("dismissal", sa.String(length=20), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("complaint") as batch:
        batch.drop_column("dismissal")
    with op.batch_alter_table("rectification_report") as batch:
        batch.drop_column("cause")
