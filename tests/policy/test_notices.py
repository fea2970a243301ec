"""The State Council's notice, in the words in which it is written, read into days."""

from datetime import date

import pytest

from app.policy.holidays import statutory_days
from app.policy.notices import Notice, read_notice, read_rows, year_of

NOTICE = """关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班。"""


def on(notice: Notice, kind: str) -> set[date]:
    return {each.day for each in notice.days if each.kind == kind}


def test_a_whole_notice_says_what_the_calendar_of_that_year_says() -> None:
    notice, known = read_notice(NOTICE, 2026), statutory_days([2026])
    assert notice.doubts == ()
    assert on(notice, "holiday") == {day for day, entry in known.items() if entry.hours is not None}
    assert on(notice, "makeup") == {day for day, entry in known.items() if entry.hours is None}
    assert {each.label for each in notice.days} == {"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}


@pytest.mark.parametrize(
    ("text", "off", "on_duty"),
    [
        ("元旦：1月1日至3日放假，共3天。1月4日（星期日）上班。", 3, [(1, 4)]),
        ("元旦:1月1日放假1天,不调休。", 1, []),
        ("国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（周日）、10月10日（周六）上班", 8, [(9, 27), (10, 10)]),
        ("1. 劳动节：5月1日—5日放假，4月26日和5月9日上班。", 5, [(4, 26), (5, 9)]),
        ("春节：1月28日到2月4日放假调休，共8天", 8, []),
    ],
)
def test_each_way_of_saying_it(text: str, off: int, on_duty: list[tuple[int, int]]) -> None:
    notice = read_notice(text, 2026)
    assert len(on(notice, "holiday")) == off
    assert on(notice, "makeup") == {date(2026, month, day) for month, day in on_duty}


def test_a_new_year_may_begin_in_the_old_one() -> None:
    assert on(read_notice("元旦：12月30日至1月1日放假调休，共3天。", 2027), "holiday") == {
        date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)}  # fmt: skip
    assert len(read_notice("元旦：2026年12月31日至2027年1月2日放假，共3天。", 2027).days) == 3


@pytest.mark.parametrize(
    "text",
    [
        "元旦：1月1日至3日放假，共5天。",
        "元旦：1月1日（周三）放假。",
        "元旦：1月41日放假。",
        "元旦：1月9日至3日放假。",
        "元旦：1月6日上班。",
        "",
        "没有日期",
        "：" * 5000,
        "1月1日" * 3000,
    ],
)
def test_what_does_not_add_up_is_told(text: str) -> None:
    assert read_notice(text, 2026).doubts


def test_the_year_stands_in_the_heading() -> None:
    assert year_of(NOTICE, 1999) == 2026
    assert year_of("元旦：1月1日放假", 2027) == 2027


def test_a_table_is_read_whatever_its_columns() -> None:
    rows = [
        ["2027 年放假安排", None, None, None],
        ["日期", "类型", "说明", "星期"],
        [date(2027, 1, 1), "放假", "元旦", "周五"],
        ["2027/1/2", "休", "元旦", ""],
        ["2027年1月3日", "补班", "", "周日"],
        ["合计", 3, None, None],
    ]
    notice = read_rows(rows)
    assert [(each.day.day, each.kind, each.label) for each in notice.days] == [
        (1, "holiday", "元旦"), (2, "holiday", "元旦"), (3, "makeup", "上班")]  # fmt: skip
    assert len(notice.doubts) == 1


def test_a_row_without_a_day_or_a_kind_is_told_by_its_number_and_headings_are_not() -> None:
    rows = [["2027 年放假安排"], ["合计", 3], ["日期", "类型"], ["2027-01-01", "放假"], ["2027-01-09", "待定"]]
    notice = read_rows(rows)
    assert [doubt.params["number"] for doubt in notice.doubts] == [2, 5]
    assert [each.day.day for each in notice.days] == [1]
