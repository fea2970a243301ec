"""The printed form, looked at as a picture: real Chinese glyphs, everything on it, nothing typed read as markup."""

import json
from datetime import timedelta
from typing import Any

import pypdfium2
import typst
from flask import Flask
from flask_babel import force_locale

from app.db import unit_of_work
from app.rectifications import printing, verbs
from app.rectifications.drafting import Planned
from app.rectifications.printing import as_pdf
from app.web.printing import APP, FONTS
from tests.complaints.company import MONDAY, Company
from tests.rectifications.reports import FRIDAY, TEXTS, opened, submitted, the

MISSING = "\U0001f9ff"
"""A character that the bundled font doesn't have."""


def printed(app: Flask, report_id: int, language: str = "zh") -> pypdfium2.PdfDocument:
    with app.test_request_context(), force_locale(language):
        return pypdfium2.PdfDocument(as_pdf(the(report_id)))


def words_of(document: pypdfium2.PdfDocument) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r", "").replace("\n", "")


def picture(text: str) -> tuple[bytes, int, int]:
    """One line in the form's font as grey pixels, with width and height."""
    source = """#set page(width: 100pt, height: 40pt, margin: 8pt)
    #set text(font: "Noto Sans CJK SC", size: 20pt, fallback: false)
    #json(bytes(sys.inputs.data))"""
    data = {"data": json.dumps(text)}
    pdf = typst.compile(source.encode(), font_paths=[FONTS], ignore_system_fonts=True, sys_inputs=data)
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=2, grayscale=True)
    return bytes(image.buffer), image.width, image.height


def ink(pixels: bytes) -> float:
    return sum(1 for value in pixels if value < 128) / len(pixels)


def test_all_that_is_written_can_be_read_back(app: Flask, company: Company) -> None:
    words = words_of(printed(app, submitted(company)))
    for expected in (
        "ZG20261123-0001",
        "TS20261123-0001",
        "武汉江汉网点",
        *TEXTS.values(),
        "装车前班组长逐件检查堆放方向",
        "钱伟",
        "2026-11-27",
        "赵强",
        "物流公司客户投诉管理制度(新邦)",
    ):
        assert expected in words, expected


def test_the_page_has_ink_where_the_words_are(app: Flask, company: Company) -> None:
    page = printed(app, submitted(company))[0]
    image = page.render(scale=1.5, grayscale=True)
    pixels, rows = bytes(image.buffer), []
    for row in range(image.height):
        line = pixels[row * image.stride : row * image.stride + image.width]
        rows.append(ink(line))
    assert 0.01 < sum(rows) / len(rows) < 0.2
    assert sum(1 for row in rows if row > 0) > image.height / 4


def test_every_character_has_a_picture_of_its_own(app: Flask) -> None:
    """Boxes would all look alike, and like that of a character which the font doesn't have."""
    box = picture(MISSING)[0]
    seen = {box}
    for character in "投诉整改表根本原因措施验证赵喆堃珺，。（）¥①":
        pixels = picture(character)[0]
        assert ink(pixels) > 0.001, character
        assert pixels not in seen, f"{character} looks like another"
        seen.add(pixels)


def test_what_people_type_is_never_markup(app: Flask, company: Company) -> None:
    evil = '#panic("x") *粗体* $x^2$ <label> \\ [content] // 注释 #include "fonts/README.md" @ref = 标题'
    mine = opened(company)
    with unit_of_work():
        verbs.save(
            the(mine),
            sections={**TEXTS, "problem": evil},
            measures=[Planned(evil, None, FRIDAY)],
            actor=company.person("zhao"),
            now=MONDAY,
        )
    words = words_of(printed(app, mine)).replace(" ", "")
    assert words.count(evil.replace(" ", "")) == 2


def test_a_long_report_runs_over_pages_and_an_empty_one_prints(app: Flask, company: Company) -> None:
    mine = opened(company)
    assert len(printed(app, mine)) == 1
    with unit_of_work():
        long = dict.fromkeys(TEXTS, "甲乙丙丁戊己庚辛壬癸\n" * 60)
        verbs.save(the(mine), sections=long, actor=company.person("zhao"), now=MONDAY + timedelta(hours=1))
    assert len(printed(app, mine)) > 3


def test_a_reader_of_english_gets_english_words(app: Flask, company: Company) -> None:
    words = words_of(printed(app, submitted(company), language="en"))
    assert "Complaint rectification report" in words
    assert "Root cause" in words


def test_no_font_of_the_machine_is_used(app: Flask, company: Company) -> None:
    """In a process that sees no font of the system and no home: only what is bundled."""
    assert [path.name for path in FONTS.glob("*.otf")] == ["NotoSansCJKsc-Regular.subset.otf"]
    fonts: Any = {font.get_base_name() for font in _fonts(printed(app, submitted(company)))}
    assert {font.partition("+")[2] for font in fonts} == {"NotoSansCJKsc-Regular"}
    assert (FONTS / "LICENSE").read_text().count("SIL OPEN FONT LICENSE") >= 1


def _fonts(document: pypdfium2.PdfDocument) -> list[Any]:
    return [item.get_font() for page in document for item in page.get_objects() if hasattr(item, "get_font")]


def test_the_layout_compiles_without_a_warning(app: Flask, company: Company) -> None:
    with app.test_request_context():
        data = json.dumps(
            {"language": "zh", "company": {"name": "禾驿快运", "logo": []}, **printing.data_of(the(submitted(company)))}
        )
    _pdf, warnings = typst.compile_with_warnings(
        printing.LAYOUT, root=APP, font_paths=[FONTS], ignore_system_fonts=True, sys_inputs={"data": data}
    )
    assert [str(warning) for warning in warnings] == []
