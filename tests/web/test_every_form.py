"""Every form of the running app, each field in turn with each kind of bad input.

Forms are found by asking the app, so that a new one is covered as soon as it is there: see `tests.web.site`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa

from app.absence.models import Absence
from app.absence.roster import monday_of
from app.complaints.models import Complaint
from app.core.clock import local_day, now
from app.customers.inquiries.models import Inquiry
from app.customers.models import Contact
from app.extensions import db
from app.security import Person, system_scope
from app.web.text import half_width
from tests.house import ROOT
from tests.people import PASSWORD, Browser, browser
from tests.web.drawn import Drawn, DrawnForm
from tests.web.fill import (
    BAD,
    CHOICES,
    FILE,
    NEVER_TAKEN,
    PICTURE,
    REMOTE,
    may_be_taken,
    sample,
    typed_into,
    understood,
)
from tests.web.site import FormPage, Site

CHINESE = re.compile("[一-鿿]")
PACK = (ROOT / "policies" / "xinbang.yaml").read_text(encoding="utf-8").replace('version: "', 'version: "9', 1)
EXTRA = {
    "PackVersionView.add": {"text": PACK},
    "ReplayView.add": {"text": PACK, "version_id": "", "until": "2031-06-06"},
    "AppealView.answer": {"outcome": "reduced", "amount": "20.00"},
    "InquiryView.add": {"due_at": "2099-01-01T10:00"},
    "InquiryView.edit": {"due_at": "2099-01-01T10:00"},
    "AbsenceView.add": {
        "person": "",
        "delegate": "1",
        "delegate-text": "李娜 · 呼叫中心",
        "starts_at": "2099-01-01T10:00",
        "ends_at": "2099-01-02T10:00",
    },
    "AbsenceView.shorten": {"ends_at": ""},
    "AbsenceView.edit": {"starts_at": "2098-01-01T10:00", "ends_at": "2098-01-02T10:00"},
    "RosterView.add": {"begin": "08:00", "end": "20:00", "days": str(monday_of(local_day(now())))},
    "SurveyQuestionView.add": {"options_text": ""},
    "SurveyQuestionView.edit": {"options_text": ""},
    "CustomerView.add": {"credit_code": "91110000600037341L"},
    "WaybillView.track": {"at": "2026-11-01T10:00"},
    "TierRuleView.add": {f"value_{row}": "5" for row in range(1, 5)},
    "CompanyView.change": {"accent": "#2067de"},
    "LoginView.login": {"username": "boss", "password": PASSWORD},
}
"""What can't be made up: view and step → field → text."""


@dataclass(frozen=True)
class Opened:
    """A form as a person sees it, and what that person would fill in."""

    who: Browser
    page: FormPage
    form: DrawnForm
    sent: dict[str, list[Any]]

    def send(self, sent: dict[str, list[Any]]) -> Any:
        """As the browser does: with a file in each file box."""
        boxes = [drawn.name for drawn in self.form.fields if drawn.kind == "filesfield"]
        files = {box: [(BytesIO(data), name)] for box in boxes for name, data in [PICTURE if box == "logo" else FILE]}
        return self.who.post(self.page.url, data=files | sent, content_type="multipart/form-data")


def open_all(site: Site, who: Browser, username: str) -> list[Opened]:
    """Every form that the person reaches; the login as nobody."""
    found = []
    for page in site.forms(username):
        reader = browser(site.app) if page.url == "/login/" else who
        form = DrawnForm(reader.get(page.url).text)
        found.append(Opened(reader, page, form, sample(form, reader, EXTRA.get(page.name, {}))))
    return found


@pytest.fixture(scope="session")
def forms(whole_site: Site) -> list[Opened]:
    """The boss's, opened once: `Site.restore` brings back the moment at which they were."""
    return open_all(whole_site, whole_site.boss, "boss")


def with_bad(sent: dict[str, list[Any]], drawn: Drawn, text: str) -> dict[str, list[Any]]:
    """The bad value in the field; in the box for searching, too, since that is where a person types."""
    also = [f"{drawn.name}-text"] if drawn.kind in REMOTE else ["repeated"] if drawn.name == "password" else []
    return sent | {name: [text] for name in [drawn.name, *also] if name in sent or name == drawn.name}


def refusal_faults(page: str, answered: int, sent: dict[str, list[Any]], drawn: Drawn, text: str) -> Iterator[str]:
    """What a refusal lacks: the message at the field, what was typed there, what was typed elsewhere."""
    form = DrawnForm(page)
    there = form[drawn.name]
    if answered == 401 and not there.message:  # the login never tells which of the two was wrong
        there.message, there.marked = form.alert, True
    if not CHINESE.search(there.message):
        yield f"no Chinese message at the field, but {there.message!r}; above: {form.alert!r}"
    if not there.marked and not there.types & {"radio", "checkbox", "file"}:
        yield "the box doesn't tell that it is wrong"
    read_already = half_width(text).replace(" ", "T")  # a date picker holds nothing but dates
    shown = there.text.replace(",", "")  # an amount's thousands
    allowed = (text.replace("\0", ""), read_already, understood(drawn.kind, text).replace(",", ""))
    if drawn.kind not in CHOICES and shown not in allowed and not there.secret:
        yield f"typed text lost: {there.text[:40]!r}"
    kept = form.filled_in()
    for other in form.fields:
        if other.kind == "hidden" or other.name == drawn.name or other.secret:
            continue
        for name in {other.name, f"{other.name}-text"} & sent.keys():
            if [value.replace("\r\n", "\n") for value in kept.get(name, [])] != sent[name]:
                yield f"{name} lost: {sent[name]} became {kept.get(name)}"


