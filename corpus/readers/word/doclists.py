"""Automatic lists of Word 97–2003 files ([MS-DOC] 2.9.131 LVL, 2.9.147 LSTF, 2.9.130 LFO).

Pure: the table stream in, labels out. The text of a label may be in the paragraph's legacy font ("§iÒu 1"), so the
reader puts it in front of the paragraph's first run and converts both together.
"""

from __future__ import annotations

import struct

from corpus.readers.word.figures import LEVELS, ListCounter, ListLevel

_FORMS = {0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero"}
_BULLET, _NONE = 23, 255
_MAX_LISTS = 5000


class Lists:
    """Labels of automatically numbered paragraphs, in document order.

    Args:
        table: the table stream.
        lists: offset and size of the list definitions (PlfLst); the levels follow them.
        instances: offset and size of the list instances (PlfLfo).

    Raises:
        ValueError: the tables are cut off or contradict each other.
    """

    def __init__(self, table: bytes, lists: tuple[int, int], instances: tuple[int, int]) -> None:
        self._counters: dict[int, ListCounter] = {}
        self._instances: list[tuple[int, dict[int, int]]] = []
        if lists[1] and instances[1]:
            self._read_lists(table, *lists)
            self._read_instances(table, *instances)

    def label(self, instance: int, place: int) -> str:
        """Label of the next paragraph of a list instance (1-based) on a level; empty when there is none."""
        if not 1 <= instance <= len(self._instances) or not 0 <= place < LEVELS:
            return ""
        name, starts = self._instances[instance - 1]
        counter = self._counters.get(name)
        return "" if counter is None else counter.label(str(instance), place, starts)

    def _read_lists(self, table: bytes, offset: int, size: int) -> None:
        count = _unpack("<H", table, offset)
        if count > _MAX_LISTS:
            raise ValueError("too many lists")
        position = offset + size
        for number in range(count):
            start = offset + 2 + 28 * number
            name, simple = _unpack("<i", table, start), _unpack("<B", table, start + 26) & 1
            levels = {}
            for place in range(1 if simple else LEVELS):
                levels[place], position = _level(table, position)
            self._counters[name] = ListCounter(levels)

    def _read_instances(self, table: bytes, offset: int, size: int) -> None:
        count = _unpack("<I", table, offset)
        if count > _MAX_LISTS:
            raise ValueError("too many list instances")
        position = offset + 4 + 16 * count
        for number in range(count):
            start = offset + 4 + 16 * number
            name, overrides = _unpack("<i", table, start), _unpack("<B", table, start + 12)
            starts: dict[int, int] = {}
            if position + 4 <= offset + size:
                position += 4
                for _ in range(overrides):
                    first, flags = _unpack("<i", table, position), _unpack("<I", table, position + 4)
                    position += 8
                    if flags & 0x20:
                        level, position = _level(table, position)
                        first = level.start
                    if flags & 0x30:
                        starts[flags & 0xF] = first
            self._instances.append((name, starts))


def _level(table: bytes, position: int) -> tuple[ListLevel, int]:
    """One level and the offset after it."""
    start, form = _unpack("<i", table, position), _unpack("<B", table, position + 4)
    sizes = _unpack("<B", table, position + 24) + _unpack("<B", table, position + 25)
    position += 28 + sizes
    length = _unpack("<H", table, position)
    text = table[position + 2 : position + 2 + 2 * length].decode("utf-16-le", "replace")
    if len(text) < length:
        raise ValueError("list text cut off")
    name = "bullet" if form == _BULLET else "none" if form == _NONE else _FORMS.get(form, "decimal")
    plain = "" if any(ord(char) < LEVELS for char in text) else text

    def draw(number: object) -> str:
        assert callable(number)
        return "".join(number(ord(char)) if ord(char) < LEVELS else char for char in text)

    return ListLevel(name, draw, plain, start), position + 2 + 2 * length


def _unpack(form: str, data: bytes, offset: int) -> int:
    if not 0 <= offset <= len(data) - struct.calcsize(form):
        raise ValueError("list table cut off")
    return int(struct.unpack_from(form, data, offset)[0])
