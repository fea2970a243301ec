"""Customer files: merged, archived, confirmed; what lookalikes share.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

import app.db.types
from app.customers.duplicates import name_key


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = app.db.types.UTCDateTime(timezone=True)
    with op.batch_alter_table("customer") as batch:
        batch.add_column(sa.Column("name_key", sa.String(length=100), server_default="", nullable=False))
        batch.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("archived_at", instant, nullable=True))
        batch.add_column(sa.Column("confirmed_at", instant, nullable=True))
        batch.create_foreign_key("fk_customer_merged_into", "customer", ["merged_into_id"], ["id"])
        batch.create_index(op.f("ix_customer_name_key"), ["name_key"])
        batch.create_index(op.f("ix_customer_merged_into_id"), ["merged_into_id"])
    customer = sa.table("customer", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("name_key"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(customer.c.id, customer.c.name)).all():
        change = customer.update().where(customer.c.id == row.id).values(name_key=name_key(row.name))
        connection.execute(change)
    op.create_table(
        "customer_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("merged_at", instant, nullable=False),
        sa.Column("merged_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", instant, nullable=True),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("changed_at", instant, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["into_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["merged_by_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["created_by_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["changed_by_id"], ["ab_user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("customer_id", "into_id"):
        op.create_index(op.f(f"ix_customer_merge_{name}"), "customer_merge", [name])


def downgrade() -> None:
    op.drop_table("customer_merge")
    with op.batch_alter_table("customer") as batch:
        batch.drop_index(op.f("ix_customer_merged_into_id"))
        batch.drop_index(op.f("ix_customer_name_key"))
        batch.drop_constraint("fk_customer_merged_into", type_="foreignkey")
        for name in ("confirmed_at", "archived_at", "merged_into_id", "name_key"):
            batch.drop_column(name)
