"""The State Council's yearly notice on holidays, read into days. Pure.

Its sentences are all of one kind: 元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from app.core.i18n import N_, Text

DayKind = Literal["holiday", "makeup"]
LONGEST = 20_000
_MOST_DAYS = 20
_HEADING = re.compile(r"([^\s，。；：:（）()]{1,20})[：:]")
_NUMBERED = re.compile(r"^[一二三四五六七八九十\d]+[、.．]\s*")
_DATE = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})[日号]")
_RANGE = re.compile(r"\s*(?:至|到|[-—–~～])\s*")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
_COUNT = re.compile(r"[共放假]\s*(\d{1,2})\s*天")
_YEAR = re.compile(r"(\d{4})\s*年(?:部分)?节假日安排")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_CELL = re.compile(r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+00:00(?::00)?)?\s*")
_WEEKDAYS = "一二三四五六日"
_OFF, _ON = ("放假", "休息"), ("上班",)
_HOLIDAY = ("放假", "休", "假", "法定节假日", "节假日", "holiday")
_MAKEUP = ("上班", "班", "补班", "调休上班", "调休上班日", "makeup", "work")


@dataclass(frozen=True, order=True)
class NoticeDay:
    """A day of the notice; `label` is the holiday that it belongs to."""

    day: date
    kind: DayKind
    label: str


@dataclass(frozen=True)
class Notice:
    """What was read, in order of date, and what a person should look at."""

    days: tuple[NoticeDay, ...]
    doubts: tuple[Text, ...] = ()


def year_of(text: str, default: int) -> int:
    """The year that the notice says it is for."""
    found = _YEAR.search(text)
    return int(found[1]) if found and 1990 <= int(found[1]) <= 2100 else default


def read_notice(text: str, year: int) -> Notice:
    """The days in the notice's prose. What can't be read is told; nothing is guessed."""
    days: dict[date, NoticeDay] = {}
    doubts: list[Text] = []
    for label, body in _items(text[:LONGEST]):
        for sentence in re.split(r"[。；;\n]", body):
            for found, doubt in _sentence(sentence, label, year):
                doubts += [doubt] if doubt else []
                for each in found:
                    days[each.day] = each
    if not days:
        doubts.append(Text(N_("No day was found in the text.")))
    doubts += _strange_weekdays(days.values())
    return Notice(tuple(sorted(days.values())), tuple(dict.fromkeys(doubts)))


def read_rows(rows: Iterable[Iterable[Any]]) -> Notice:
    """The days in a table: in each row a date, “放假” or “上班”, and in any other column what day it is."""
    days: dict[date, NoticeDay] = {}
    doubts: list[Text] = []
    for number, row in enumerate(rows, 1):
        cells = [cell for cell in row if cell not in (None, "")]
        day = next((found for cell in cells if (found := _cell_date(cell))), None)
        kinds: list[DayKind] = [word for cell in cells if (word := _kind(cell)) is not None]
        if day is None or not kinds:
            if number > 1 and cells and not _heads(cells):
                doubts.append(
                    Text(N_("Row %(number)s has no date with 放假 or 上班; it is left out."), {"number": number})
                )
            continue
        rest = (cell for cell in cells if _cell_date(cell) is None and _kind(cell) is None)
        label = next((str(cell).strip() for cell in rest if not _is_weekday(str(cell))), "")
        days[day] = NoticeDay(day, kinds[0], label[:100] or ("放假" if kinds[0] == "holiday" else "上班"))
    if not days:
        doubts.append(Text(N_("No day was found in the table.")))
    return Notice(tuple(sorted(days.values())), tuple(doubts + _strange_weekdays(days.values())))


def _heads(cells: Iterable[Any]) -> bool:
    """The columns' names, which stand below a title as often as in the first row."""
    return any(str(cell).strip().lower() in ("日期", "date") for cell in cells)


