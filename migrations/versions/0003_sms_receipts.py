"""Receipts of text messages.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-25 14:20:00
"""

import sqlalchemy as sa
from alembic import op

import app.db.types


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('message_receipt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('provider', sa.String(length=20), nullable=False),
    sa.Column('provider_id', sa.String(length=200), nullable=False),
    sa.Column('phone_hash', sa.String(length=64), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('detail', sa.String(length=500), nullable=False),
    sa.Column('happened_at', app.db.types.UTCDateTime(timezone=True), nullable=True),
    sa.Column('told_at', app.db.types.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('provider', 'provider_id', 'phone_hash', 'status', name='uq_message_receipt')
    )
    with op.batch_alter_table('message_receipt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_receipt_message_id'), ['message_id'], unique=False)
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('receipt', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('delivered_at', app.db.types.UTCDateTime(timezone=True), nullable=True))
    with op.batch_alter_table('message_attempt', schema=None) as batch_op:
        batch_op.add_column(sa.Column('provider_id', sa.String(length=200), server_default='', nullable=False))
        batch_op.create_index(batch_op.f('ix_message_attempt_provider_id'), ['provider_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('message_attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_attempt_provider_id'))
        batch_op.drop_column('provider_id')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_column('delivered_at')
        batch_op.drop_column('receipt')
    op.drop_table('message_receipt')
