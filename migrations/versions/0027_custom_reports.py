"""Rectification reports take custom fields, too.

Revision ID: 0027
Revises: 0026
Create Date: 2026-11-25 21:46:00
"""

import sqlalchemy as sa
from alembic import op


revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('rectification_report') as batch:
        batch.add_column(sa.Column('extra', sa.JSON(), server_default='{}', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('rectification_report') as batch:
        batch.drop_column('extra')
