"""Sentences of a provision as spans. Pure.

General sentence splitters break Vietnamese regulations ("Điều 5." becomes a sentence), so the ends are found by a
small rule: a line break, or a full stop or semicolon followed by white space and a capital or a digit-free word.
The marker of a provision ("11.4.2.", "Điều 5.", "a)") is no sentence and is not part of one.
"""

from __future__ import annotations

import re

_MARKER = re.compile(
    r"\A\s*(?:[*_|#>\s]*)(?:(?:Điều|Khoản|Mục|Chương|Phần)\s+[\dIVXLC]+(?:\s*\([^)\n]*\))?\s*[.:]?|\d{1,2}(?:\.\d{1,2})*\s*[.)\-]"
    r"|[a-zđ]\s*\)|[IVXLC]+\s*[.\-]|[-–+•*])[*_\s]*(?=\S)"
)
_END = re.compile(
    r"(?<=[^\W\d_]{2})[.!?…]+[”\")\]]*(?=\s+[A-ZĐÀ-Ỹ“\"(])|(?<=[\d)\]%”])[.!?](?=\s+[A-ZĐÀ-Ỹ“\"(])|;(?=\s)|\n+"
)
_NOT_AN_END = re.compile(r"(?:\b(?:Điều|khoản|Khoản|mục|Mục|điểm|số|TP|đ/c|GS|TS|PGS|Th[sS])\s*\d*(?:\.\d+)*)\.$")


def body_start(text: str) -> int:
    """Offset of the first character after the provision's marker (0 when it has none)."""
    match = _MARKER.match(text)
    return match.end() if match else 0


def opens_list(text: str) -> bool:
    """Whether a provision introduces a list, whose items say little without it."""
    return text.rstrip().endswith(":")


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a provision's own text, in order, markers and outer white space left out."""
    spans: list[tuple[int, int]] = []
    start = body_start(text)
    for match in _END.finditer(text, start):
        if match.group().startswith(".") and _NOT_AN_END.search(text, start, match.end()):
            continue
        _keep(text, start, match.end(), spans)
        start = match.end()
    _keep(text, start, len(text), spans)
    return spans


def _keep(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right - left > 1:
        spans.append((start + left, start + right))
