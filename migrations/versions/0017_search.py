"""The index behind the search box. It is filled by `db upgrade` after the migration, and by `search rebuild`.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY


revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

FULL_TEXT = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_gram
    USING fts5(grams, content='', detail=none, columnsize=0, tokenize='ascii')""",
    """CREATE TRIGGER IF NOT EXISTS search_entry_added AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_gram(rowid, grams) VALUES (new.id, new.grams); END""",
    """CREATE TRIGGER IF NOT EXISTS search_entry_removed AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_gram(search_gram, rowid, grams) VALUES ('delete', old.id, old.grams); END""",
    """CREATE TRIGGER IF NOT EXISTS search_entry_changed AFTER UPDATE ON search_entry BEGIN
    INSERT INTO search_gram(search_gram, rowid, grams) VALUES ('delete', old.id, old.grams);
    INSERT INTO search_gram(rowid, grams) VALUES (new.id, new.grams); END""",
)


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("grams", ARRAY(sa.Text()) if postgresql else sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "owner_id"),
    )
    if postgresql:
        op.create_index("ix_search_entry_grams", "search_entry", ["grams"], postgresql_using="gin")
    else:
        for statement in FULL_TEXT:
            op.execute(statement)
    # Telephones of complaints are found by their last four digits, as those of contacts are.
    op.create_index("ix_complaint_phone_tail", "complaint", ["phone_tail"])


def downgrade() -> None:
    op.drop_index("ix_complaint_phone_tail", "complaint")
    op.drop_table("search_entry")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE IF EXISTS search_gram")
