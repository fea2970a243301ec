"""What an administrator may write in a template, and what is said where it is wrong."""

import time

import pytest

from app.core.errors import Invalid, NotFound
from app.outbox import MessageTemplate, TemplateDefault, register_preview, register_template
from app.outbox.defaults import template_defaults
from app.outbox.rendering import TemplateFault, render
from app.outbox.templates import check_template, preview
from tests.outbox.conftest import ASSIGNED, NOW

WITH_LIST = TemplateDefault(
    code="test.list",
    title="List",
    subject_zh="{{ names|length }}件",
    subject_en="{{ names|length }} items",
    body_zh="{% for name in names %}\n{{ loop.index }}. {{ name }}\n{% endfor %}",
    body_en="{{ names|join(', ') }}",
    sample={"names": ["甲", "乙"]},
    owner_kind="thing",
)
register_template(WITH_LIST)
register_preview("thing", lambda number, code: {"names": [number, code]} if number == "TS1" else None)


def row(body: str = "正文", subject: str = "主题", code: str = "test.assigned") -> MessageTemplate:
    return MessageTemplate(code=code, language="zh", channel="email", subject=subject, body=body)


def fault_of(template: MessageTemplate) -> tuple[str, str]:
    with pytest.raises(Invalid) as caught:
        check_template(template)
    ((field, reason),) = caught.value.fields.items()
    return field, str(reason)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_registered_default_can_be_filled_in_with_its_sample(app, language):
    for default in template_defaults():
        subject, body = default.source(language)
        template = MessageTemplate(code=default.code, language=language, subject=subject, body=body)
        assert preview(template).fault is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("第一行\n{{ nmuber }}", "Line 2: there is no variable “nmuber”; there are: due, name, number"),
        ("{% if due %}{{ number }}{% else %}{{ nobody }}{% endif %}", "no variable “nobody”"),
        ("第一行\n第二行\n{{ number", "Line 3: not understood"),
        ("{% if number %}", "not understood"),
        ("", "required"),
        ("   ", "required"),
        ("字" * 10_001, "At most 10000"),
        ("{{ number.secret }}", "missing"),
        ("{{ 'x' * 1000000000 }}", "“mul” can't be used"),
        ("{{ 9 ** 9 ** 9 }}", "“pow” can't be used"),
        ("{{ range(10) }}", "can't be used"),
        ("{{ ''.__class__ }}", "can't be used"),
        ("{{ number.format() }}", "can't be used"),
        ("{{ '%999999999d'|format(1) }}", "“format” can't be used"),
        ("{% set x = 1 %}", "“assign” can't be used"),
        ("{% include 'x' %}", "“include” can't be used"),
        ("{% macro m() %}{% endmacro %}", "can't be used"),
        ("{% for a in number %}{% for b in number %}x{% endfor %}{% endfor %}", "“for” can't be used"),
        ("{% for a in number recursive %}{{ a }}{% endfor %}", "“for” can't be used"),
        ("{{ " + "(" * 3000 + "number" + ")" * 3000 + " }}", "nested too deeply"),
        ("{% if number %}" * 300 + "x" + "{% endif %}" * 300, "nested too deeply"),
        ("{{ number|upper(1, 2) }}", "can't be filled in"),
    ],
)
def test_a_wrong_template_is_refused_at_its_field_with_the_reason(app, body, reason):
    field, said = fault_of(row(body=body))
    assert field == "body"
    assert reason in said


def test_a_wrong_subject_is_refused_at_the_subject(app):
    assert fault_of(row(subject="{{ nmuber }}"))[0] == "subject"
    assert fault_of(row(subject="长" * 201)) == ("subject", "At most 200 characters")


def test_a_personal_link_is_refused_in_a_subject_which_lists_can_be_searched_by(app):
    template = row("{{ number }}", "{{ url }}", "followup_survey")
    assert fault_of(template)[0] == "body"
    template.body = "{{ url }}"
    assert fault_of(template) == ("subject", "A personal link belongs in the text, not in the subject.")


def test_a_text_that_grows_too_long_is_stopped_in_no_time():
    started = time.perf_counter()
    with pytest.raises(TemplateFault, match="longer than 20000"):
        render("{% for one in many %}" + "字" * 5000 + "{% endfor %}", {"many": "x" * 100_000})
    assert time.perf_counter() - started < 1


def test_loops_conditions_and_filters_work(app):
    check_template(row(WITH_LIST.body_zh, WITH_LIST.subject_zh, "test.list"))
    assert preview(row(WITH_LIST.body_zh, WITH_LIST.subject_zh, "test.list")).body == "1. 甲\n2. 乙"
    body = "{% if name is defined and not name == '' %}{{ name|default('您')|upper }}{% endif %}"
    assert preview(row(body)).body == "李娜"


def test_a_preview_uses_the_sample_or_a_real_thing_by_its_number(app):
    template = row(WITH_LIST.body_zh, WITH_LIST.subject_zh, "test.list")
    assert preview(template).subject == "2件"
    assert preview(template, "TS1").body == "1. TS1\n2. test.list"
    with pytest.raises(NotFound):
        preview(template, "TS2")
    with pytest.raises(NotFound):
        preview(row(ASSIGNED.body_zh), "TS1")


def test_html_stays_text_and_a_line_break_adds_no_header(app):
    values = {"number": "<b>\r\nBcc: all@example.com", "name": "\0李", "due": NOW}
    from app.outbox.templates import compose

    words = compose("test.assigned", "zh", values)
    assert words.subject == "投诉<b> Bcc: all@example.com已转到您部门"
    assert words.body.startswith("李，")
