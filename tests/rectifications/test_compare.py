"""Versions side by side, what changed marked."""

from app.rectifications.compare import compare_measures, compare_sections, compare_texts


def test_what_changed_is_marked_character_by_character() -> None:
    assert compare_texts("装车未检查", "装车前未检查") == (
        (("装车", False), ("未检查", False)),
        (("装车", False), ("前", True), ("未检查", False)),
    )


def test_what_did_not_change_is_not() -> None:
    same, other = compare_sections({"problem": "破损", "root_cause": "甲"}, {"problem": "破损", "root_cause": "乙"})
    assert (same.name, same.changed, other.changed) == ("problem", False, True)


def test_a_measure_more_or_less() -> None:
    one, two = {"text": "检查", "owner": "钱伟", "due": "2026-11-27"}, {"text": "培训", "owner": "", "due": ""}
    first, second = compare_measures([one], [one, two])
    assert (first.changed, second.before, second.after) == (False, (), (("培训", True),))
    assert [pair.changed for pair in compare_measures([one, two], [one])] == [False, True]
