"""The tables of a Word 97–2003 file ([MS-DOC]): pieces of text, fonts, styles, character and paragraph formatting.

Pure: bytes in, runs out. Offsets and record forms follow [MS-DOC] sections 2.4.1 (retrieving text), 2.4.6
(applying properties) and 2.9; every read is bounds-checked by slicing, and a damaged table raises ``ValueError``.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.readers.legacy import windows_1252
from corpus.readers.word.doclists import Lists

_MAX_CHARACTERS = 20_000_000
_PAGE = 512
_MARKS = "\r\x07\x0c\x13\x14\x15"  # paragraph, cell, page and field marks are not a paragraph's text
# single property modifiers (sprm) used, [MS-DOC] 2.6
_FONT_ASCII, _BOLD, _HIDDEN, _CHAR_STYLE, _SYMBOL = 0x4A4F, 0x0835, 0x083C, 0x4A30, 0x6A09
_FONT_OTHER = 0x4A51
_IN_TABLE, _ROW_END, _LIST, _LIST_LEVEL = 0x2416, 0x2417, 0x460B, 0x260A
_NO_LIST = (0, 0xF801)
_NESTED_ROW_END = 0x244C


@dataclass(frozen=True, slots=True)
class Format:
    """What the reader needs to know of a run's formatting."""

    font: str = ""
    bold: bool = False
    hidden: bool = False
    in_table: bool = False
    row_end: bool = False
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class _Paragraph:
    in_table: bool | None = None
    row_end: bool | None = None
    instance: int | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class _Character:
    font: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    style: int | None = None


