"""Rules of tiers, what they propose; a customer's revenue; who looks after a tier.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

import app.db.types


revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = app.db.types.UTCDateTime(timezone=True)
    with op.batch_alter_table("customer") as batch:
        batch.add_column(sa.Column("revenue", app.db.types.Fen(), nullable=True))
    with op.batch_alter_table("tier") as batch:
        batch.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_tier_owner", "ab_user", ["owner_id"], ["id"])
    op.create_table(
        "tier_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tier_id", sa.Integer(), nullable=False),
        sa.Column("joined", sa.String(length=3), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        *_stamps(),
        sa.ForeignKeyConstraint(["tier_id"], ["tier.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_tier_rule_tier_id"), "tier_rule", ["tier_id"])
    op.create_table(
        "tier_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("from_tier_id", sa.Integer(), nullable=True),
        sa.Column("to_tier_id", sa.Integer(), nullable=False),
        sa.Column("working", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", instant, nullable=False),
        sa.Column("decided_at", instant, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        *_stamps(),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["from_tier_id"], ["tier.id"]),
        sa.ForeignKeyConstraint(["to_tier_id"], ["tier.id"]),
        sa.ForeignKeyConstraint(["decided_by_id"], ["ab_user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_tier_proposal_state", "tier_proposal", ["state", "id"])
    op.create_index(op.f("ix_tier_proposal_customer_id"), "tier_proposal", ["customer_id"])


def downgrade() -> None:
    op.drop_table("tier_proposal")
    op.drop_table("tier_rule")
    with op.batch_alter_table("tier") as batch:
        batch.drop_constraint("fk_tier_owner", type_="foreignkey")
        batch.drop_column("owner_id")
    with op.batch_alter_table("customer") as batch:
        batch.drop_column("revenue")


def _stamps() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("created_at", app.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", app.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["created_by_id"], ["ab_user.id"]),
    ]
