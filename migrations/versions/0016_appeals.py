"""Appeals against penalties.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

import app.db.types


revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("penalty_id", sa.Integer(), nullable=False),
        sa.Column("payee_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("pack_version_id", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("filed_at", app.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("filed_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", app.db.types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("amount", app.db.types.Fen(), nullable=True),
        sa.Column("outcome_id", sa.Integer(), nullable=True),
        sa.Column("created_at", app.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", app.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["penalty_id"], ["penalty.id"]),
        sa.ForeignKeyConstraint(["payee_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"]),
        sa.ForeignKeyConstraint(["pack_version_id"], ["pack_version.id"]),
        sa.ForeignKeyConstraint(["filed_by_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["answered_by_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["outcome_id"], ["penalty.id"]),
        sa.ForeignKeyConstraint(["created_by_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["changed_by_id"], ["ab_user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("no"),
        sa.UniqueConstraint("penalty_id"),
    )
    with op.batch_alter_table("appeal") as batch:
        for column in ("state", "payee_id", "department_id", "filed_by_id"):
            batch.create_index(f"ix_appeal_{column}", [column])


def downgrade() -> None:
    op.drop_table("appeal")
