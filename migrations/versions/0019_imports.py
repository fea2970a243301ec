"""Imports: files on their way in, their faults, the records that they made, the columns that were chosen.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = app.db.types.UTCDateTime(timezone=True)
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("header_row", sa.Integer(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("expected", "position", "added", "changed", "unchanged", "corrected", "refused", "blank")
        ),
        sa.Column("told", sa.JSON(), nullable=True),
        sa.Column("requested_by_id", sa.Integer(), sa.ForeignKey("ab_user.id"), nullable=True),
        sa.Column("finished_at", instant, nullable=True),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("changed_at", instant, nullable=False),
        sa.Column("created_by_id", sa.Integer(), sa.ForeignKey("ab_user.id"), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), sa.ForeignKey("ab_user.id"), nullable=True),
        sa.Column("lease_until", instant, nullable=True),
        sa.Column("lease_token", sa.Integer(), server_default="0", nullable=False),
    )
    op.create_index("ix_import_run_state", "import_run", ["state"])
    op.create_index("ix_import_run_requested_by_id", "import_run", ["requested_by_id"])
    op.create_table(
        "import_fault",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("run_id", sa.Integer(), sa.ForeignKey("import_run.id", ondelete="CASCADE"), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=200), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("corrected", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_import_fault_run", "import_fault", ["run_id", "row"])
    op.create_table(
        "imported_row",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("run_id", sa.Integer(), sa.ForeignKey("import_run.id", ondelete="CASCADE"), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("left_at", instant, nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
    )
    op.create_index("ix_imported_row_run", "imported_row", ["run_id", "id"])
    op.create_table(
        "import_memory",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("header", sa.String(length=200), nullable=False),
        sa.Column("column", sa.String(length=60), nullable=False),
    )
    op.create_index("uq_import_memory", "import_memory", ["kind", "header"], unique=True)


def downgrade() -> None:
    for name in ("import_memory", "imported_row", "import_fault", "import_run"):
        op.drop_table(name)
