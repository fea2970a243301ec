"""Tracking events of waybills; fragile, valuable, agreed delivery; what a tier's customers are told of.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

import app.db.types


revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = app.db.types.UTCDateTime(timezone=True)
    with op.batch_alter_table("waybill") as batch:
        batch.add_column(sa.Column("shipped_at", instant, nullable=True))
        batch.add_column(sa.Column("fragile", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.add_column(sa.Column("valuable", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.add_column(sa.Column("appointment_at", instant, nullable=True))
        batch.add_column(sa.Column("appointment_note", sa.String(length=200), server_default="", nullable=False))
    with op.batch_alter_table("tier") as batch:
        batch.add_column(sa.Column("tells", sa.JSON(), server_default="[]", nullable=False))
    op.create_table(
        "tracking_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("waybill_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("changed_at", instant, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["waybill_id"], ["waybill.id"]),
        sa.ForeignKeyConstraint(["station_id"], ["department.id"]),
        sa.ForeignKeyConstraint(["created_by_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["changed_by_id"], ["ab_user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("waybill_id", "at", "kind", name="uq_tracking_event"),
    )


def downgrade() -> None:
    op.drop_table("tracking_event")
    with op.batch_alter_table("tier") as batch:
        batch.drop_column("tells")
    with op.batch_alter_table("waybill") as batch:
        for name in ("appointment_note", "appointment_at", "valuable", "fragile", "shipped_at"):
            batch.drop_column(name)
