"""Forms of one's own, and their records.

Revision ID: 0021
Revises: 0020
Create Date: 2026-11-25 17:09:15.648902
"""

import sqlalchemy as sa
from alembic import op

import app.db.types


revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('record_type',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('name_zh', sa.String(length=40), nullable=False),
    sa.Column('name_en', sa.String(length=40), nullable=False),
    sa.Column('description', sa.String(length=200), nullable=False),
    sa.Column('icon', sa.String(length=30), nullable=False),
    sa.Column('subject_zh', sa.String(length=40), nullable=False),
    sa.Column('subject_en', sa.String(length=40), nullable=False),
    sa.Column('pattern', sa.String(length=30), nullable=False),
    sa.Column('about_customer', sa.Boolean(), nullable=False),
    sa.Column('approval', sa.Boolean(), nullable=False),
    sa.Column('remind_field', sa.String(length=30), nullable=False),
    sa.Column('remind_days', sa.Integer(), nullable=False),
    sa.Column('rights', sa.JSON(), nullable=False),
    sa.Column('sort', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', app.db.types.UTCDateTime(timezone=True), nullable=False),
    sa.Column('changed_at', app.db.types.UTCDateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['changed_by_id'], ['ab_user.id'], ),
    sa.ForeignKeyConstraint(['created_by_id'], ['ab_user.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code')
    )
    op.create_table('own_record',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('type_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.String(length=40), nullable=False),
    sa.Column('subject', sa.String(length=120), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('customer_id', sa.Integer(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', app.db.types.UTCDateTime(timezone=True), nullable=True),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.Column('remind_at', app.db.types.UTCDateTime(timezone=True), nullable=True),
    sa.Column('extra', sa.JSON(), server_default='{}', nullable=False),
    sa.Column('created_at', app.db.types.UTCDateTime(timezone=True), nullable=False),
    sa.Column('changed_at', app.db.types.UTCDateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['changed_by_id'], ['ab_user.id'], ),
    sa.ForeignKeyConstraint(['created_by_id'], ['ab_user.id'], ),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], ),
    sa.ForeignKeyConstraint(['decided_by_id'], ['ab_user.id'], ),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], ),
    sa.ForeignKeyConstraint(['owner_id'], ['ab_user.id'], ),
    sa.ForeignKeyConstraint(['type_id'], ['record_type.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('own_record', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_own_record_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_own_record_department', ['type_id', 'department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_own_record_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_own_record_remind', ['remind_at'], unique=False, sqlite_where=sa.text('remind_at IS NOT NULL'), postgresql_where=sa.text('remind_at IS NOT NULL'))
        batch_op.create_index('uq_own_record_no', ['type_id', 'no'], unique=True)


def downgrade() -> None:
    with op.batch_alter_table('own_record', schema=None) as batch_op:
        batch_op.drop_index('uq_own_record_no')
        batch_op.drop_index('ix_own_record_remind', sqlite_where=sa.text('remind_at IS NOT NULL'), postgresql_where=sa.text('remind_at IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_own_record_owner_id'))
        batch_op.drop_index('ix_own_record_department')
        batch_op.drop_index(batch_op.f('ix_own_record_customer_id'))

    op.drop_table('own_record')
    op.drop_table('record_type')