"""满意度调查: what is asked (question sets), whom (rounds), what they said (answers), and who sees to it (tasks)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.customers.models import Contact, Customer
from app.db import Model, Stamped, UTCDateTime
from app.extensions import db
from app.security import Person, Scoped
from app.security.scope import register_owner
from app.surveys.words import CHOSEN


class QuestionSet(Stamped, Model):
    """问卷. Its texts are the administrator's own and go to customers as they are written.

    A score of `low_of_5` (of 1 to 5) or `low_of_10` (of 0 to 10) or less opens a task, due after `task_days` working
    days; null: never. `state` moves by verbs only.
    """

    __tablename__ = "question_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    intro: Mapped[str] = mapped_column(Text, default="")
    low_of_5: Mapped[int | None] = mapped_column()
    low_of_10: Mapped[int | None] = mapped_column()
    task_days: Mapped[int] = mapped_column(default=2)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    questions: Mapped[list["SurveyQuestion"]] = relationship(
        back_populates="question_set", order_by="SurveyQuestion.no, SurveyQuestion.id"
    )

    def __str__(self) -> str:
        return self.title


class SurveyQuestion(Stamped, Model):
    """题目. `options`: what can be chosen, in order; an answer names them by their place."""

    __tablename__ = "survey_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("question_set.id"), index=True)
    no: Mapped[int] = mapped_column()
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(300))
    options: Mapped[list[str]] = mapped_column(db.JSON, default=list)
    required: Mapped[bool] = mapped_column(default=True)

    question_set: Mapped[QuestionSet] = relationship(back_populates="questions")

    @property
    def options_text(self) -> str:
        """One option a line, as a form shows them."""
        return "\n".join(self.options or ())

    @property
    def chosen(self) -> bool:
        """Whether it is answered by choosing among its options."""
        return self.kind in CHOSEN

    def __str__(self) -> str:
        return f"{self.no}. {self.text}"


class SurveyRound(Stamped, Model):
    """调查: a question set, and the group that is asked.

    Empty lists and nulls mean everybody. `view_filters` are a saved view's as they were when it was chosen. Who was
    asked within `pause_days` is left out. Holds no personal data: what is shown of its answers follows the customers'
    row scope. `left_out`: reason → how many were left out when it was scheduled.
    """

    __tablename__ = "survey_round"
    __table_args__ = (Index("ix_survey_round_due", "state", "send_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    set_id: Mapped[int] = mapped_column(ForeignKey("question_set.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    channel: Mapped[str] = mapped_column(String(10))
    tiers: Mapped[list[str]] = mapped_column(db.JSON, default=list)
    regions: Mapped[list[str]] = mapped_column(db.JSON, default=list)
    industries: Mapped[list[str]] = mapped_column(db.JSON, default=list)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    complained_days: Mapped[int | None] = mapped_column()
    view_id: Mapped[int | None] = mapped_column()
    view_name: Mapped[str] = mapped_column(String(40), default="")
    view_filters: Mapped[list[list[str]]] = mapped_column(db.JSON, default=list)
    pause_days: Mapped[int] = mapped_column(default=90)
    send_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    life_days: Mapped[int] = mapped_column(default=14)
    left_out: Mapped[dict[str, int]] = mapped_column(db.JSON, default=dict)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    question_set: Mapped[QuestionSet] = relationship()
    owner = relationship(Person, foreign_keys=[owner_id])

    def __str__(self) -> str:
        return self.name


class SurveyInvitation(Stamped, Scoped, Model):
    """A customer who is asked in a round, once. Only a keyed hash of the link's token is kept.

    `unique_key` is made of the round and a keyed hash of the address: two files of one address get one link.
    """

    __tablename__ = "survey_invitation"
    __table_args__ = (
        Index("ix_survey_invitation_round", "round_id", "state", "id"),
        Index("ix_survey_invitation_customer", "customer_id", "sent_at"),
    )
    scope_parent = ("customer_id", lambda: Customer)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("survey_round.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    state: Mapped[str] = mapped_column(String(20), default="planned")
    reason: Mapped[str] = mapped_column(String(20), default="")
    language: Mapped[str] = mapped_column(String(5), default="zh")
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    unique_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    low: Mapped[bool] = mapped_column(default=False, server_default=false())

    round: Mapped[SurveyRound] = relationship()
    customer: Mapped[Customer] = relationship()
    contact: Mapped[Contact | None] = relationship()
    answers: Mapped[list["SurveyAnswer"]] = relationship(back_populates="invitation", order_by="SurveyAnswer.id")

    @property
    def expired(self) -> bool:
        """Asked in vain."""
        return self.state == "sent" and self.expires_at is not None and self.expires_at <= clock.now()

    def __str__(self) -> str:
        return str(self.customer)


class SurveyAnswer(Scoped, Model):
    """What a customer said to one question. `choices`: places of the options chosen, from 0."""

    __tablename__ = "survey_answer"
    scope_parent = ("invitation_id", lambda: SurveyInvitation)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("survey_invitation.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("survey_question.id"), index=True)
    score: Mapped[int | None] = mapped_column()
    choices: Mapped[list[int]] = mapped_column(db.JSON, default=list)
    text: Mapped[str] = mapped_column(Text, default="")

    invitation: Mapped[SurveyInvitation] = relationship(back_populates="answers")
    question: Mapped[SurveyQuestion] = relationship()


class SurveyTask(Stamped, Scoped, Model):
    """待办: a customer gave a low score, and somebody has to see to it by `due_at`. `state` moves by verbs only."""

    __tablename__ = "survey_task"
    __table_args__ = (Index("ix_survey_task_open", "state", "due_at"),)
    scope_parent = ("customer_id", lambda: Customer)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("survey_invitation.id"), unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    question: Mapped[str] = mapped_column(String(300))
    score: Mapped[int] = mapped_column()
    highest: Mapped[int] = mapped_column()
    state: Mapped[str] = mapped_column(String(20), default="open")
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    assigned_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pack_version_id: Mapped[int] = mapped_column(ForeignKey("pack_version.id"))
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    what_was_done: Mapped[str] = mapped_column(Text, default="")

    invitation: Mapped[SurveyInvitation] = relationship()
    customer: Mapped[Customer] = relationship()
    department = relationship("Department")
    assigned = relationship(Person, foreign_keys=[assigned_id])
    done_by = relationship(Person, foreign_keys=[done_by_id])

    def __str__(self) -> str:
        return str(self.customer)


register_owner("survey_invitation", SurveyInvitation)
register_owner("survey_task", SurveyTask)
