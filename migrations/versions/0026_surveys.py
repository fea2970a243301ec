"""Question sets, rounds of surveys, who is asked, what they say, tasks of low scores.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

import app.db.types


revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _sets()
    _rounds()
    _invitations()
    _tasks()


def downgrade() -> None:
    tables = ("task", "answer", "invitation", "round", "question")
    for name in (*(f"survey_{table}" for table in tables), "question_set"):
        op.drop_table(name)


def _sets() -> None:
    op.create_table(
        "question_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("low_of_5", sa.Integer(), nullable=True),
        sa.Column("low_of_10", sa.Integer(), nullable=True),
        sa.Column("task_days", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("published_at", _instant(), nullable=True),
        *_stamps(),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "survey_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        *_stamps(),
        sa.ForeignKeyConstraint(["set_id"], ["question_set.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_survey_question_set_id"), "survey_question", ["set_id"])


def _rounds() -> None:
    op.create_table(
        "survey_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("tiers", "regions", "industries")),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("complained_days", sa.Integer(), nullable=True),
        sa.Column("view_id", sa.Integer(), nullable=True),
        sa.Column("view_name", sa.String(length=40), nullable=False),
        sa.Column("view_filters", sa.JSON(), nullable=False),
        sa.Column("pause_days", sa.Integer(), nullable=False),
        sa.Column("send_at", _instant(), nullable=True),
        sa.Column("life_days", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("finished_at", _instant(), nullable=True),
        *_stamps(),
        sa.ForeignKeyConstraint(["owner_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["set_id"], ["question_set.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_survey_round_set_id"), "survey_round", ["set_id"])
    op.create_index("ix_survey_round_due", "survey_round", ["state", "send_at"])


def _invitations() -> None:
    op.create_table(
        "survey_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("unique_key", sa.String(length=120), nullable=True),
        sa.Column("sent_at", _instant(), nullable=True),
        sa.Column("expires_at", _instant(), nullable=True),
        sa.Column("answered_at", _instant(), nullable=True),
        sa.Column("low", sa.Boolean(), server_default=sa.false(), nullable=False),
        *_stamps(),
        sa.ForeignKeyConstraint(["round_id"], ["survey_round.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
        sa.UniqueConstraint("unique_key"),
    )
    op.create_index("ix_survey_invitation_round", "survey_invitation", ["round_id", "state", "id"])
    op.create_index("ix_survey_invitation_customer", "survey_invitation", ["customer_id", "sent_at"])
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["invitation_id"], ["survey_invitation.id"]),
        sa.ForeignKeyConstraint(["question_id"], ["survey_question.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_survey_answer_invitation_id"), "survey_answer", ["invitation_id"])
    op.create_index(op.f("ix_survey_answer_question_id"), "survey_answer", ["question_id"])


def _tasks() -> None:
    op.create_table(
        "survey_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("highest", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("assigned_id", sa.Integer(), nullable=True),
        sa.Column("pack_version_id", sa.Integer(), nullable=False),
        sa.Column("due_at", _instant(), nullable=False),
        sa.Column("done_at", _instant(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("what_was_done", sa.Text(), nullable=False),
        *_stamps(),
        sa.ForeignKeyConstraint(["invitation_id"], ["survey_invitation.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"]),
        sa.ForeignKeyConstraint(["assigned_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["pack_version_id"], ["pack_version.id"]),
        sa.ForeignKeyConstraint(["done_by_id"], ["ab_user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invitation_id"),
    )
    op.create_index("ix_survey_task_open", "survey_task", ["state", "due_at"])
    for name in ("customer_id", "department_id", "assigned_id"):
        op.create_index(op.f(f"ix_survey_task_{name}"), "survey_task", [name])


def _instant() -> app.db.types.UTCDateTime:
    return app.db.types.UTCDateTime(timezone=True)


def _stamps() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("created_at", _instant(), nullable=False),
        sa.Column("changed_at", _instant(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["created_by_id"], ["ab_user.id"]),
    ]
