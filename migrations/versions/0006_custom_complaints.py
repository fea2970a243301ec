"""Complaints take custom fields, too.

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-25 15:05:00
"""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('complaint') as batch:
        batch.add_column(sa.Column('extra', sa.JSON(), server_default='{}', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('complaint') as batch:
        batch.drop_column('extra')
