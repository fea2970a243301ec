"""The demo company: what it consists of, and that it can be had again exactly as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.admin.bootstrap import bootstrap
from app.complaints.models import CannedReply, Complaint, Proposal
from app.complaints.states import STATES
from app.core.clock import SHANGHAI, local
from app.core.errors import Refused
from app.customers.models import Contact, Customer, Tier, Waybill
from app.data.demo import DEMO_PASSWORD, DemoSummary, is_empty, logins, seed_demo
from app.data.demo.hours import YEAR
from app.db import unit_of_work
from app.deadlines import Deadline, running_of
from app.events import Event
from app.extensions import db
from app.files.models import Attachment
from app.followups.models import FollowUp
from app.org.models import Department
from app.org.tree import people_in_charge
from app.outbox import Message, seed_templates
from app.penalties.appeals.models import Appeal
from app.penalties.appeals.standing import answerers_of
from app.penalties.models import Penalty
from app.rectifications.models import Measure, RectificationReport
from app.rulebook import seed_rulebook
from app.security import Person, scope_for, system_scope
from app.security.login import authenticate
from tests.conftest import make_app

UPGRADED = datetime(2025, 1, 1, tzinfo=UTC)
UNTIL = date(2026, 11, 22)
END = datetime(2026, 11, 22, tzinfo=SHANGHAI)
CASES = 40
DEMO_TABLES = (
    "department", "carrier", "ab_user", "ab_user_role", "tier", "customer", "contact", "waybill", "counter",
    "complaint", "proposal", "event", "deadline", "deadline_event", "attachment", "penalty", "appeal", "followup",
    "rectification_report", "rectification_measure", "rectification_version", "rectification_return",
)  # fmt: skip
RANDOM = ("_sealed", "seal_id", "password", "storage")
"""Endings of columns whose values are random by design: ciphertexts, password hashes, names of stored files."""


def prepare() -> None:
    bootstrap(UPGRADED)
    with unit_of_work():
        seed_rulebook(UPGRADED)
        seed_templates()


@contextmanager
def company(folder: Path, *, seed: int = 7, cases: int = CASES) -> Iterator[DemoSummary]:
    """A company of its own, in a new database on SQLite."""
    app = make_app(f"sqlite:///{folder / 'demo.db'}", folder)
    with app.app_context(), system_scope():
        db.create_all()
        prepare()
        yield seed_demo(complaints=cases, seed=seed, until=UNTIL)
        db.session.remove()
        db.engine.dispose()


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """What the demo wrote, apart from what is random by design."""
    found = {}
    for name in DEMO_TABLES:
        table = db.metadata.tables[name]
        columns = [column for column in table.columns if not column.name.endswith(RANDOM)]
        found[name] = [tuple(row) for row in db.session.execute(select(*columns).order_by(*table.primary_key))]
    return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSummary]:
    """One company for all tests that only look at it."""
    with company(tmp_path_factory.mktemp("demo")) as summary:
        yield summary


@pytest.mark.usefixtures("demo")
def test_the_same_seed_and_end_give_the_same_rows(tmp_path: Path) -> None:
    first = rows()
    with company(tmp_path):
        second = rows()
    for table in DEMO_TABLES:
        assert first[table] == second[table], table


@pytest.mark.usefixtures("demo")
def test_another_seed_gives_another_company(tmp_path: Path) -> None:
    first = rows()
    with company(tmp_path, seed=8, cases=2):
        assert rows()["customer"] != first["customer"]


def test_the_company_has_what_was_promised(demo: DemoSummary) -> None:
    kinds = dict(db.session.execute(select(Department.kind, func.count()).group_by(Department.kind)).all())
    assert (kinds["province"], kinds["station"], kinds["headquarters"]) == (3, 12, 1)
    assert {"call_centre", "quality_centre", "finance", "administration"} <= kinds.keys()
    assert (demo.customers, demo.waybills, demo.complaints) == (100, 400, CASES)
    assert 30 <= demo.people <= 36
    assert db.session.scalar(select(func.count(Tier.id))) == 4
    assert len(db.session.scalars(select(Contact.id)).all()) > 100
    assert db.session.scalar(select(func.count(CannedReply.id))) == 5


@pytest.mark.usefixtures("demo")
def test_one_station_has_no_head_and_its_notices_go_to_the_province() -> None:
    vacant = db.session.scalars(select(Department).where(Department.head_id.is_(None))).one()
    assert vacant.kind == "station"
    assert vacant.parent is not None
    assert people_in_charge(vacant)[0] is vacant.parent.head
    assert len(db.session.scalars(select(Department.id).where(Department.deputy_id.is_not(None))).all()) >= 5


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("username", ["admin", "operator", "agent", "supervisor", "quality", "payroll", "auditor"])
def test_everybody_logs_in_with_the_demo_password(username: str) -> None:
    person = authenticate(username, DEMO_PASSWORD, address="127.0.0.1", now=END)
    assert person is not None
    assert scope_for(person).reach == "all"


@pytest.mark.usefixtures("demo")
def test_each_station_and_province_has_a_manager_who_sees_it_alone() -> None:
    for department in db.session.scalars(select(Department).where(Department.kind.in_(("station", "province")))):
        manager = db.session.scalars(select(Person).where(Person.username == f"manager.{department.code}")).one()
        assert manager.department_id == department.id
        assert scope_for(manager).reach == "tree"
    assert {"manager.gd", "manager.sc04"} <= {username for username, _what in logins()}


def test_complaints_stand_in_every_state(demo: DemoSummary) -> None:
    assert demo.states.keys() == STATES.keys()


@pytest.mark.usefixtures("demo")
def test_the_unusual_happens_too() -> None:
    verbs = set(db.session.scalars(select(Event.verb).where(Event.owner_kind == "complaint")))
    assert {"transfer", "decline", "reopen", "withdraw", "escalate", "verdict", "call_satisfaction"} <= verbs
    told = select(Complaint.origin, Complaint.kind, Complaint.severity).distinct()
    origins, kinds, severities = map(set, zip(*db.session.execute(told), strict=True))
    assert origins == {"external", "internal"}
    assert kinds == {"business", "attitude"}
    assert severities == {"minor", "moderate", "major"}
    declined = select(Proposal.complaint_id).where(Proposal.outcome == "declined")
    agreed = select(Proposal.complaint_id).where(Proposal.outcome == "agreed", Proposal.complaint_id.in_(declined))
    assert db.session.scalars(agreed).all()


@pytest.mark.usefixtures("demo")
def test_payroll_has_months_to_look_at_and_the_latest_penalties_wait_for_a_person() -> None:
    held = select(Penalty.state, func.count(Penalty.id), func.count(Penalty.month.distinct())).group_by(Penalty.state)
    confirmed, proposed = sorted(tuple(row) for row in db.session.execute(held))
    assert (confirmed[0], proposed[0]) == ("confirmed", "proposed")
    assert confirmed[2] > 1
    verdicts = set(db.session.scalars(select(Complaint.verdict)))
    assert verdicts == {"pending", "sustained", "dismissed"}


@pytest.mark.usefixtures("demo")
def test_appeals_were_answered_by_somebody_else_and_the_latest_waits() -> None:
    appeals = db.session.scalars(select(Appeal).order_by(Appeal.filed_at.desc())).all()
    assert [appeal.state for appeal in appeals] == ["open", "upheld", "revoked", "reduced"]
    for appeal in appeals[1:]:
        assert appeal.answered_by_id not in (None, appeal.payee_id, appeal.filed_by_id, appeal.penalty.decided_by_id)
        assert appeal.answered_at is not None
        assert appeal.answered_at <= END
    assert answerers_of(appeals[0]), "a manager who tries the demo finds it"
    assert running_of(appeals[0])


@pytest.mark.usefixtures("demo")
def test_reports_of_the_past_are_closed_by_the_level_above_with_evidence() -> None:
    reports = db.session.scalars(select(RectificationReport)).all()
    past = [report for report in reports if report.opened_at < END - timedelta(days=45)]
    assert past
    assert {report.state for report in past} <= {"closed", "cancelled"}
    assert len(past) < len(reports)
    for report in past:
        assert report.decided_by_id not in (None, report.submitted_by_id, report.author_id)
        for measure in report.measures:
            assert measure.verified_by_id not in (None, measure.done_by_id, measure.owner_id)
            assert measure.text
            assert measure.due_on
    shown = select(Attachment.owner_id).where(Attachment.owner_kind == "rectification_measure")
    done = select(Measure.id).where(Measure.state != "planned")
    assert set(db.session.scalars(shown)) == set(db.session.scalars(done))


@pytest.mark.usefixtures("demo")
def test_calls_that_were_due_in_the_past_were_made() -> None:
    waiting = db.session.scalars(select(FollowUp.due_at).where(FollowUp.state == "due", FollowUp.means == "phone"))
    assert min(waiting) > END - timedelta(days=8)
    scores = set(db.session.scalars(select(FollowUp.score).where(FollowUp.score.is_not(None))))
    assert scores & {4, 5}
    reopened = select(Event.actor_id).where(Event.owner_kind == "complaint", Event.verb == "reopen")
    assert None not in set(db.session.scalars(reopened)), "nobody's answer reopened a case"


@pytest.mark.usefixtures("demo")
def test_nothing_of_the_past_is_ever_sent() -> None:
    assert db.session.scalar(select(func.count(Message.id))) == 0


@pytest.mark.usefixtures("demo")
def test_numbers_run_from_one_without_a_gap_each_day() -> None:
    complaints = db.session.scalars(select(Complaint).order_by(Complaint.received_at)).all()
    for day, of_day in groupby(complaints, lambda complaint: f"TS{local(complaint.received_at):%Y%m%d}"):
        numbers = [complaint.no for complaint in of_day]
        assert numbers == [f"{day}-{number:04d}" for number in range(1, len(numbers) + 1)]


@pytest.mark.usefixtures("demo")
def test_the_past_ends_where_it_was_told_to() -> None:
    received = sorted(db.session.scalars(select(Complaint.received_at)))
    assert END - YEAR <= received[0] <= END - YEAR / 2
    assert END - timedelta(minutes=10) <= received[-1] <= END
    events = select(Event.at).where(Event.owner_kind == "complaint")
    for instants in (events, select(Complaint.changed_at), select(Waybill.changed_at), select(Customer.changed_at)):
        assert max(db.session.scalars(instants)) <= END


@pytest.mark.usefixtures("demo")
def test_clocks_run_are_late_and_were_swept_to_the_end() -> None:
    running = db.session.scalars(select(Deadline).where(Deadline.state == "running")).all()
    assert any(deadline.due_at > END for deadline in running)
    assert any(deadline.breached_at is not None for deadline in running)
    assert not [deadline for deadline in running if deadline.next_at is not None and deadline.next_at <= END]
    ended = set(db.session.scalars(select(Deadline.state).where(Deadline.ended_at.is_not(None))))
    assert {"met", "missed"} <= ended


@pytest.mark.usefixtures("demo")
def test_texts_are_whole_and_phones_are_nobodys() -> None:
    proposals = db.session.scalars(select(Proposal.text)).all()
    for complaint in db.session.scalars(select(Complaint)):
        for text in (complaint.title, complaint.description, complaint.findings, complaint.closing_notice):
            assert not {"{", "}"} & set(text)
            assert "None" not in text
    assert not any("{" in text for text in proposals)
    phones = [contact.phone for contact in db.session.scalars(select(Contact))]
    assert all(phone[6:10] == "0000" and len(phone) == 14 for phone in phones)
    assert len(set(phones)) == len(phones)


@pytest.mark.usefixtures("demo")
def test_some_cases_have_photos_and_recordings() -> None:
    assert set(db.session.scalars(select(Attachment.mime))) == {"image/png", "audio/wav"}


@pytest.mark.usefixtures("demo")
def test_a_second_company_is_refused() -> None:
    before = db.session.scalar(select(func.count(Event.id)))
    with pytest.raises(Refused, match="empty database"):
        seed_demo(complaints=1, until=UNTIL)
    assert db.session.scalar(select(func.count(Event.id))) == before


@pytest.mark.usefixtures("app")
def test_what_is_interrupted_leaves_nothing_behind() -> None:
    prepare()

    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed_demo(complaints=4, until=UNTIL, progress=interrupt)
    assert is_empty()


@pytest.mark.usefixtures("app")
def test_a_year_without_a_policy_is_refused() -> None:
    prepare()
    with pytest.raises(Refused, match="No policy pack"):
        seed_demo(complaints=4, until=date(2015, 6, 1))
    assert is_empty()


@pytest.mark.usefixtures("app")
def test_it_is_built_on_either_database_up_to_an_instant() -> None:
    prepare()
    assert is_empty()
    assert logins() == []
    at = datetime(2026, 11, 20, 15, 30, tzinfo=SHANGHAI)
    told: list[tuple[int, int]] = []
    summary = seed_demo(complaints=8, seed=3, until=at, progress=lambda done, total: told.append((done, total)))
    assert (summary.complaints, summary.customers) == (8, 100)
    assert told[-1] == (8, 8)
    assert not is_empty()
    assert db.session.scalar(select(func.count(Customer.id))) == 100
    assert max(db.session.scalars(select(Complaint.received_at))) <= at
    assert "8 complaints" in str(summary)
