"""Word 97–2003 files (.doc): text and fonts read from the file's own tables, no external program.

Edge: owns ``olefile``, which opens the compound file; the rest follows Microsoft's [MS-DOC] specification: the
piece table gives the text, character formatting (CHPX) and the style sheet give each run's font, paragraph
formatting (PAPX) tells table cells. The font is what makes TCVN3 and VNI convert exactly. Fields show their result
only; pictures, macros and embedded objects are not opened.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import olefile

from corpus.core.codes import Code, DefectCode
from corpus.core.errors import CorpusError
from corpus.readers.legacy import Converter, Run, content_encoding
from corpus.readers.tables import table_lines
from corpus.readers.word.docformat import Format, WordText
from corpus.structure.extract import Defect, Extract, Line, Severity

_OLD = 193  # nFib of Word 97; older files are laid out differently
_PLAIN = dict.fromkeys(range(32), "") | {0x1E: "-", 0x1F: "\u00ad", 0x0B: "\n", 0x0C: "\n", 0x0E: "\n", 0x09: " "}


def read_doc(data: bytes) -> Extract:
    """Lines of a .doc file.

    Raises:
        CorpusError: ``corpus.encrypted``, ``corpus.unsupported`` (spreadsheet, presentation, Word 95 or older),
            ``corpus.unreadable``.
    """
    main, table = _streams(data)
    try:
        text = WordText(main, table)
    except (IndexError, ValueError, OverflowError) as error:
        raise CorpusError(Code.CORPUS_UNREADABLE, "Tệp Word (.doc) bị hỏng hoặc bị cắt cụt.") from error
    return _extract(text)


def _streams(data: bytes) -> tuple[bytes, bytes]:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if ole.exists("EncryptedPackage") or ole.exists("EncryptionInfo"):
                raise CorpusError(Code.CORPUS_ENCRYPTED, "Tệp Word có mật khẩu.", hint="Bỏ mật khẩu rồi nạp lại.")
            if not ole.exists("WordDocument"):
                kind = "bảng tính" if ole.exists("Workbook") or ole.exists("Book") else "tệp Office khác"
                raise CorpusError(
                    Code.CORPUS_UNSUPPORTED,
                    f"Không phải văn bản Word ({kind}).",
                    hint="Lưu nội dung dạng DOCX hoặc PDF.",
                )
            main = ole.openstream("WordDocument").read()
            if len(main) < 0x200:
                raise CorpusError(Code.CORPUS_UNREADABLE, "Tệp Word (.doc) bị cắt cụt.")
            flags, version = int.from_bytes(main[10:12], "little"), int.from_bytes(main[2:4], "little")
            if flags & 0x0100:
                raise CorpusError(Code.CORPUS_ENCRYPTED, "Tệp Word có mật khẩu.", hint="Bỏ mật khẩu rồi nạp lại.")
            if version < _OLD:
                raise CorpusError(
                    Code.CORPUS_UNSUPPORTED, "Tệp Word 95 hoặc cũ hơn.", hint="Mở bằng Word rồi lưu dạng DOCX."
                )
            name = "1Table" if flags & 0x0200 else "0Table"
            if not ole.exists(name):
                raise CorpusError(Code.CORPUS_UNREADABLE, "Tệp Word (.doc) thiếu bảng định dạng.")
            return main, ole.openstream(name).read()
    except CorpusError:
        raise
    except (OSError, ValueError, IndexError, TypeError, AttributeError, OverflowError, MemoryError) as error:
        raise CorpusError(Code.CORPUS_UNREADABLE, "Tệp Word (.doc) bị hỏng hoặc bị cắt cụt.") from error


def _extract(text: WordText) -> Extract:
    runs = list(text.runs())
    plain = "".join(piece for piece, _ in runs)
    named = any(Converter().is_legacy(form.font) for _, form in runs)
    converter = Converter(None if named else content_encoding(plain[:20000])[0])
    lines: list[Line] = []
    rows: list[list[list[str]]] = []
    block = 0
    for kind, cells, bold in _paragraphs(runs):
        if kind == "row":
            rows.append([[converter.convert(part) for part in cell] for cell in cells])
            continue
        if rows:
            block += 1
            lines += table_lines(rows, block)
            rows = []
        shown = converter.convert(cells[0][0])
        lines += [Line(part.strip(), bold=bold) for part in shown.split("\n") if part.strip()]
    if rows:
        lines += table_lines(rows, block + 1)
    defects = list(converter.defects())
    if text.numbered:
        message = "Số thứ tự tự động của Word đã ghi thành chữ."
        defects.append(Defect(DefectCode.REPAIR_AUTO_NUMBERING, message, Severity.REPAIR, text.numbered))
    return Extract(
        tuple(lines), "doc", encoding=converter.encoding(), defects=tuple(defects), confidence=converter.confidence()
    )


_FIELD_MARKS = ("\x13", "\x14", "\x15")
"""Begin, result and end of a field."""
_Cells = list[list[list[Run]]]


def _paragraphs(runs: list[tuple[str, Format]]) -> Iterator[tuple[str, _Cells, bool]]:
    """Paragraphs and table rows; ``cells`` of a paragraph is one cell with one part."""
    reading = _Reading()
    for text, form in _marks(runs):
        if text in _FIELD_MARKS:
            reading.field(text)
        elif text in ("\r", "\x07"):
            yield from reading.end_part(form, ends_cell=text == "\x07")
        else:
            reading.say(text, form)
    yield from reading.rest()


class _Reading:
    """The paragraph, cell and row being read."""

    def __init__(self) -> None:
        self._part: list[Run] = []
        self._weights: list[bool] = []
        self._cell: list[list[Run]] = []
        self._row: _Cells = []
        self._fields: list[list[str]] = []
        """Of every open field its instruction, and "shown" once its result begins."""

    def field(self, mark: str) -> None:
        """The result of a field is text, but not a page number, which is no part of what was written."""
        if mark == "\x13":
            self._fields.append(["", ""])
        elif mark == "\x15":
            self._fields = self._fields[:-1]
        elif self._fields:
            page = self._fields[-1][0].split()[:1] in (["PAGE"], ["NUMPAGES"])
            self._fields[-1] = ["\x14", "" if page else "shown"]

    def say(self, text: str, form: Format) -> None:
        """Text of a run; inside a field that shows nothing yet it is the field's instruction."""
        if self._fields and not all(shown for _, shown in self._fields):
            self._fields[-1][0] += text
        elif not form.hidden:
            shown = text.translate(_PLAIN)
            self._part.append((form.font, shown))
            if shown.strip():
                self._weights.append(form.bold)

    def end_part(self, form: Format, *, ends_cell: bool) -> Iterator[tuple[str, _Cells, bool]]:
        """A paragraph's end; in a table it is a part of a cell, and the last mark of a row ends the row."""
        part, bold = self._part, bool(self._weights) and all(self._weights)
        self._part, self._weights = [], []
        if not ends_cell and not form.in_table:
            yield from self._end_row()
            yield "text", [[part]], bold
            return
        self._cell.append(part)
        if not ends_cell:
            return
        if form.row_end:  # the mark of the row itself ends a cell that holds nothing
            yield from self._end_row()
        else:
            self._row.append(self._cell)
        self._cell = []

    def rest(self) -> Iterator[tuple[str, _Cells, bool]]:
        """What the text broke off in."""
        if self._part:
            yield "text", [[self._part]], False
        yield from self._end_row()

    def _end_row(self) -> Iterator[tuple[str, _Cells, bool]]:
        """The row so far, when it holds a cell; a cell that was not ended is left out."""
        row, self._row = self._row, []
        if row:
            yield "row", row, False
            self._cell = []


def _marks(runs: list[tuple[str, Format]]) -> Iterator[tuple[str, Format]]:
    """Runs cut at field marks, paragraph ends and cell ends."""
    for text, form in runs:
        start = 0
        for index, char in enumerate(text):
            if char in "\x13\x14\x15\r\x07":
                if index > start:
                    yield text[start:index], form
                yield char, form
                start = index + 1
        if start < len(text):
            yield text[start:], form
