"""Customer files: credit code, industry, region, size, source, needs, confidential; addresses; wishes of contacts;
a greeting for each tier.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

import app.db.types


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_CUSTOMER = {"credit_code": 18, "industry": 20, "region": 10, "size": 20, "source": 20}
_CONTACT = {"channel": 10, "quiet_from": 5, "quiet_until": 5}


def upgrade() -> None:
    with op.batch_alter_table("customer") as batch:
        for name, length in _CUSTOMER.items():
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=True))
        batch.add_column(sa.Column("needs", sa.Text(), server_default="", nullable=False))
        batch.add_column(sa.Column("confidential", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.create_index(op.f("ix_customer_credit_code"), ["credit_code"])
        batch.create_index(op.f("ix_customer_confidential"), ["confidential"])
    with op.batch_alter_table("contact") as batch:
        for name, length in _CONTACT.items():
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=True))
        batch.add_column(sa.Column("do_not_contact", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.create_index(op.f("ix_contact_email"), ["email"])
    with op.batch_alter_table("tier") as batch:
        for name in ("greeting_zh", "greeting_en"):
            batch.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.create_table(
        "customer_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("region", sa.String(length=10), nullable=True),
        sa.Column("line", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", app.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", app.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["created_by_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_customer_address_customer_id"), "customer_address", ["customer_id"])


def downgrade() -> None:
    op.drop_table("customer_address")
    with op.batch_alter_table("tier") as batch:
        for name in ("greeting_en", "greeting_zh"):
            batch.drop_column(name)
    with op.batch_alter_table("contact") as batch:
        batch.drop_index(op.f("ix_contact_email"))
        for name in ("do_not_contact", *reversed(_CONTACT)):
            batch.drop_column(name)
    with op.batch_alter_table("customer") as batch:
        batch.drop_index(op.f("ix_customer_confidential"))
        batch.drop_index(op.f("ix_customer_credit_code"))
        for name in ("confidential", "needs", *reversed(_CUSTOMER)):
            batch.drop_column(name)
