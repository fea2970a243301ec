"""The product's own text messages: short, and silent about everybody but their recipient."""

import re

import pytest
from sqlalchemy import select

from app.core.errors import Invalid
from app.db import unit_of_work
from app.extensions import db
from app.outbox import MessageTemplate, Recipient, seed_templates
from app.outbox.defaults import LANGUAGES, SMS, TemplateDefault, template_defaults
from app.outbox.templates import check_template, preview, variables_of
from app.outbox.texts import size_of
from tests.outbox.conftest import configure
from tests.people import browser, login, make_person

SIGN = "新邦物流"
PRIVATE = {
    "complainant",
    "handler",
    "author",
    "title",
    "note",
    "answer",
    "proposal",
    "notice",
    "said",
    "measure",
    "words",
}
"""Names, and sentences that somebody wrote: they may tell of others."""


def ours() -> list[TemplateDefault]:
    return [default for default in template_defaults() if not default.code.startswith("test.")]


@pytest.fixture
def provider_with_sign(app, monkeypatch):
    configure(app, monkeypatch, "", sms_url=f"https+hmac://k:s@gateway.example/?sign={SIGN}")


def text_row(code: str, language: str = "zh", **values: str) -> MessageTemplate:
    (default,) = [default for default in template_defaults() if default.code == code]
    subject, body = default.source(language, SMS)
    facts = {
        "subject": subject,
        "body": body,
        "parameters": "\n".join(f"{{{{ {n} }}}}" for n in default.sms_parameters),
    }
    return MessageTemplate(code=code, channel=SMS, language=language, **(facts | values))


def test_each_kind_of_message_has_a_short_text(app):
    assert [default.code for default in ours() if SMS not in default.channels()] == []


def test_a_chinese_text_is_one_part_with_its_sign_and_an_english_one_two_at_most(app, provider_with_sign):
    for default in ours():
        for language, parts in (("zh", 1), ("en", 2)):
            words = preview(text_row(default.code, language))
            assert size_of(words.body).parts <= parts, (default.code, words.body)


def test_a_text_names_nobody_and_carries_no_link_but_a_personal_one(app):
    for default in ours():
        assert not set(default.sms_variables) & PRIVATE, default.code
        assert default.sms_variables, default.code
        for language in LANGUAGES:
            row = text_row(default.code, language)
            check_template(row)
            assert set(default.sms_parameters) <= set(variables_of(row))
            assert default.code in ("followup_survey", "survey_invitation") or "http" not in preview(row).body


@pytest.mark.parametrize(
    ("code", "body", "reason"),
    [
        ("complaint_dispatched", "{{ complainant }}投诉{{ no }}", "no variable “complainant”"),
        ("deadline_due", "{{ title }}", "no variable “title”"),
        ("complaint_closed", "请看 https://kesu.example.cn/" + "long/" * 10, "at most 60 characters"),
        ("complaint_closed", "长" * 501, "At most 500"),
    ],
)
def test_what_a_text_may_not_say_is_refused_at_the_field(app, code, body, reason):
    with pytest.raises(Invalid) as refused:
        check_template(text_row(code, body=body))
    ((field, said),) = refused.value.fields.items()
    assert (field, reason in str(said)) == ("body", True)


@pytest.mark.parametrize(
    ("text", "size"), [("长" * 64, (70, 1)), ("长" * 65, (71, 2)), ("a" * 195, (201, 3)), ("😀", (8, 1))]
)
def test_parts_are_counted_as_providers_do(app, provider_with_sign, text, size):
    counted = size_of(text)
    assert (counted.characters, counted.parts) == size


def test_somebody_with_a_telephone_only_gets_the_text(tell):
    context = {"no": "TS1", "clock": "处理", "due": "明天", "title": "外包装破损"}
    message = tell("one", Recipient("李娜", phone="13800138000"), "deadline_due", context=context)
    assert (message.channel, message.body) == ("sms", "TS1“处理”已于明天到期，请立即处理。")


def test_a_customer_is_written_to_by_text_once_an_administrator_switches_it_on(tell):
    def told(key):
        return tell(key, Recipient("王芳", phone="13800138000"), "complaint_received", context={"no": "TS1"})

    assert told("one") is None
    with unit_of_work():
        seed_templates()
    assert told("two") is None
    with unit_of_work():
        rows = select(MessageTemplate).where(
            MessageTemplate.code == "complaint_received", MessageTemplate.channel == SMS
        )
        for row in db.session.scalars(rows):
            assert not row.active
            row.active = True
    assert told("three").body.startswith("您的投诉已受理，编号TS1")


@pytest.fixture
def editing(app, provider_with_sign):
    """The address of a text's form, its live preview, and an administrator."""
    with unit_of_work():
        seed_templates()
    make_person("admin", permissions=[(name, "MessageTemplateView") for name in ("can_list", "can_show", "can_edit")])
    mine = (MessageTemplate.code == "deadline_due", MessageTemplate.channel == SMS, MessageTemplate.language == "zh")
    key = db.session.scalars(select(MessageTemplate.id).where(*mine)).one()
    return login(browser(app), "admin"), key


def test_while_one_types_the_page_shows_the_text_its_length_and_its_parameters(editing):
    admin, key = editing
    assert f'data-try="/message-template/try/{key}"' in admin.get(f"/message-template/edit/{key}").text
    typed = {"subject": "x", "body": "{{ no }}到期", "parameters": "{{ no }}\n{{ level }}"}
    told = admin.send(f"/message-template/try/{key}", typed).get_json()
    assert told["text"] == f"【{SIGN}】TS20261122-0001到期"
    assert told["parameters"] == ["TS20261122-0001", "2"]
    assert re.search(r"\b23\b", told["size"])
    assert "nmae" in admin.send(f"/message-template/try/{key}", typed | {"body": "{{ nmae }}"}).get_json()["fault"]
    assert db.session.get_one(MessageTemplate, key).body != "{{ no }}到期"


def test_the_preview_is_for_those_who_may_edit(app, editing):
    _admin, key = editing
    make_person("reader", permissions=[(name, "MessageTemplateView") for name in ("can_list", "can_show")])
    assert login(browser(app), "reader").send(f"/message-template/try/{key}", {"body": "x"}).status_code == 403


def test_tencents_own_template_is_asked_for_and_entered_without_code(app, editing, monkeypatch):
    admin, key = editing
    url = f"/message-template/show/{key}"
    assert 'class="note note-warn"' not in admin.get(url).text
    configure(app, monkeypatch, "", sms_url=f"tencent://i:k@sms.example?app_id=1&sign={SIGN}")
    assert 'class="note note-warn"' in admin.get(url).text
    with unit_of_work():
        db.session.get_one(MessageTemplate, key).provider_template = "1234567"
    page = admin.get(url).text
    assert 'class="note note-warn"' not in page
    assert "<code>{1}</code> TS20261122-0001" in page
