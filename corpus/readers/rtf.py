"""RTF: paragraphs with the font of every run, so that TCVN3 and VNI text converts run by run.

Edge in name only: bytes in, lines out. Written here because the maintained RTF libraries flatten the text and lose
the fonts, and the font is what tells TCVN3 from Unicode. The reader walks control words with a stack of states;
pictures, objects, style sheets and other destinations are skipped; nothing is executed or fetched.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from corpus.core.codes import Code, DefectCode
from corpus.core.errors import CorpusError
from corpus.readers.legacy import Converter, Run, content_encoding, windows_1252
from corpus.readers.tables import table_lines
from corpus.structure.extract import Defect, Extract, Line, Severity, hidden

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_SKIPPED = frozenset(
    (b"stylesheet", b"colortbl", b"info", b"pict", b"object", b"header", b"headerl", b"headerr", b"headerf", b"footer",
     b"footerl", b"footerr", b"footerf", b"footnote", b"annotation", b"themedata", b"colorschememapping", b"datastore",
     b"latentstyles", b"generator", b"listtable", b"listoverridetable", b"rsidtbl", b"xmlnstbl",
     b"bkmkstart", b"bkmkend", b"pntxta", b"pntxtb", b"revtbl", b"filetbl", b"mmathPr", b"shppict", b"nonshppict",
     b"sp", b"private")
)  # fmt: skip
_CHARSETS = {0: "cp1252", 163: "cp1258", 238: "cp1250", 204: "cp1251", 161: "cp1253", 162: "cp1254", 134: "gbk"}
_SYMBOLS = {
    b"tab": " ", b"line": "\n", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
_MAX_DEPTH = 400


@dataclass(frozen=True, slots=True)
class _State:
    font: int = 0
    bold: bool = False
    skip: bool = False
    hidden: bool = False
    fonts: bool = False
    fallback: int = 1
    in_table: bool = False
    field: bool = False


def read_rtf(data: bytes) -> Extract:
    """Lines of an RTF file.

    Raises:
        CorpusError: ``corpus.unreadable`` when groups nest too deeply or nothing can be read.
    """
    reader = _Reader()
    reader.run(data)
    if not reader.paragraphs and not reader.runs:
        raise CorpusError(Code.CORPUS_UNREADABLE, "Tệp RTF bị hỏng hoặc bị cắt cụt.")
    return reader.extract()


_Piece = tuple[str, list[list[list[tuple[int, str]]]], bool]


class _Reader:
    def __init__(self) -> None:
        self.fonts: dict[int, tuple[str, str]] = {}
        self.naming: tuple[int, str] = (0, "cp1252")
        self.names: dict[int, str] = {}
        self.standard = 0
        self.page = "cp1252"
        self.runs: list[tuple[int, str]] = []
        self.bold: list[bool] = []
        self.cell: list[list[tuple[int, str]]] = []
        self.row: list[list[list[tuple[int, str]]]] = []
        self.paragraphs: list[_Piece] = []
        self.pending = bytearray()
        self.unseen: list[str] = []
        self.notes = 0
        self.instruction = ""

    def run(self, data: bytes) -> None:
        """Walk the control words."""
        stack: list[_State] = []
        state = _State()
        ignore = 0
        for token in _TOKEN.finditer(data):
            word, value, byte, symbol, brace, text = token.groups()
            if byte is not None:
                if ignore:
                    ignore -= 1
                else:
                    self._byte(state, int(byte, 16))
                continue
            self._flush(state)
            if brace == b"{":
                if len(stack) >= _MAX_DEPTH:
                    raise CorpusError(Code.CORPUS_UNREADABLE, "Tệp RTF lồng nhau quá sâu.")
                stack.append(state)
            elif brace == b"}":
                state = stack.pop() if stack else state
                ignore = 0
            elif symbol is not None:
                if symbol == b"*":
                    state = replace(state, skip=True)
                elif not ignore:
                    self._text(
                        state,
                        {b"~": "\u00a0", b"_": "-", b"-": "\u00ad"}.get(symbol, symbol.decode("latin-1"))
                        if symbol in b"~_-\\{}"
                        else "",
                    )
            elif text is not None:
                shown = text.decode("latin-1")
                if ignore:
                    shown, ignore = shown[ignore:], max(0, ignore - len(shown))
                self._text(state, shown)
            elif word is not None:
                number = int(value) if value else None
                if word == b"u" and number is not None:
                    self._text(state, chr(number % 65536))
                    ignore = state.fallback
                elif word == b"bin" and number:
                    raise CorpusError(
                        Code.CORPUS_UNSUPPORTED, "Tệp RTF chứa dữ liệu nhị phân nhúng.", hint="Lưu lại dạng DOCX."
                    )
                else:
                    state = self._word(state, word, number)
        self._flush(state)
        self._end_paragraph(state)
        self._end_row()

    def _word(self, state: _State, word: bytes, number: int | None) -> _State:
        for rule in (self._destination, self._of_fonts, self._of_format):
            if (changed := rule(state, word, number)) is not None:
                return changed
        if not state.skip:
            self._of_text(state, word)
        return state

    def _destination(self, state: _State, word: bytes, number: int | None) -> _State | None:  # noqa: ARG002
        r"""Where the text of a group goes: ``\footnote`` is skipped, ``\fldrslt`` shows what a field gave."""
        if word == b"fonttbl":
            return replace(state, fonts=True, skip=False)
        if word in _SKIPPED:
            self.notes += word == b"footnote"
            return replace(state, skip=True)
        if word == b"fldinst":
            self.instruction = ""
            return replace(state, skip=True, field=True)
        if word == b"fldrslt" and self.instruction.split(" ")[0].upper() in ("PAGE", "NUMPAGES"):
            return replace(state, skip=True)
        if word in (b"listtext", b"pntext", b"fldrslt", b"shptxt"):
            return replace(state, skip=False)
        return None

    def _of_fonts(self, state: _State, word: bytes, number: int | None) -> _State | None:
        r"""Fonts and code pages, which tell how bytes are read: ``\f2``, ``\fcharset163``, ``\ansicpg1258``."""
        if number is None:
            return None
        if word == b"f":
            if state.fonts:
                self.naming = (number, self.page)
            return replace(state, font=number)
        if word == b"fcharset" and state.fonts:
            self.naming = (self.naming[0], _CHARSETS.get(number, "cp1252"))
            return state
        if word == b"deff":
            self.standard = number
            return replace(state, font=number)
        if word == b"ansicpg":
            self.page = _codec(f"cp{number}")
            return state
        return None

    def _of_format(self, state: _State, word: bytes, number: int | None) -> _State | None:
        r"""What the text that follows looks like: ``\b0`` ends bold, ``\pard`` leaves the table."""
        match word:
            case b"pard":
                return replace(state, in_table=False)
            case b"plain":
                return replace(state, font=self.standard, bold=False, hidden=False)
            case b"b":
                return replace(state, bold=number != 0)
            case b"v" | b"strike" | b"striked" | b"deleted":
                return replace(state, hidden=number != 0)
            case b"intbl":
                return replace(state, in_table=True)
            case b"uc" if number is not None:
                return replace(state, fallback=max(0, min(number, 8)))
        return None

    def _of_text(self, state: _State, word: bytes) -> None:
        r"""Ends of paragraphs, cells and rows, and signs written as words: ``\par``, ``\cell``, ``\emdash``."""
        if word in (b"par", b"sect", b"page"):
            self._end_paragraph(state)
        elif word == b"cell":
            self._end_cell()
        elif word == b"row":
            self._end_row()
        elif word in _SYMBOLS:
            self._text(state, _SYMBOLS[word])

    def _byte(self, state: _State, value: int) -> None:
        if not state.skip:
            self.pending.append(value)

    def _flush(self, state: _State) -> None:
        if self.pending:
            page = self.fonts.get(state.font, ("", self.page))[1]
            text = (
                bytes(self.pending).decode(page, "replace") if page != "cp1252" else windows_1252(bytes(self.pending))
            )
            self.pending.clear()
            self._text(state, text)

    def _text(self, state: _State, text: str) -> None:
        if state.field:
            self.instruction = (self.instruction + text).lstrip()
        if state.skip:
            return
        if state.fonts:
            number, page = self.naming
            self.names[number] = self.names.get(number, "") + text
            name = self.names[number].split(";")[0].strip()
            self.fonts[number] = (name, page)
            return
        if state.hidden and text.strip():
            self.unseen.append(text)
        if text and not state.hidden:
            self.runs.append((state.font, text))
            if text.strip():
                self.bold.append(state.bold)

    def _end_paragraph(self, state: _State) -> None:
        bold = bool(self.bold) and all(self.bold)
        if state.in_table:
            self.cell.append(self.runs)
        else:
            self._end_row()
            self.paragraphs.append(("text", [[self.runs]], bold))
        self.runs, self.bold = [], []

    def _end_cell(self) -> None:
        self.cell.append(self.runs)
        self.row.append(self.cell)
        self.runs, self.bold, self.cell = [], [], []

    def _end_row(self) -> None:
        if self.cell:
            self.row.append(self.cell)
        if self.row:
            self.paragraphs.append(("row", self.row, False))
        self.row, self.cell = [], []

    def extract(self) -> Extract:
        """Convert the collected runs to lines."""
        plain = "".join(text for _, cells, _ in self.paragraphs for cell in cells for part in cell for _, text in part)
        named = {number for number, (name, _) in self.fonts.items() if Converter().is_legacy(name)}
        fallback = None if named else content_encoding(plain[:20000])[0]
        converter = Converter(fallback)

        def shown(runs: list[tuple[int, str]]) -> str:
            named_runs: list[Run] = [(self.fonts.get(font, ("", ""))[0], text) for font, text in runs]
            return converter.convert(named_runs)

        lines: list[Line] = []
        rows: list[list[list[str]]] = []
        block = 0
        end: _Piece = ("text", [[[]]], False)
        for kind, cells, bold in [*self.paragraphs, end]:
            if kind == "row":
                rows.append([[shown(runs) for runs in cell] for cell in cells])
                continue
            if rows:
                block += 1
                lines += table_lines(rows, block)
                rows = []
            text = shown(cells[0][0]) if cells and cells[0] else ""
            lines += [Line(part.strip(), bold=bold, block=0) for part in text.split("\n") if part.strip()]
        defects = [*converter.defects(), *hidden(self.unseen)]
        if self.notes:
            message = "Chú thích cuối trang không được đọc."
            defects.append(Defect(DefectCode.LOSS_FOOTNOTES, message, Severity.LOSS, self.notes))
        return Extract(
            tuple(lines),
            "rtf",
            encoding=converter.encoding(),
            defects=tuple(defects),
            confidence=converter.confidence(),
        )


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
