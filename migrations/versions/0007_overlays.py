"""Packs that are laid over the company's own, and which of them a complaint was received under.

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-25 14:25:00
"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('pack_version') as batch:
        batch.add_column(sa.Column('overlay', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('complaint') as batch:
        batch.add_column(sa.Column('overlay_ids', sa.JSON(), nullable=False, server_default='[]'))


def downgrade() -> None:
    with op.batch_alter_table('complaint') as batch:
        batch.drop_column('overlay_ids')
    with op.batch_alter_table('pack_version') as batch:
        batch.drop_column('overlay')
