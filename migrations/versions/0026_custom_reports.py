"""Rectification reports take custom fields, too.

Revision ID: 0026
Revises: 0025
Create Date: 2026-11-25 21:30:00
"""

import sqlalchemy as sa
from alembic import op


revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('rectification_report') as batch:
        batch.add_column(sa.Column('extra', sa.JSON(), server_default='{}', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('rectification_report') as batch:
        batch.drop_column('extra')
