"""Repeated complaints, misconduct, what was confirmed with the complainant, approval of proposals.

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-25 14:10:00
"""

import sqlalchemy as sa
from alembic import op

import app.db.types


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('complaint_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('earlier_id', sa.Integer(), nullable=False),
    sa.Column('later_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('rule', sa.String(length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('decided_at', app.db.types.UTCDateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    *_stamps(),
    sa.ForeignKeyConstraint(['decided_by_id'], ['ab_user.id'], ),
    sa.ForeignKeyConstraint(['earlier_id'], ['complaint.id'], ),
    sa.ForeignKeyConstraint(['later_id'], ['complaint.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('earlier_id', 'later_id')
    )
    op.create_index(op.f('ix_complaint_link_later_id'), 'complaint_link', ['later_id'], unique=False)
    op.create_table('misconduct',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('complaint_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('recorded_at', app.db.types.UTCDateTime(timezone=True), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', app.db.types.UTCDateTime(timezone=True), nullable=True),
    *_stamps(),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], ),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['ab_user.id'], ),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['ab_user.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_misconduct_complaint_id'), 'misconduct', ['complaint_id'], unique=False)
    with op.batch_alter_table('complaint') as batch:
        batch.add_column(sa.Column('repeat_count', sa.Integer(), nullable=False, server_default='0'))
        batch.add_column(sa.Column('confirmations', sa.JSON(), nullable=False, server_default='[]'))
    with op.batch_alter_table('proposal') as batch:
        batch.alter_column('remedy', existing_type=sa.String(length=20), type_=sa.String(length=40))
        batch.add_column(sa.Column('approval', sa.String(length=10), nullable=False, server_default=''))
        batch.add_column(sa.Column('approval_working', sa.JSON(), nullable=False, server_default='[]'))
        batch.add_column(sa.Column('approval_at', app.db.types.UTCDateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column('approval_by_id', sa.Integer(), nullable=True))
        batch.create_foreign_key('fk_proposal_approval_by', 'ab_user', ['approval_by_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('proposal') as batch:
        batch.drop_constraint('fk_proposal_approval_by', type_='foreignkey')
        for column in ('approval_by_id', 'approval_at', 'approval_working', 'approval'):
            batch.drop_column(column)
        batch.alter_column('remedy', existing_type=sa.String(length=40), type_=sa.String(length=20))
    with op.batch_alter_table('complaint') as batch:
        batch.drop_column('confirmations')
        batch.drop_column('repeat_count')
    op.drop_table('misconduct')
    op.drop_table('complaint_link')


def _stamps() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column('created_at', app.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column('changed_at', app.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column('created_by_id', sa.Integer(), nullable=True),
        sa.Column('changed_by_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['changed_by_id'], ['ab_user.id'], ),
        sa.ForeignKeyConstraint(['created_by_id'], ['ab_user.id'], ),
    ]
