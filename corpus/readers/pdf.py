"""PDF with a text layer, through PDFium: lines in reading order with their geometry and fonts.

Edge: owns ``pypdfium2``. PDFium neither runs scripts nor loads remote content. Characters set in a legacy
Vietnamese font (``.VnTime``, ``VNI-Times``) are converted run by run, because one page may mix fonts.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from corpus.core.codes import Code, DefectCode
from corpus.core.errors import CorpusError
from corpus.readers.legacy import Converter, Run
from corpus.readers.ocr import DPI, recognise
from corpus.structure.diacritics import Change, Usage
from corpus.structure.extract import Defect, Extract, Line, Severity, hidden

MAX_PAGES = 2000
"""Longest PDF accepted; the longest known regulation collection has far fewer pages."""

_WORD = re.compile(r"\S+\s*|\s+")
_FORCE_BOLD = 1 << 18  # PDF 32000-1, table 123: font flag ForceBold
_WHITE, _FAINT = 250, 13  # of 255: paler than this, or more transparent, nobody reads it
_TINY = 1.5  # points
_CORNERS = 6  # segments of a rectangle, with its closing ones
POOR = 0.85
"""Mean certainty of a page's words below which it is called hardly legible."""
_EMPTY_PAGE = 8  # fewer visible characters than this: the page is a picture or blank


def read_pdf(data: bytes, *, ocr: bool = False, usage: Usage | None = None) -> Extract:
    """Lines of a PDF; with ``ocr`` pages without text are drawn and recognised, by ``usage`` with better diacritics.

    Raises:
        CorpusError: ``corpus.encrypted``, ``corpus.unreadable``, ``corpus.too_large`` (pages) or
            ``corpus.no_text`` when no page has a text layer.
    """
    document = _open(data)
    try:
        pages = len(document)
        if pages > MAX_PAGES:
            raise CorpusError(Code.CORPUS_TOO_LARGE, f"Tệp PDF có {pages} trang, vượt giới hạn {MAX_PAGES} trang.")
        converter = Converter()
        lines: list[Line] = []
        unseen: list[tuple[int, str]] = []
        silent: list[int] = []
        broken: list[int] = []
        sure: dict[int, float] = {}
        changes: list[Change] = []
        for number in range(pages):
            try:
                found = _page_lines(document, number, converter, unseen)
            except pdfium.PdfiumError:
                broken.append(number + 1)
                continue
            if sum(len(line.text) for line in found) < _EMPTY_PAGE:
                if ocr:
                    seen = recognise(picture(document, number), number + 1)
                    found, sure[number + 1] = list(seen.lines), seen.confidence
                    if usage is not None:
                        texts, changed = usage.mended([line.text for line in found], seen.certainties, number + 1)
                        found = [replace(line, text=text) for line, text in zip(found, texts, strict=True)]
                        changes += changed
                else:
                    silent.append(number + 1)
            lines += found
    finally:
        document.close()
    if not pages or len(broken) == pages:
        raise CorpusError(Code.CORPUS_UNREADABLE, "Tệp PDF bị hỏng: không đọc được trang nào.")
    if len(silent) + len(broken) == pages:
        raise CorpusError(
            Code.CORPUS_NO_TEXT,
            f"Tệp PDF không có lớp chữ ({pages} trang, có lẽ là bản quét).",
            hint="Nhận dạng chữ (OCR) trước khi nạp, hoặc dùng tùy chọn --ocr nếu đã cài Tesseract với gói tiếng Việt.",
        )
    defects = [*converter.defects(), *hidden([f"tr. {page}: {text}" for page, text in unseen])]
    defects += _recognised(sure, changes)
    if silent:
        defects.append(
            _pages_defect(DefectCode.LOSS_PAGE_WITHOUT_TEXT, "Trang không có chữ (ảnh quét hoặc trang trắng)", silent)
        )
    if broken:
        defects.append(_pages_defect(DefectCode.LOSS_PAGE_UNREADABLE, "Trang bị hỏng, không đọc được", broken))
    return Extract(
        lines=tuple(lines),
        format="pdf",
        pages=pages,
        encoding=converter.encoding(),
        physical=True,
        defects=tuple(defects),
        confidence=min([converter.confidence(), *sure.values()]),
    )