def _items(text: str) -> Iterator[tuple[str, str]]:
    """(holiday, what is said of it) for each heading with a colon after it."""
    found = [each for each in _HEADING.finditer(text) if not each[1].isdigit()]
    ends = [*(each.start() for each in found[1:]), len(text)]
    for each, end in zip(found, ends, strict=False):
        body = text[each.end() : end]
        label = _NUMBERED.sub("", each[1])
        if _DATE.search(body) and any(word in body for word in (*_OFF, *_ON)):
            yield label, body


def _sentence(sentence: str, label: str, year: int) -> Iterator[tuple[list[NoticeDay], Text | None]]:
    """The days of a sentence, each clause of which says off or on after its dates."""
    begin = 0
    for verb in re.finditer("|".join((*_OFF, *_ON)), sentence):
        clause, begin = sentence[begin : verb.start()], verb.end()
        kind: DayKind = "makeup" if verb[0] in _ON else "holiday"
        found, doubt = _dates(clause, year)
        if not found:
            continue
        if kind == "holiday" and doubt is None:
            counted = _COUNT.search(sentence[verb.start() :])
            if counted and int(counted[1]) != len(found):
                params = {"label": label, "said": int(counted[1]), "found": len(found)}
                doubt = Text(N_("%(label)s: the text says %(said)s days, but names %(found)s."), params)
        yield [NoticeDay(day, kind, label) for day in found], doubt


def _dates(clause: str, year: int) -> tuple[list[date], Text | None]:
    """Every day that is named, ranges filled up; a month that isn't said is the one before it."""
    doubt = _wrong_weekday(clause, year)
    plain = _ASIDE.sub("", clause)
    days: list[date] = []
    month, last, end = 0, None, 0
    for each in _DATE.finditer(plain):
        month = int(each[2] or month)
        day = _date(int(each[1]) if each[1] else _year_of_month(year, month, plain), month, int(each[3]))
        if day is None:
            return days, Text(N_("“%(date)s” is no date."), {"date": each[0]})
        if last and _RANGE.fullmatch(plain[end : each.start()]):
            if not 0 <= (day - last).days <= _MOST_DAYS:
                return days, Text(N_("“%(text)s” is no stretch of days."), {"text": plain.strip()[:40]})
            days += [last + timedelta(days=number) for number in range(1, (day - last).days + 1)]
        else:
            days.append(day)
        last, end = day, each.end()
    return days, doubt


def _year_of_month(year: int, month: int, clause: str) -> int:
    """A December that runs into January is the old year's: 12月31日至1月2日."""
    return year - 1 if month == 12 and re.search(r"(?<!\d)1月", clause) else year


def _wrong_weekday(clause: str, year: int) -> Text | None:
    """The day of the week in brackets is the notice's own check."""
    month = 0
    for each in re.finditer(rf"{_DATE.pattern}\s*[（(]([^（）()]*)[）)]", clause):
        month = int(each[2] or month)
        day = _date(int(each[1]) if each[1] else _year_of_month(year, month, clause), month, int(each[3]))
        said = _WEEKDAY.search(each[4])
        if day and said and _WEEKDAYS.index(said[1].replace("天", "日")) != day.weekday():
            params = {"date": day.isoformat(), "said": said[1]}
            return Text(N_("%(date)s is no 周%(said)s; is it the right year?"), params)
    return None


def _strange_weekdays(days: Iterable[NoticeDay]) -> list[Text]:
    """A make-up day lies on a weekend."""
    odd = [each for each in days if each.kind == "makeup" and each.day.weekday() < 5]
    return [Text(N_("%(date)s is a working day anyway."), {"date": each.day.isoformat()}) for each in odd]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _cell_date(cell: Any) -> date | None:
    if isinstance(cell, date):
        return date(cell.year, cell.month, cell.day)
    found = _CELL.fullmatch(str(cell))
    return _date(*map(int, found.groups())) if found else None


def _kind(cell: Any) -> DayKind | None:
    word = str(cell).strip().lower()
    return "holiday" if word in _HOLIDAY else "makeup" if word in _MAKEUP else None


def _is_weekday(text: str) -> bool:
    return bool(_WEEKDAY.fullmatch(text.strip()))
