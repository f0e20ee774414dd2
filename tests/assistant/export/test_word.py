"""The Word file: opens, holds what it was given, nothing that acts or leads out of it, the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.export.blocks import (
    Grid,
    NewPage,
    Paper,
    Piece,
    SideBySide,
    Span,
    TextLine,
    Title,
    centered,
    clean,
    inert,
    line,
    signatures,
)
from assistant.export.word import FONT, write

ACTING = re.compile(
    rb"<w:(?:instrText|fldSimple|fldChar|hyperlink|altChunk|object|pict)|TargetMode=|attachedTemplate|vbaProject"
)
PAPER = Paper(
    "Biên bản thử",
    (
        SideBySide((centered("ĐẢNG BỘ A"),), (centered("ĐẢNG CỘNG SẢN VIỆT NAM", bold=True, rule=True),)),
        Title("BIÊN BẢN", 1),
        TextLine((Span("Có "), Span("28", bold=True), Span(" người"), Span("[1]", raised=True)), first_line=True),
        Grid(("TT", "Họ và tên"), (("1", "Người thứ nhất"), ("2", "=HYPERLINK(1)")), (1, 5), frozenset({0})),
        line("hai\ndòng"),
        signatures(("TRƯỞNG BAN", "(ký)"), ("CHỦ TỊCH",)),
        NewPage(),
        Title("Phụ lục", 3),
    ),
)


def acts(package: zipfile.ZipFile, name: str) -> bool:
    """Whether a part of a file acts or leads out of it; the number of the page in its head is no more than a number."""
    part = package.read(name)
    if re.fullmatch(r"word/header\d+\.xml", name):
        part = part.replace(b'<w:fldSimple w:instr="PAGE">', b"")
    return ACTING.search(part) is not None


def sane(raw: bytes) -> str:
    """Check that a file opens and holds nothing that acts; its text."""
    package = zipfile.ZipFile(io.BytesIO(raw))
    assert package.testzip() is None
    for name in package.namelist():
        assert not name.startswith(("/", "..")), name
        if name.endswith((".xml", ".rels")):
            assert not acts(package, name), name
        else:
            pytest.fail(f"unexpected part {name}")
    file = Document(io.BytesIO(raw))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in file.paragraphs] + cells)


def test_a_paper_becomes_a_file_with_its_words_tables_and_page() -> None:
    raw = write(PAPER)
    text = sane(raw)
    assert all(words in text for words in ("BIÊN BẢN", "Có 28 người[1]", "Người thứ nhất", "hai\ndòng", "Phụ lục"))
    file = Document(io.BytesIO(raw))
    section = file.sections[0]
    assert (round(section.page_width / Mm(1)), round(section.left_margin / Mm(1))) == (210, 30)
    assert file.styles["Normal"].font.name == FONT
    assert file.core_properties.title == "Biên bản thử"
    assert b"tblHeader" in zipfile.ZipFile(io.BytesIO(raw)).read("word/document.xml")


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert write(PAPER) == write(PAPER)


def test_a_cell_that_a_spreadsheet_would_compute_is_made_text() -> None:
    assert inert("=1+1") == "'=1+1"
    assert inert(" @SUM(A1)") == "' @SUM(A1)"
    assert inert("-2+3+cmd|' /C calc'!A0").startswith("'")
    assert inert("- Đồng ý") == "- Đồng ý"
    assert inert("+7 ngày") == "+7 ngày"
    assert "'=HYPERLINK(1)" in sane(write(PAPER))


def test_characters_that_are_not_seen_are_left_out() -> None:
    assert clean("Nguyễn\u202e Văn\x00 A\u200b\ufeff\u2028B\r\nC") == "Nguyễn Văn A\nB\nC"


def test_a_row_of_another_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="number of cells"):
        Grid(("a", "b"), (("1",),))


WORDS = st.text(max_size=40)
PIECES: st.SearchStrategy[Piece] = st.one_of(
    WORDS.map(Title),
    st.builds(Span, WORDS, st.booleans(), st.booleans(), st.booleans()).map(lambda span: TextLine((span,))),
    st.lists(st.tuples(WORDS, WORDS), max_size=3).map(lambda rows: Grid(("A", "B"), tuple(rows))),
    st.tuples(WORDS, WORDS).map(lambda pair: signatures((pair[0],), (pair[1],))),
    st.just(NewPage()),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=6))
def test_any_words_give_a_sane_file(pieces: list[Piece]) -> None:
    sane(write(Paper("thử", tuple(pieces))))


def test_pages_are_numbered_from_the_second_and_no_signature_stands_alone() -> None:
    file = Document(io.BytesIO(write(PAPER)))
    section = file.sections[0]
    assert section.different_first_page_header_footer
    assert 'w:instr="PAGE"' in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml
    before = next(p for p in file.paragraphs if p.text == "hai\ndòng")
    assert before.paragraph_format.keep_with_next
    ruled = (Grid(("A",), (("1",), ("2",))), signatures(("TRƯỞNG BAN",), ("CHỦ TỊCH",)))
    rows = Document(io.BytesIO(write(Paper("Bảng", ruled)))).tables[0].rows
    assert [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in rows] == [None, None, True]
