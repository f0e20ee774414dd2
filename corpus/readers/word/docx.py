"""Word files (DOCX), through python-docx: paragraphs and tables in order, automatic numbers written out.

Edge: owns ``docx``. Macros, embedded objects, remote templates and images are never opened: only the text parts
are read. The package is measured before it is unpacked, so that a zip bomb is refused by its size.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from corpus.core.codes import Code, DefectCode
from corpus.core.errors import CorpusError
from corpus.readers.legacy import Converter, Run
from corpus.readers.tables import Span, table_lines
from corpus.readers.word.numbering import Numbering
from corpus.structure.extract import Defect, Extract, Line, LineKind, Severity, hidden

MAX_UNPACKED = 200 * 1024 * 1024
"""Bytes a package may unpack to; the largest known regulation file unpacks to 3 MB."""

_MAX_PARTS, _MAX_RATIO = 5000, 300
_MAX_TEXT_PART = 60 * 1024 * 1024
_LEAST_SIZE = 4  # half-points
_CELL_DEPTH = 4  # tables nested deeper are read as plain text


def read_docx(data: bytes) -> Extract:
    """Lines of a DOCX file.

    Raises:
        CorpusError: ``corpus.too_large`` for a package that unpacks beyond the limits, ``corpus.encrypted``,
            ``corpus.unreadable``.
    """
    _measure(data)
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, zipfile.BadZipFile, SyntaxError) as error:
        raise CorpusError(Code.CORPUS_UNREADABLE, "Tệp Word bị hỏng.", hint="Mở bằng Word rồi lưu lại.") from error
    reader = _Reader(document)
    lines = list(reader.lines(body))
    return Extract(
        lines=tuple(lines),
        format="docx",
        encoding=reader.converter.encoding(),
        defects=(*reader.converter.defects(), *reader.defects()),
        confidence=reader.converter.confidence(),
    )


def _measure(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise CorpusError(Code.CORPUS_UNREADABLE, "Tệp Word bị hỏng hoặc bị cắt cụt.") from error
    if any(part.flag_bits & 1 for part in parts):
        raise CorpusError(Code.CORPUS_ENCRYPTED, "Tệp Word có mật khẩu.", hint="Bỏ mật khẩu rồi nạp lại.")
    total = sum(part.file_size for part in parts)
    texts = [part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
    if (
        total > MAX_UNPACKED
        or len(parts) > _MAX_PARTS
        or max(texts, default=0) > _MAX_TEXT_PART
        or (total > 20 * 1024 * 1024 and total > _MAX_RATIO * len(data))
    ):
        raise CorpusError(
            Code.CORPUS_TOO_LARGE,
            f"Tệp Word bung ra {total // 1024 // 1024} MB, vượt giới hạn (có thể là tệp nén độc hại).",
        )


class _Reader:
    def __init__(self, document: Any) -> None:
        self.converter = Converter()
        self.numbering = Numbering(document)
        self.fonts = _StyleFonts(document)
        self.block = 0
        self.deleted = 0
        self.notes = 0
        self.note_texts = _note_texts(document)
        self.called: list[str] = []
        self.hidden: list[str] = []

    def lines(self, body: Any) -> Iterator[Line]:
        """Paragraphs and table rows below an element, in order."""
        for node in self._blocks(body):
            if node.tag == qn("w:tbl"):
                self.block += 1
                rows, spans, headed = self._rows(node, 1)
                yield from table_lines(rows, self.block, spans, headed)
            else:
                yield from self._paragraph(node)
            for text in self.called:
                yield Line(text, kind=LineKind.NOTE, block=self.block)
            self.called.clear()

    def _blocks(self, parent: Any) -> Iterator[Any]:
        """Paragraphs and tables, content controls and tracked insertions opened."""
        for node in parent:
            if node.tag in (qn("w:p"), qn("w:tbl")):
                yield node
            elif node.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:smartTag"), qn("w:customXml")):
                yield from self._blocks(node)

    def _rows(self, table: Any, depth: int) -> tuple[list[list[list[str]]], list[list[Span]], int]:
        """Cells of each row, their reach, and how many rows repeat on each page, which is what Word calls a head."""
        rows: list[list[list[str]]] = []
        spans: list[list[Span]] = []
        begun: dict[int, tuple[int, int]] = {}  # the cell that reaches down in a column, by its row and place
        headed = 0
        for row in table.iter(qn("w:tr")):
            if _enclosing(row, qn("w:tbl")) is not table:
                continue
            cells: list[list[str]] = []
            reach: list[Span] = []
            column = _figure(row, "w:trPr", "w:gridBefore", 0)
            for cell in row.iter(qn("w:tc")):
                if _enclosing(cell, qn("w:tr")) is not row:
                    continue
                across = _figure(cell, "w:tcPr", "w:gridSpan", 1)
                merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                if merged is not None and merged.get(qn("w:val")) in (None, "continue") and column in begun:
                    above, place = begun[column]
                    wide, down = spans[above][place]
                    spans[above][place] = (wide, down + 1)
                else:
                    for covered in range(column, column + across):
                        begun.pop(covered, None)
                    if merged is not None:
                        begun[column] = (len(rows), len(cells))
                    cells.append(self._cell(cell, depth))
                    reach.append((across, 1))
                column += across
            told = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
            headed += told is not None and headed == len(rows) and told.get(qn("w:val")) not in ("0", "false", "off")
            rows.append(cells)
            spans.append(reach)
        return rows, spans, headed

    def _cell(self, cell: Any, depth: int) -> list[str]:
        found: list[str] = []
        for node in self._blocks(cell):
            if node.tag == qn("w:p"):
                found += [line.text for line in self._paragraph(node)]
            elif depth < _CELL_DEPTH:
                found += [" | ".join(" ".join(part) for part in row) for row in self._rows(node, depth + 1)[0]]
            else:
                found.append(" ".join(text.text or "" for text in node.iter(qn("w:t"))))
        return found

    def _paragraph(self, node: Any) -> Iterator[Line]:
        label = self.numbering.label(node)
        runs, bold, boxes = self._runs(node)
        text = self.converter.convert(runs)
        if text.strip():
            for index, piece in enumerate(text.split("\n")):
                shown = f"{label} {piece.strip()}" if index == 0 and label else piece.strip()
                if shown:
                    yield Line(shown, bold=bold, block=self.block)
        for box in boxes:
            yield from self.lines(box)

    def _runs(self, paragraph: Any) -> tuple[list[Run], bool, list[Any]]:
        runs: list[Run] = []
        bold: list[bool] = []
        boxes: list[Any] = []
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        style_name = "" if style is None else style.get(qn("w:val")) or ""
        for run in paragraph.iter(qn("w:r")):
            if _enclosing(run, qn("w:p")) is not paragraph:
                continue
            if _enclosing(run, qn("w:del"), stop=paragraph) is not None:
                self.deleted += 1
                continue
            text = "".join(self._characters(run, boxes))
            if text.strip() and (_enclosing(run, qn("w:moveFrom"), stop=paragraph) is not None or _unseen(run)):
                self.hidden.append(text)
                continue
            if text:
                runs.append((self.fonts.of(run, style_name), text))
                if text.strip():
                    bold.append(self.fonts.bold(run, style_name))
        return runs, bool(bold) and all(bold), boxes

    def _characters(self, run: Any, boxes: list[Any]) -> Iterator[str]:
        for node in run:
            if node.tag == qn("w:t"):
                yield node.text or ""
            elif node.tag in (qn("w:tab"), qn("w:ptab")):
                yield " "
            elif node.tag in (qn("w:br"), qn("w:cr")):
                yield "\n"
            elif node.tag == qn("w:noBreakHyphen"):
                yield "-"
            elif node.tag == qn("w:softHyphen"):
                yield "\u00ad"
            elif node.tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                key = (node.tag == qn("w:footnoteReference"), node.get(qn("w:id")) or "")
                self.notes += key not in self.note_texts
                if key in self.note_texts:
                    self.called.append(self.note_texts[key])
            elif node.tag.endswith(("}AlternateContent", "}drawing", "}pict", "}object")):
                shown = node[0] if node.tag.endswith("}AlternateContent") and len(node) else node
                boxes += shown.iter(qn("w:txbxContent"))

    def defects(self) -> list[Defect]:
        found = hidden(self.hidden)
        if self.numbering.count:
            message = "Số thứ tự tự động của Word đã ghi thành chữ."
            found.append(Defect(DefectCode.REPAIR_AUTO_NUMBERING, message, Severity.REPAIR, self.numbering.count))
        if self.deleted:
            message = "Tệp còn dấu vết chỉnh sửa; phần đã xóa không được đọc."
            found.append(Defect(DefectCode.DOUBT_TRACKED_CHANGES, message, Severity.DOUBT, self.deleted))
        if self.notes:
            message = "Chú thích cuối trang không được đọc."
            found.append(Defect(DefectCode.LOSS_FOOTNOTES, message, Severity.LOSS, self.notes))
        return found


def _note_texts(document: Any) -> dict[tuple[bool, str], str]:
    """Footnotes (``True``) and endnotes by their id, each with its number before it."""
    found: dict[tuple[bool, str], str] = {}
    for foot, name in ((True, "footnotes"), (False, "endnotes")):
        for relation in document.part.rels.values():
            if relation.is_external or not relation.reltype.endswith(f"/{name}"):
                continue
            root = parse_xml(relation.target_part.blob)
            for note in root:
                text = " ".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in note.iter(qn("w:p")))
                if text.strip() and note.get(qn("w:type")) in (None, "normal"):
                    found[(foot, note.get(qn("w:id")) or "")] = f"[{len(found) + 1}] {' '.join(text.split())}"
    return found


class _StyleFonts:
    """Font and weight of a run: its own, its style's, the paragraph style's, the defaults."""

    def __init__(self, document: Any) -> None:
        root = document.styles.element
        self.default = _font(root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")) or ""
        self.styles: dict[str, tuple[str, bool | None, str]] = {}
        self.standard = ""
        for style in root.findall(qn("w:style")):
            properties = style.find(qn("w:rPr"))
            base = style.find(qn("w:basedOn"))
            name = style.get(qn("w:styleId")) or ""
            parent = "" if base is None else base.get(qn("w:val")) or ""
            self.styles[name] = (_font(properties), _flag(properties), parent)
            if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true"):
                self.standard = name

    def of(self, run: Any, style: str) -> str:
        """Font name of a run."""
        properties = run.find(qn("w:rPr"))
        own = _font(properties)
        if own:
            return own
        named = None if properties is None else properties.find(qn("w:rStyle"))
        names = [named.get(qn("w:val")) or ""] if named is not None else []
        for name in (*names, style or self.standard):
            for font, _, _ in self._chain(name):
                if font:
                    return font
        return self.default

    def bold(self, run: Any, style: str) -> bool:
        """Whether a run is bold."""
        own = _flag(run.find(qn("w:rPr")))
        if own is not None:
            return own
        return next((flag for _, flag, _ in self._chain(style or self.standard) if flag is not None), False)

    def _chain(self, name: str) -> Iterator[tuple[str, bool | None, str]]:
        seen: set[str] = set()
        while name in self.styles and name not in seen:
            seen.add(name)
            yield self.styles[name]
            name = self.styles[name][2]


def _font(properties: Any) -> str:
    fonts = None if properties is None else properties.find(qn("w:rFonts"))
    if fonts is None:
        return ""
    return fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or ""


def _figure(node: Any, properties: str, name: str, otherwise: int) -> int:
    """A number among the properties of a row or a cell."""
    found = node.find(f"{qn(properties)}/{qn(name)}")
    written = "" if found is None else found.get(qn("w:val")) or ""
    return int(written) if re.fullmatch(r"[0-9]{1,4}", written) else otherwise


def _unseen(run: Any) -> bool:
    """Whether a run is hidden, struck through, white or smaller than anybody reads."""
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return False
    if any(_flag(properties, name) for name in ("w:vanish", "w:specVanish", "w:strike", "w:dstrike")):
        return True
    color, size = properties.find(qn("w:color")), properties.find(qn("w:sz"))
    # White letters on a dark ground are read; on none they are not.
    ground = properties.find(qn("w:shd")) is not None or properties.find(qn("w:highlight")) is not None
    white = color is not None and (color.get(qn("w:val")) or "").upper() == "FFFFFF" and not ground
    tiny = size is not None and (size.get(qn("w:val")) or "").isdigit() and int(size.get(qn("w:val"))) < _LEAST_SIZE
    return white or tiny


def _flag(properties: Any, name: str = "w:b") -> bool | None:
    node = None if properties is None else properties.find(qn(name))
    return None if node is None else node.get(qn("w:val")) not in ("0", "false", "off")


def _enclosing(node: Any, tag: str, stop: Any = None) -> Any:
    """The nearest ancestor with this tag; ``None`` when there is none (below ``stop``)."""
    above = node.getparent()
    while above is not None and above is not stop:
        if above.tag == tag:
            return above
        above = above.getparent()
    return None