class WordText:
    """Text of the main document with its formatting.

    Args:
        main: the ``WordDocument`` stream.
        table: the ``0Table`` or ``1Table`` stream.

    Raises:
        ValueError: the tables contradict each other or are cut off.
    """

    def __init__(self, main: bytes, table: bytes) -> None:
        self.main, self.table = main, table
        self.length = _u32(main, 0x4C)
        if not 0 < self.length <= _MAX_CHARACTERS:
            raise ValueError("no text")
        self.fonts = _font_names(self._part(0x0112))
        self.styles = _Styles(self._part(0x00A2))
        self.pieces = _pieces(self._part(0x01A2))
        self.characters = _Formatting(main, self._part(0x00FA))
        self.paragraphs = _Formatting(main, self._part(0x0102), paragraphs=True)
        self.lists = Lists(table, self._place(0x02E2), self._place(0x02EA))
        self.numbered = 0

    def _place(self, offset: int) -> tuple[int, int]:
        return _u32(self.main, offset), _u32(self.main, offset + 4)

    def _part(self, offset: int) -> bytes:
        start, size = self._place(offset)
        if start + size > len(self.table):
            raise ValueError("table cut off")
        return self.table[start : start + size]

    def runs(self) -> Iterator[tuple[str, Format]]:
        """Text in order, cut where formatting or pieces change; control characters are left in.

        The label of an automatically numbered paragraph stands before its first run.
        """
        begun: set[int] = set()
        for first, last, position, wide in self.pieces:
            last = min(last, self.length)
            width = 2 if wide else 1
            place = first
            while place < last:
                at = position + (place - first) * width
                char_end, char_props = self.characters.at(at)
                para_end, para_props = self.paragraphs.at(at)
                until = min(char_end, para_end, position + (last - first) * width)
                count = max(1, -(-(until - at) // width))
                raw = self.main[at : at + count * width]
                if len(raw) < width:
                    raise ValueError("text cut off")
                text = raw.decode("utf-16-le", "replace") if wide else windows_1252(raw)
                style = int.from_bytes(para_props[:2], "little")
                paragraph = self.styles.paragraph(style, _paragraph(para_props[2:]))
                form = self._format(char_props, style, paragraph, para_end)
                if para_end not in begun and text.strip(_MARKS):
                    begun.add(para_end)
                    if label := self._label(paragraph):
                        yield label, form
                yield text, form
                place += count

    def _label(self, paragraph: _Paragraph) -> str:
        if paragraph.instance is None or paragraph.instance in _NO_LIST or paragraph.row_end:
            return ""
        self.numbered += 1
        label = self.lists.label(paragraph.instance, paragraph.place or 0)
        return f"{label} " if label else ""

    def _format(self, properties: bytes, style: int, paragraph: _Paragraph, end: int) -> Format:
        own = _character(properties)
        font, bold, hidden = own.font, own.bold, own.hidden
        for base in ([own.style] if own.style is not None else []) + [style]:
            inherited = self.styles.get(base)
            font = inherited.font if font is None else font
            bold = inherited.bold if bold is None else bold
            hidden = inherited.hidden if hidden is None else hidden
        index = self.styles.default if font is None else font
        name = self.fonts[index] if index is not None and 0 <= index < len(self.fonts) else ""
        return Format(name, bool(bold), bool(hidden), bool(paragraph.in_table), bool(paragraph.row_end), end)


class _Formatting:
    """Runs of character (CHPX) or paragraph (PAPX) properties by position in the stream ([MS-DOC] 2.9.33, 2.9.40)."""

    def __init__(self, main: bytes, plc: bytes, *, paragraphs: bool = False) -> None:
        self.main, self.paragraphs = main, paragraphs
        count = max(0, (len(plc) - 4) // 8)
        self.starts = [_u32(plc, 4 * i) for i in range(count + 1)]
        self.pages = [_u32(plc, 4 * (count + 1) + 4 * i) & 0x3FFFFF for i in range(count)]
        self._cache: dict[int, tuple[list[int], list[bytes]]] = {}

    def at(self, position: int) -> tuple[int, bytes]:
        """End of the run that holds ``position`` and its properties."""
        index = bisect_right(self.starts, position) - 1
        if not 0 <= index < len(self.pages):
            return position + 1 if index < 0 else 1 << 40, b""
        bounds, properties = self._page(self.pages[index])
        place = bisect_right(bounds, position) - 1
        if not 0 <= place < len(properties):
            return max(position + 1, self.starts[index + 1]), b""
        return max(position + 1, bounds[place + 1]), properties[place]

    def _page(self, number: int) -> tuple[list[int], list[bytes]]:
        if number not in self._cache:
            page = self.main[number * _PAGE : (number + 1) * _PAGE]
            if len(page) < _PAGE:
                raise ValueError("formatting page cut off")
            count = page[_PAGE - 1]
            bounds = [_u32(page, 4 * i) for i in range(count + 1)]
            step, base = (13 if self.paragraphs else 1), 4 * (count + 1)
            self._cache[number] = bounds, [self._properties(page, page[base + step * i] * 2) for i in range(count)]
        return self._cache[number]

    def _properties(self, page: bytes, offset: int) -> bytes:
        if offset == 0:
            return b""
        size = page[offset]
        if not self.paragraphs:
            return page[offset + 1 : offset + 1 + size]
        if size == 0:
            return page[offset + 2 : offset + 2 + page[offset + 1] * 2]
        return page[offset + 1 : offset + size * 2]


class _Styles:
    """Character properties of the style sheet's styles, inheritance resolved ([MS-DOC] 2.9.271, 2.9.258)."""

    def __init__(self, sheet: bytes) -> None:
        self.default: int | None = None
        self._own: dict[int, tuple[int, _Character, _Paragraph]] = {}
        if len(sheet) < 20:
            return
        size = _u16(sheet, 0)
        count, base = _u16(sheet, 2), _u16(sheet, 4)
        if size >= 18:
            self.default = _u16(sheet, 14)
        position = 2 + size
        for number in range(min(count, 4095)):
            if position + 2 > len(sheet):
                break
            length = _u16(sheet, position)
            body = sheet[position + 2 : position + 2 + length]
            position += 2 + length + (length & 1)
            if len(body) > base >= 10:
                self._own[number] = _style(body, base)

    def get(self, number: int) -> _Character:
        """Properties of a style with those of the styles it is based on."""
        found, seen = _Character(), set()
        while number in self._own and number not in seen:
            seen.add(number)
            parent, own, _ = self._own[number]
            found = _Character(
                own.font if found.font is None else found.font,
                own.bold if found.bold is None else found.bold,
                own.hidden if found.hidden is None else found.hidden,
            )
            number = parent
        return found

    def paragraph(self, number: int, own: _Paragraph) -> _Paragraph:
        """A paragraph's own list properties, completed from its style and the styles that one is based on."""
        seen: set[int] = set()
        while own.instance is None and number in self._own and number not in seen:
            seen.add(number)
            parent, _, inherited = self._own[number]
            place = inherited.place if own.place is None else own.place
            own = replace(own, instance=inherited.instance, place=place)
            number = parent
        return own


def _style(body: bytes, base: int) -> tuple[int, _Character, _Paragraph]:
    kind, parent = _u16(body, 2) & 0xF, _u16(body, 2) >> 4
    position = base + 2 + 2 * (_u16(body, base) + 1)
    paragraph = _Paragraph()
    if kind == 1 and position + 2 <= len(body):  # a paragraph style has its paragraph properties first
        size = _u16(body, position)
        paragraph = _paragraph(body[position + 4 : position + 2 + size])
        position += 2 + size
        position += position & 1
    if kind not in (1, 2) or position + 2 > len(body):
        return parent, _Character(), paragraph
    size = _u16(body, position)
    return parent, _character(body[position + 2 : position + 2 + size]), paragraph


def _pieces(clx: bytes) -> list[tuple[int, int, int, bool]]:
    """``(first, last, offset in stream, two bytes a character)`` of each piece ([MS-DOC] 2.9.38, 2.9.178)."""
    position = 0
    while position < len(clx) and clx[position] == 1:
        position += 3 + _u16(clx, position + 1)
    if position >= len(clx) or clx[position] != 2:
        raise ValueError("no piece table")
    size = _u32(clx, position + 1)
    plc = clx[position + 5 : position + 5 + size]
    count = (len(plc) - 4) // 12
    found = []
    for index in range(count):
        first, last = _u32(plc, 4 * index), _u32(plc, 4 * index + 4)
        offset = _u32(plc, 4 * (count + 1) + 8 * index + 2)
        if last <= first:
            raise ValueError("pieces out of order")
        narrow = bool(offset & 0x40000000)
        offset &= 0x3FFFFFFF
        found.append((first, last, offset // 2 if narrow else offset, not narrow))
    return found


def _font_names(table: bytes) -> list[str]:
    """Names of the font table in order ([MS-DOC] 2.9.286 SttbfFfn)."""
    if len(table) < 4:
        return []
    count, position, names = _u16(table, 0), 4, []
    for _ in range(count):
        if position >= len(table):
            break
        size = table[position]
        name = table[position + 40 : position + 1 + size]
        names.append(name.decode("utf-16-le", "replace").split("\0")[0])
        position += 1 + size
    return names


def _modifiers(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """``(sprm, operand)`` pairs of a group of modifiers ([MS-DOC] 2.6, 2.9.245)."""
    position = 0
    while position + 2 <= len(properties):
        code = _u16(properties, position)
        position += 2
        kind = code >> 13
        if kind == 6:
            if position >= len(properties):
                return
            size = properties[position] + 1
            if code == 0xD608:  # table definition: two length bytes
                size = _u16(properties, position) + 1 if position + 2 <= len(properties) else 1
        else:
            size = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}[kind]
        yield code, properties[position : position + size]
        position += size


@lru_cache(maxsize=4096)
def _character(properties: bytes) -> _Character:
    found = _Character()
    for code, operand in _modifiers(properties):
        if code == _FONT_ASCII and len(operand) == 2:
            found = replace(found, font=_u16(operand, 0))
        elif code == _BOLD and operand:
            found = replace(found, bold=bool(operand[0] & 1))
        elif code == _HIDDEN and operand:
            found = replace(found, hidden=bool(operand[0] & 1))
        elif code == _CHAR_STYLE and len(operand) == 2:
            found = replace(found, style=_u16(operand, 0))
    return found


@lru_cache(maxsize=4096)
def _paragraph(properties: bytes) -> _Paragraph:
    found = _Paragraph()
    for code, operand in _modifiers(properties):
        if code == _IN_TABLE and operand:
            found = replace(found, in_table=bool(operand[0]))
        elif code in (_ROW_END, _NESTED_ROW_END) and operand:
            found = replace(found, row_end=bool(operand[0]))
        elif code == _LIST and len(operand) == 2:
            found = replace(found, instance=_u16(operand, 0))
        elif code == _LIST_LEVEL and operand:
            found = replace(found, place=operand[0])
    return found


def _u16(data: bytes, offset: int) -> int:
    return int(_unpack("<H", data, offset, 2))


def _u32(data: bytes, offset: int) -> int:
    return int(_unpack("<I", data, offset, 4))


def _unpack(form: str, data: bytes, offset: int, size: int) -> int:
    if not 0 <= offset <= len(data) - size:
        raise ValueError("table cut off")
    return int(struct.unpack_from(form, data, offset)[0])
