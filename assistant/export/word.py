"""Blocks → a Word file. Edge, owner of python-docx on the way out (``corpus/readers`` reads with it).

The file holds paragraphs, tables and, above them from the second page on, the number of the page; nothing else: no
other field, no link, no macro, no picture, no relationship that leads out of it. Page and type are those customary for
papers of the Party (A4, margins 20/20/30/15 mm, Times New Roman 14); the text of 05-HD/VPTW on them is not at hand, so
that papers tell their reader to check. The same blocks give the same bytes: dates inside the file are fixed, and it is
packed again in one order.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from assistant.export.blocks import Grid, NewPage, Paper, Piece, SideBySide, Size, Span, TextLine, Title, centered

FONT = "Times New Roman"
PAGE = (210, 297)
"""Width and height of A4, mm."""
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}
"""mm."""
SIZES: dict[Size, int] = {"body": 14, "small": 11, "title": 16}
"""Points."""
_HEADINGS = {1: 16, 2: 14, 3: 14}
_FIRST_LINE = Mm(12.7)
_STEP = Mm(10)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def write(paper: Paper) -> bytes:
    """The paper as a ``.docx`` file."""
    file = Document()
    _set_up(file, paper)
    fresh = False
    for piece, following in zip_longest(paper.pieces, paper.pieces[1:]):
        if isinstance(piece, NewPage):
            fresh = True
            continue
        if fresh:  # a property of what stands first on the page
            _put_first(file, piece)
        else:
            _put(file, piece)
        fresh = False
        if isinstance(following, SideBySide) and following.room:
            _keep_with_next(file)
    raw = io.BytesIO()
    file.save(raw)
    return _packed_again(raw.getvalue())


def _keep_with_next(file: Any) -> None:
    """Keep what was put last on the page of what follows: no signature stands on a page of its own."""
    tables = file.tables
    last = file.element.body[-2]  # the last but one is the last piece; the very last are the section's properties
    if tables and last.getprevious() is not None and last.getprevious().tag == qn("w:tbl"):
        for cell in tables[-1].rows[-1].cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    file.paragraphs[-1].paragraph_format.keep_with_next = True


def _number_pages(section: Any) -> None:
    """The number of the page in the middle above the text, not on the first page."""
    section.different_first_page_header_footer = True
    section.header_distance = Mm(10)
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    paragraph._p.append(number)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "2"  # shown where a program does not count
    run.append(text)
    number.append(run)


def _set_up(file: Any, paper: Paper) -> None:
    properties = file.core_properties
    properties.author = properties.last_modified_by = "Trợ lý Đại hội"
    properties.title, properties.comments, properties.language, properties.revision = paper.name[:255], "", "vi-VN", 1
    properties.created = properties.modified = properties.last_printed = _EPOCH
    for key, relation in list(file.part.package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:  # the picture of python-docx's own template
            del file.part.package.rels[key]
    section = file.sections[0]
    width, height = PAGE[::-1] if paper.landscape else PAGE
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    for side, margin in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(margin))
    _number_pages(section)
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Table Grid"):
        _style(file.styles[name])
    normal = file.styles["Normal"]
    normal.font.size = Pt(SIZES["body"])
    normal.paragraph_format.space_before, normal.paragraph_format.space_after = Pt(0), Pt(6)
    for level, size in _HEADINGS.items():
        style = file.styles[f"Heading {level}"]
        style.font.size, style.font.bold, style.font.italic = Pt(size), True, level == 3
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(6)
        style.paragraph_format.keep_with_next = True
        if level == 1:
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _style(style: Any) -> None:
    """One typeface in all scripts, black, said to be Vietnamese."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    properties = style.element.rPr
    for colour in properties.findall(qn("w:color")):
        properties.remove(colour)
    for language in properties.findall(qn("w:lang")):
        properties.remove(language)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties.append(language)


