"""Every text that users read has its Chinese, with the same placeholders."""

import os
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo

from app.catalogues import compile_catalogues
from scripts import translations

PLACEHOLDER = re.compile(r"%\(\w+\)|%[sd]|\{\w*\}")


def faults(message: Message) -> list[str]:
    """What is wrong with a translation. Chinese has one plural form, so one string answers for all of a msgid's."""
    msgids = message.id if isinstance(message.id, tuple) else (message.id,)
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    found = ["fuzzy"] if message.fuzzy else []
    if not all(strings):
        return [*found, "untranslated"]
    wanted = set(PLACEHOLDER.findall(msgids[-1]))
    return found + [f"placeholders of {string}" for string in strings if set(PLACEHOLDER.findall(string)) != wanted]


def test_every_msgid_is_translated() -> None:
    chinese = translations.read_chinese()
    marked = [message for message in translations.extract() if message.id]
    assert len(marked) > 100
    missing = [f"{message.id}: missing" for message in marked if message.id not in chinese]
    wrong = [f"{message.id}: {fault}" for message in chinese if message.id for fault in faults(message)]
    assert not missing + wrong, "\n".join(["make translations, then fill in:", *missing, *wrong])


@pytest.mark.parametrize(
    "message",
    [
        Message("Close", ""),
        Message("Close", "结案", flags={"fuzzy"}),
        Message("Due in %(hours)s h", "%(hour)s 小时后到期"),
        Message(("%(num)d day", "%(num)d days"), ("天",)),
    ],
)
def test_a_faulty_translation_is_noticed(message: Message) -> None:
    assert faults(message)


def test_a_whole_translation_is_accepted() -> None:
    assert faults(Message("Due in %(hours)s h", "%(hours)s 小时后到期")) == []


def test_catalogues_are_compiled_once_and_again_when_they_change(tmp_path: Path) -> None:
    source = tmp_path / "zh" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid "Close"\nmsgstr "结案"\n')

    compile_catalogues(tmp_path)
    compiled = source.with_suffix(".mo")
    with compiled.open("rb") as file:
        assert read_mo(file).get("Close").string == "结案"

    first = compiled.stat().st_mtime_ns
    compile_catalogues(tmp_path)
    assert compiled.stat().st_mtime_ns == first
    assert [path.name for path in source.parent.iterdir() if path.suffix == ".mo"] == ["messages.mo"]

    source.write_text('msgid "Close"\nmsgstr "关闭"\n')
    later = compiled.stat().st_mtime + 10
    os.utime(source, (later, later))
    compile_catalogues(tmp_path)
    with compiled.open("rb") as file:
        assert read_mo(file).get("Close").string == "关闭"
