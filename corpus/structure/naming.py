"""Paths and labels of provisions: ``d17.k2.a`` is ``Điều 17 khoản 2 điểm a``, ``11.4.4.a`` is ``11.4.4 điểm a``.

Pure. Articles are numbered through a whole document, so chapters do not enter their names; annexes and attached
documents do, because numbering starts again there.
"""

from __future__ import annotations

import re

from corpus.core.model import Unit
from corpus.core.text import fold
from corpus.structure.markers import IN_ARTICLE, Marker, MarkerRank, roman

UNITS = {
    MarkerRank.ATTACHED: Unit.ANNEX,
    MarkerRank.ANNEX: Unit.ANNEX,
    MarkerRank.FORM: Unit.FORM,
    MarkerRank.PART: Unit.PART,
    MarkerRank.CHAPTER: Unit.CHAPTER,
    MarkerRank.SECTION: Unit.SECTION,
    MarkerRank.SUBSECTION: Unit.SECTION,
    MarkerRank.LETTER: Unit.SECTION,
    MarkerRank.ROMAN: Unit.SECTION,
    MarkerRank.ARTICLE: Unit.ARTICLE,
    MarkerRank.NUMBER: Unit.CLAUSE,
    MarkerRank.DECIMAL: Unit.CLAUSE,
    MarkerRank.STEP: Unit.SECTION,
    MarkerRank.POINT: Unit.POINT,
    MarkerRank.PAREN: Unit.POINT,
    MarkerRank.DASH: Unit.DASH,
    MarkerRank.PLUS: Unit.DASH,
    MarkerRank.DOT: Unit.DASH,
}
_BULLETS = {
    MarkerRank.DASH: ("g", "gạch đầu dòng"),
    MarkerRank.PLUS: ("c", "dấu cộng"),
    MarkerRank.DOT: ("b", "chấm đầu dòng"),
}
_TITLED = {
    MarkerRank.PART: ("ph", "Phần"),
    MarkerRank.CHAPTER: ("c", "Chương"),
    MarkerRank.SECTION: ("m", "Mục"),
    MarkerRank.SUBSECTION: ("tm", "Tiểu mục"),
    MarkerRank.ANNEX: ("pl", "Phụ lục"),
    MarkerRank.FORM: ("mau", "Mẫu số"),
}


def child_name(path: str, label: str, parent_level: float, marker: Marker, ordinal: int) -> tuple[str, str]:
    """Path and label of a unit.

    Args:
        path: of the parent; for articles, of the scope they are numbered in. Empty at the top.
        label: of the same unit.
        parent_level: the parent's rank (``MarkerRank``), which decides between "khoản 2", "Mục I.2" and plain "2".
        marker: the unit's marker.
        ordinal: place among the parent's bullets of this kind, from 1.
    """
    level, written, last = marker.level, marker.written, marker.number[-1] if marker.number else ordinal
    if level in _BULLETS:
        short, name = _BULLETS[level]
        return _path(path, f"{short}{ordinal}"), f"{label} {name} {ordinal}".strip()
    if level is MarkerRank.STEP:
        title = f"{marker.word} {_part(written).removeprefix('thứ ')}"
        return _path(path, re.sub(r"\W", "", fold(marker.word)) + str(last)), f"{label}, {title}" if label else title
    if level in _TITLED:
        short, name = _TITLED[level]
        if marker.word not in ("", name):  # "Phụ biểu 2" beside "Phụ lục 2"
            short, name = "pb", marker.word
        title = f"{name} {_capital(written) if level is not MarkerRank.PART else _part(written)}".strip()
        return _path(path, short + _slug(written, last)), f"{label}, {title}" if label else title
    if level is MarkerRank.ARTICLE:
        title = f"Điều {written}"
        return _path(path, "d" + _slug(written, last)), f"{label}, {title}" if label else title
    if level in (MarkerRank.ROMAN, MarkerRank.LETTER):
        return _path(path, written), f"{label}, mục {written}" if label else f"Mục {written}"
    if level is MarkerRank.POINT and marker.inserted and re.search(rf" điểm {written[0]}$", label):
        # "a1" below "a" is written "điểm a1"
        return _path(path, written), f"{label[: -len(written[0])]}{written}"
    if level is MarkerRank.POINT:
        return _path(path, written), f"{label} điểm {written}".strip()
    if level is MarkerRank.PAREN:
        return _path(path, f"n{last}"), f"{label} ({written})".strip()
    return _numbered(path, label, parent_level, marker, last)


def section_name(path: str, label: str, title: str, ordinal: int) -> tuple[str, str]:
    """Path and label of a part that only has a heading, the ``ordinal``-th of its parent."""
    words = f"phần “{' '.join(title.split())[:60].strip(' :.')}”"
    return _path(path, f"t{ordinal}"), f"{label}, {words}" if label else f"P{words[1:]}"


def note_name(path: str, label: str, ordinal: int) -> tuple[str, str]:
    """Path and label of a footnote of a unit."""
    return _path(path, f"ct{ordinal}"), f"{label} (chú thích {ordinal})" if label else f"Chú thích {ordinal}"


def piece_name(path: str, label: str, ordinal: int) -> tuple[str, str]:
    """Path and label of an unlabelled paragraph, the ``ordinal``-th of its parent."""
    return _path(path, f"p{ordinal}"), f"{label} (đoạn {ordinal})" if label else f"Đoạn {ordinal}"


def row_name(path: str, label: str, table: int, row: int) -> tuple[str, str]:
    """Path and label of a table row."""
    title = f"bảng {table}, hàng {row}"
    return _path(path, f"bang{table}.h{row}"), f"{label}, {title}" if label else title.capitalize()


def _numbered(path: str, label: str, parent_level: float, marker: Marker, last: int) -> tuple[str, str]:
    written = marker.written
    if parent_level == MarkerRank.ARTICLE:
        return _path(path, f"k{written}"), f"{label} khoản {written}"
    if marker.level is MarkerRank.DECIMAL:
        # Below "11.4" a decimal writes its whole number again; the name takes only the last part of it.
        if MarkerRank.NUMBER <= parent_level < MarkerRank.POINT:
            return f"{path}.{last}", f"{label}.{last}"
        return _path(path, written), f"{label}, {written}" if label else written
    if parent_level in (MarkerRank.ROMAN, MarkerRank.LETTER, IN_ARTICLE):
        return _path(path, written), f"{label}.{written}"
    return _path(path, written), f"{label}, mục {written}" if label else written


def _path(parent: str, piece: str) -> str:
    return f"{parent}.{piece}" if parent else piece


def _slug(written: str, last: int) -> str:
    if not written:
        return ""
    if not written[0].isdigit():
        return str(roman(written) or last)
    return written.partition("/")[0].replace(" ", "").casefold()


def _capital(written: str) -> str:
    return written.upper() if roman(written) else written


def _part(written: str) -> str:
    return (
        _capital(written) if roman(written) or written[:1].isdigit() or len(written) == 1 else f"thứ {written.lower()}"
    )