def _recognised(sure: Mapping[int, float], changes: Sequence[Change]) -> list[Defect]:
    """What is to be said of recognised pages: which they are, which are hardly legible, and every word changed."""
    if not sure:
        return []
    mean = sum(sure.values()) / len(sure)
    message = f"Trang nhận dạng bằng OCR (tin cậy {mean:.0%}); phải đối chiếu với bản gốc trước khi dẫn."
    defects = [_pages_defect(DefectCode.DOUBT_OCR, message, sorted(sure), Severity.DOUBT)]
    if poor := {page: value for page, value in sorted(sure.items()) if value < POOR}:
        places = tuple(f"tr. {page} ({value:.0%})" for page, value in poor.items())
        message = "Trang quét khó đọc: nhận dạng không chắc; xem từng chữ của trang này với bản gốc."
        defects.append(Defect(DefectCode.DOUBT_OCR_PAGE, message, Severity.DOUBT, len(poor), places))
    if changes:
        places = tuple(
            f"tr. {change.page}: {change.read} → {change.now}{f' ×{count}' if count > 1 else ''}"
            for change, count in Counter(changes).items()
        )
        message = "Dấu của chữ nhận dạng bằng OCR đã sửa theo cách viết của kho văn bản; không sửa con số, nhãn mục."
        defects.append(Defect(DefectCode.REPAIR_OCR, message, Severity.REPAIR, len(changes), places))
    return defects


def picture(document: Any, number: int) -> bytes:
    """A page as a grey picture (PGM)."""
    bitmap = document[number].render(scale=DPI / 72, grayscale=True)
    pixels = bitmap.to_numpy()
    return b"P5\n%d %d\n255\n" % (pixels.shape[1], pixels.shape[0]) + bytes(pixels.tobytes())


def _open(data: bytes) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise CorpusError(Code.CORPUS_ENCRYPTED, "Tệp PDF có mật khẩu.", hint="Bỏ mật khẩu rồi nạp lại.") from error
        raise CorpusError(
            Code.CORPUS_UNREADABLE, "Tệp PDF bị hỏng hoặc bị cắt cụt.", hint="Tải lại tệp gốc."
        ) from error


def _pages_defect(code: DefectCode, message: str, pages: list[int], severity: Severity = Severity.LOSS) -> Defect:
    return Defect(code, message, severity, len(pages), tuple(f"tr. {page}" for page in pages[:20]))


def _page_lines(
    document: Any, number: int, converter: Converter, unseen: list[tuple[int, str]] | None = None
) -> list[Line]:
    """Lines of a page; words that are not painted are left out and put into ``unseen`` with their page."""
    page = document[number]
    textpage = page.get_textpage()
    try:
        height = page.get_height()
        text = textpage.get_text_range()
        if len(text) != textpage.count_chars():  # characters must keep their index for fonts and boxes
            text = "".join(chr(raw.FPDFText_GetUnicode(textpage, i)) for i in range(textpage.count_chars()))
        spans = _line_spans(text)
        if unseen is not None:
            covers = _covers(page)
            painted = [_painted(textpage, text, span, page.get_size(), covers) for span in spans]
            # A scan's own text layer is never painted: it is the text, and nothing else is there.
            if sum(end - start for parts in painted for start, end in parts) * 4 > sum(
                end - start for start, end in spans
            ):
                unseen += [(number + 1, text[a:b]) for (a, b), parts in zip(spans, painted, strict=True) if not parts]
                spans = [part for parts in painted for part in parts]
        fonts = [_font(textpage, start) for start, _ in spans]
        legacy = any(converter.is_legacy(font) for font, _ in fonts)
        lines = []
        for (start, end), (font, bold) in zip(spans, fonts, strict=True):
            if legacy:
                shown = converter.convert(_font_runs(textpage, text, start, end))
            else:
                shown = converter.convert([(font, text[start:end])])
            first, last = textpage.get_charbox(start, loose=True), textpage.get_charbox(end - 1, loose=True)
            lines.append(
                Line(
                    text=shown,
                    page=number + 1,
                    left=first[0],
                    right=last[2],
                    top=height - first[3],
                    size=raw.FPDFText_GetFontSize(textpage, start) or first[3] - first[1],
                    bold=bold,
                )
            )
        return lines
    finally:
        textpage.close()
        page.close()