def _put_first(file: Any, piece: Piece) -> None:
    """Put a piece at the top of a new page; a table gets an empty line above it, which carries the break."""
    first = len(file.paragraphs)
    if isinstance(piece, Grid | SideBySide):
        file.add_paragraph().paragraph_format.space_after = Pt(0)
    _put(file, piece)
    file.paragraphs[first].paragraph_format.page_break_before = True


def _put(file: Any, piece: Piece) -> None:
    match piece:
        case Title():
            file.add_paragraph(piece.text)._p.style = f"Heading{piece.level}"  # its id: a look-up by name is slow
        case TextLine():
            _fill(file.add_paragraph(), piece)
        case Grid():
            _grid(file, piece)
        case SideBySide():
            _side_by_side(file, piece)
        case NewPage():
            raise AssertionError("a new page is a property of what follows it")


def _fill(paragraph: Any, text: TextLine) -> None:
    form = paragraph.paragraph_format
    form.alignment = _ALIGN[text.align]
    if text.keep:
        form.keep_with_next = True
    if text.indent:
        form.left_indent = _STEP * text.indent
    if text.first_line:
        form.first_line_indent = _FIRST_LINE
    if text.bullet:
        _run(paragraph, Span(f"{text.bullet} "), text.size)
    for span in text.spans:
        _run(paragraph, span, text.size)
    if text.rule:
        _rule_below(paragraph)


def _run(paragraph: Any, span: Span, size: Size) -> None:
    run = paragraph.add_run()
    for number, part in enumerate(span.text.split("\n")):
        if number:
            run.add_break()
        run.add_text(part)
    if span.bold:
        run.bold = True
    if span.italic:
        run.italic = True
    if span.raised:
        run.font.superscript = True
    if size != "body":
        run.font.size = Pt(SIZES[size])


def _rule_below(paragraph: Any) -> None:
    """A line under the words, as wide as they are: the underline of the run, which needs no drawing."""
    for run in paragraph.runs:
        run.underline = True


def _grid(file: Any, grid: Grid) -> None:
    columns = len(grid.header) or (len(grid.rows[0]) if grid.rows else 0)
    if not columns:
        return
    table = file.add_table(rows=0, cols=columns, style="Table Grid")
    table.autofit = False
    shares = grid.widths or (1,) * columns
    section = file.sections[0]
    usable = section.page_width - section.left_margin - section.right_margin
    widths = [int(usable * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    if grid.header:
        row = table.add_row()
        repeated = OxmlElement("w:tblHeader")
        row._tr.get_or_add_trPr().append(repeated)
        _cells(row, [centered(cell, bold=True) for cell in grid.header], widths)
    for cells in grid.rows:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        lines = [
            TextLine((Span(cell),), align="center" if number in grid.centered else "left")
            for number, cell in enumerate(cells)
        ]
        _cells(row, lines, widths)
    file.add_paragraph().paragraph_format.space_after = Pt(0)


def _cells(row: Any, lines: list[TextLine], widths: list[int]) -> None:
    for cell, text, width in zip(row.cells, lines, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        _fill(paragraph, text)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
        for run in paragraph.runs:
            run.font.size = Pt(13)


def _side_by_side(file: Any, piece: SideBySide) -> None:
    table = file.add_table(rows=1, cols=2)
    table.autofit = False
    section = file.sections[0]
    usable = section.page_width - section.left_margin - section.right_margin
    halves = (usable * 46 // 100, usable * 54 // 100)
    for column, width in zip(table.columns, halves, strict=True):
        column.width = width
        column.cells[0].width = width
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, lines in zip(table.rows[0].cells, (piece.left, piece.right), strict=True):
        paragraph = cell.paragraphs[0]
        for number, text in enumerate(lines):
            if number:
                paragraph = cell.add_paragraph()
            _fill(paragraph, text)
            paragraph.paragraph_format.space_after = Pt(2)
        if piece.room and lines:
            for _ in range(4):
                cell.add_paragraph()
    file.add_paragraph().paragraph_format.space_after = Pt(0)


def _packed_again(raw: bytes) -> bytes:
    """The same parts in one order under one date."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return packed.getvalue()