def stored(site: Site) -> Counter[str]:
    """Every value in the database, as text."""
    with site.app.app_context():
        tables = (table for table in db.metadata.sorted_tables if not table.name.startswith("ab_permission"))
        values = Counter(
            str(value) for table in tables for row in db.session.connection().execute(sa.select(table)) for value in row
        )
        with system_scope():
            sealed = (Complaint, Contact, Inquiry, Person)
            values.update(str(row.phone) for model in sealed for row in db.session.scalars(sa.select(model)))
            values.update(str(row.contact) for row in db.session.scalars(sa.select(Absence)))
        db.session.remove()
    return values


def taken_faults(site: Site, before: Counter[str], drawn: Drawn, text: str) -> Iterator[str]:
    """What a taken value lacks: it must be in the database as it is meant."""
    if text and drawn.kind not in ("passwordfield", "weekfield", *CHOICES):
        wanted = understood(drawn.kind, text)
        if not any(wanted in value for value in stored(site) - before):
            yield f"taken, but {wanted!r} is nowhere in the database"


@pytest.mark.parametrize("what", BAD)
def test_bad_input_gets_a_chinese_message_at_its_field_and_nothing_typed_is_lost(
    site: Site, forms: list[Opened], what: str
) -> None:
    if what not in NEVER_TAKEN:
        site.only_where_restoring_is_quick()
    before, faults = stored(site), []
    for each in forms:
        for drawn in each.form.fields:
            for text in typed_into(what, drawn):
                wrong, where = with_bad(each.sent, drawn, text), f"{each.page.url} {drawn.name}"
                answer = each.send(wrong)
                if answer.status_code == 302:
                    found = [*taken_faults(site, before, drawn, text)] if may_be_taken(what, drawn) else ["taken"]
                    site.restore()
                elif answer.status_code in (401, 422):
                    found = [*refusal_faults(answer.text, answer.status_code, wrong, drawn, text)]
                else:
                    found = [f"answered {answer.status_code}"]
                faults += [f"{where}: {fault}" for fault in found]
    report(faults)


def test_each_form_is_taken_when_it_is_filled_in_fittingly(site: Site, forms: list[Opened]) -> None:
    """Else the tests here would look at nothing but the first refusal."""
    site.only_where_restoring_is_quick()
    faults = []
    for each in forms:
        answer = each.send(each.sent)
        if answer.status_code != 302:
            told = DrawnForm(answer.text)
            messages = {drawn.name: drawn.message for drawn in told.fields if drawn.message}
            faults.append(f"{each.page.url}: {answer.status_code} {told.alert} {messages}: say in EXTRA what would fit")
        site.restore()
    report(faults)


def test_every_step_with_a_form_is_tried(site: Site, forms: list[Opened]) -> None:
    verbs = {f"{view.endpoint}.{verb.name}" for view in site.lists() for verb in view.verbs if verb.has_form}
    assert verbs - {each.page.name for each in forms} == set(), "live_on() in tests.web.later needs a row for these"


def test_what_belongs_to_another_department_is_refused_at_its_field(site: Site) -> None:
    """Each id that exists and isn't offered to the manager of Jianghan."""
    faults, tried = [], 0
    for each in open_all(site, site.manager, "manager"):
        for drawn in each.form.fields:
            for key in unoffered(site, drawn):
                wrong, tried = with_bad(each.sent, drawn, key), tried + 1
                answer = each.send(wrong)
                found = [*refusal_faults(answer.text, answer.status_code, wrong, drawn, key)]
                if answer.status_code != 422:
                    found = [f"answered {answer.status_code}"]
                    site.restore()
                faults += [f"{each.page.url} {drawn.name}={key}: {fault}" for fault in found]
    assert tried > 20
    report(faults)


def unoffered(site: Site, drawn: Drawn) -> list[str]:
    """Keys of rows of the kind that the field is about, out of the manager's reach."""
    if drawn.kind == "callerfield":
        return [f"{site.foreign_customer}-0-0", f"0-{site.foreign_contact}-0", f"0-0-{site.foreign_waybill}"]
    if drawn.kind == "remoteselectfield":
        return site.out_of_reach(drawn.suggestions)
    numbers = drawn.kind in ("choicefield", "combofield") and drawn.name.endswith("_id")
    return [key for key in ("1", "2", "3", "4", "5", "6") if key not in drawn.options] if numbers else []


def report(faults: list[str]) -> None:
    """All of them at once."""
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)
