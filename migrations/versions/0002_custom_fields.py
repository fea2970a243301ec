"""Fields that administrators add themselves.

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-25 13:40:00
"""

import sqlalchemy as sa
from alembic import op

import app.db.types


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

CUSTOMISED = ('customer', 'contact', 'waybill')


def upgrade() -> None:
    op.create_table('custom_field',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entity', sa.String(length=40), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('name_zh', sa.String(length=60), nullable=False),
    sa.Column('name_en', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('default_value', sa.String(length=200), nullable=False),
    sa.Column('help_text', sa.String(length=200), nullable=False),
    sa.Column('section', sa.String(length=60), nullable=False),
    sa.Column('sort', sa.Integer(), nullable=False),
    sa.Column('in_list', sa.Boolean(), nullable=False),
    sa.Column('see_roles', sa.JSON(), nullable=False),
    sa.Column('edit_roles', sa.JSON(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', app.db.types.UTCDateTime(), nullable=False),
    sa.Column('changed_at', app.db.types.UTCDateTime(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['changed_by_id'], ['ab_user.id'], ),
    sa.ForeignKeyConstraint(['created_by_id'], ['ab_user.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('uq_custom_field_code', 'custom_field', ['entity', 'code'], unique=True)
    for table in CUSTOMISED:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column('extra', sa.JSON(), server_default='{}', nullable=False))


def downgrade() -> None:
    for table in CUSTOMISED:
        with op.batch_alter_table(table) as batch:
            batch.drop_column('extra')
    op.drop_table('custom_field')
