"""A workbook as people really send it: titles over the table, blank rows, doubles, wrong dates, full-width digits.

What an importer has to make of it is known, since the chance is seeded: `write_messy` returns the exact counts.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import xlsxwriter

HEADERS = ["序号", "运单编号", "始发网点", "目的网点", "品 名", "声明价值（元）", "承诺时间", "签收日期", "备用"]
_WIDE = str.maketrans("0123456789ABX", "０１２３４５６７８９ＡＢＸ")
_START = datetime(2026, 1, 5, 8, 0)  # noqa: DTZ001  (cells have no zone)
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001


@dataclass
class Expected:
    """What the import has to come to."""

    added: int = 0
    corrected: int = 0
    refused: int = 0
    blank: int = 0


def write_messy(path: Path, count: int, stations: list[str], seed: int = 2026) -> Expected:
    """`count` rows of waybills below two merged titles, with blank rows between them."""
    chance, expected = random.Random(seed), Expected()
    with xlsxwriter.Workbook(str(path), {"constant_memory": False}) as book:
        sheet = book.add_worksheet("运单")
        sheet.merge_range(0, 0, 0, len(HEADERS) - 1, "新邦物流运单台账")
        sheet.merge_range(1, 0, 1, len(HEADERS) - 1, "制表：运营部")
        sheet.write_row(3, 0, HEADERS)
        line = 4
        for number in range(count):
            if chance.random() < 0.02:
                line += 1
                expected.blank += 1
            cells, fate = _row(number, chance, stations)
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(line, column, cell)
            line += 1
            expected.added += fate != "refused"
            expected.corrected += fate == "corrected"
            expected.refused += fate == "refused"
    return expected


def _row(number: int, chance: random.Random, stations: list[str]) -> tuple[list[object], str]:
    """The cells, and whether they are taken as they are, corrected or refused."""
    no, promised = f"XB{number:010d}", _START + timedelta(minutes=7 * number % 400_000)
    cells: list[object] = [number + 1, no, stations[number % len(stations)], stations[-1], "茶叶 2 件", 1200.5]
    cells += [promised.strftime("%Y-%m-%d %H:%M"), None, None]
    match chance.randrange(20):
        case 0:
            cells[1] = no.translate(_WIDE)
        case 1:
            cells[1] = f"  {no}\u3000"
        case 2:
            cells[6] = (promised - _DAY_ZERO) / timedelta(days=1)
        case 3:
            cells[6] = promised.strftime("%Y年%m月%d日")
        case 4:
            cells[5] = "¥1,200.50"
        case 5:
            cells[6] = "2026-02-30"
            return cells, "refused"
        case 6:
            cells[2] = "没有这个网点"
            return cells, "refused"
        case 7:
            cells[5] = "面议"
            return cells, "refused"
        case 8 if number:
            cells[1] = "XB0000000000"
            return cells, "refused"
        case _:
            return cells, "taken"
    return cells, "corrected"
