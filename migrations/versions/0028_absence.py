"""Who is away, who acts for them, and whose message a delegate got; rosters.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

import app.db.types


revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("starts_at", app.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", app.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=True),
        sa.Column("seal_id", sa.String(length=32), nullable=False),
        sa.Column("contact_sealed", sa.Text(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("cancelled_at", app.db.types.UTCDateTime(timezone=True), nullable=True),
        *_stamps(),
        sa.ForeignKeyConstraint(["created_by_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["changed_by_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["delegate_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("seal_id"),
    )
    op.create_index("ix_absence_person", "absence", ["person_id", "ends_at"])
    op.create_index("ix_absence_time", "absence", ["ends_at", "starts_at"])
    op.create_index(op.f("ix_absence_delegate_id"), "absence", ["delegate_id"])
    op.create_index(op.f("ix_absence_department_id"), "absence", ["department_id"])
    op.create_table(
        "duty_shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", app.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", app.db.types.UTCDateTime(timezone=True), nullable=False),
        *_stamps(),
        sa.ForeignKeyConstraint(["created_by_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["changed_by_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_duty_shift_department", "duty_shift", ["department_id", "starts_at"])
    op.create_index("ix_duty_shift_person", "duty_shift", ["person_id", "starts_at"])
    with op.batch_alter_table("message") as batch:
        batch.add_column(sa.Column("for_person_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_message_for_person_id", "ab_user", ["for_person_id"], ["id"])


def _stamps() -> list[sa.Column]:
    return [
        sa.Column("created_at", app.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", app.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
    ]


def downgrade() -> None:
    with op.batch_alter_table("message") as batch:
        batch.drop_constraint("fk_message_for_person_id", type_="foreignkey")
        batch.drop_column("for_person_id")
    op.drop_table("duty_shift")
    op.drop_table("absence")