@dataclass(frozen=True, slots=True)
class _Covers:
    """Opaque shapes painted over text: their order on the page with their box, and the order of each text object."""

    shapes: tuple[tuple[int, tuple[float, float, float, float]], ...] = ()
    texts: Mapping[int, int] = field(default_factory=dict)

    def hides(self, letter: Any, box: tuple[float, float, float, float]) -> bool:
        """Whether a shape that is painted after the letter lies over all of it."""
        painted = self.texts.get(_address(letter)) if self.shapes and letter else None
        if painted is None:
            return False
        left, bottom, right, top = box
        middle = (bottom + top) / 2  # the loose box of a letter is higher than what is painted of it
        return any(
            order > painted and over[0] <= left and over[2] >= right and over[1] < middle < over[3]
            for order, over in self.shapes
        )


def _covers(page: Any) -> _Covers:
    """The filled shapes that stand after text; pictures are left out, for a watermark is one too."""
    texts: dict[int, int] = {}
    shapes: list[tuple[int, tuple[float, float, float, float]]] = []
    for order in range(raw.FPDFPage_CountObjects(page)):
        item = raw.FPDFPage_GetObject(page, order)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            texts[_address(item)] = order
        elif kind == raw.FPDF_PAGEOBJ_PATH and texts and _opaque(item):
            edges = [ctypes.c_float() for _ in range(4)]
            if raw.FPDFPageObj_GetBounds(item, *edges):
                left, bottom, right, top = (edge.value for edge in edges)
                shapes.append((order, (left, bottom, right, top)))
    return _Covers(tuple(shapes), texts) if shapes else _Covers()


def _opaque(path: Any) -> bool:
    """Whether a path is a filled rectangle that lets nothing shine through."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    return bool(
        raw.FPDFPath_CountSegments(path) <= _CORNERS
        and raw.FPDFPath_GetDrawMode(path, fill, stroke)
        and fill.value != raw.FPDF_FILLMODE_NONE
        and not raw.FPDFPageObj_HasTransparency(path)
        and raw.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
        and alpha.value == 255
    )


def _address(item: Any) -> int:
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def _painted(
    textpage: Any, text: str, span: tuple[int, int], size: tuple[float, float], covers: _Covers
) -> list[tuple[int, int]]:
    """The span of a line where it is painted, empty where it is not: one look at its first, middle and last letter."""
    start, end = span
    looks = [index for index in {start, (start + end) // 2, end - 1} if not text[index].isspace()]
    return [span] if any(_visible(textpage, index, size, covers) for index in looks) else []


def _visible(textpage: Any, index: int, size: tuple[float, float], covers: _Covers) -> bool:
    letter = raw.FPDFText_GetTextObject(textpage, index)
    if letter and raw.FPDFTextObj_GetTextRenderMode(letter) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if raw.FPDFText_GetFillColor(textpage, index, red, green, blue, alpha) and (
        alpha.value < _FAINT or min(red.value, green.value, blue.value) > _WHITE
    ):
        return False
    left, bottom, right, top = box = textpage.get_charbox(index, loose=True)
    on_page = top - bottom >= _TINY and right > 0 and top > 0 and left < size[0] and bottom < size[1]
    return bool(on_page and not covers.hides(letter, box))


def _font_runs(textpage: Any, text: str, start: int, end: int) -> list[Run]:
    """The line cut where the font changes; fonts are asked for word by word (asking is what costs time)."""
    words = []
    for match in _WORD.finditer(text, start, end):
        # PDFium reports TCVN3's ư (0xAD) at a break as its own hyphen mark
        words.append((_font(textpage, match.start())[0], match.group().replace("\x02", "\u00ad")))
    return [(name, "".join(word for _, word in run)) for name, run in groupby(words, key=lambda item: item[0])]


def _line_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the visible part of each line."""
    spans, start = [], 0
    for piece in text.split("\n"):
        shown = piece.strip()
        if shown:
            begin = start + piece.index(shown[0])
            spans.append((begin, start + len(piece.rstrip())))
        start += len(piece) + 1
    return spans


def _font(textpage: Any, index: int) -> tuple[str, bool]:
    """Font name (subset tag removed) of a character and whether it is bold."""
    buffer, flags = ctypes.create_string_buffer(96), ctypes.c_int()
    raw.FPDFText_GetFontInfo(textpage, index, buffer, 96, ctypes.byref(flags))
    name = buffer.value.decode("utf-8", "replace")
    return name.split("+", 1)[-1], "bold" in name.lower() or bool(flags.value & _FORCE_BOLD)
