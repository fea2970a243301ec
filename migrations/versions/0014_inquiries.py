"""Inquiries and cargo-tracking questions.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

import app.db.types


revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_PEOPLE = ("handler_id", "registered_by_id", "created_by_id", "changed_by_id")
_OWNERS = {"customer_id": "customer", "contact_id": "contact", "waybill_id": "waybill", "department_id": "department"}


def upgrade() -> None:
    instant = app.db.types.UTCDateTime(timezone=True)
    op.create_table(
        "inquiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in (*_OWNERS, *_PEOPLE)),
        sa.Column("caller", sa.String(length=100), nullable=False),
        sa.Column("phone_sealed", sa.String(length=255), nullable=True),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.Column("phone_tail", sa.String(length=64), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("question", "answer", "anything_else")),
        sa.Column("received_at", instant, nullable=False),
        *(sa.Column(name, instant, nullable=True) for name in ("due_at", "answered_at", "closed_at")),
        sa.Column("complaint_no", sa.String(length=20), nullable=False),
        sa.Column("extra", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("seal_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("changed_at", instant, nullable=False),
        *(sa.ForeignKeyConstraint([name], [f"{table}.id"]) for name, table in _OWNERS.items()),
        *(sa.ForeignKeyConstraint([name], ["ab_user.id"]) for name in _PEOPLE),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("no"),
        sa.UniqueConstraint("seal_id"),
    )
    op.create_index("ix_inquiry_state", "inquiry", ["state", "received_at"])
    for name in ("customer_id", "waybill_id", "department_id", "handler_id", "registered_by_id", "phone_index", "due_at"):
        op.create_index(op.f(f"ix_inquiry_{name}"), "inquiry", [name])


def downgrade() -> None:
    op.drop_table("inquiry")
