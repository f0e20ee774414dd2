"""Tables of Word and HTML files as lines: data tables row by row, layout tables paragraph by paragraph.

Pure. Vietnamese office documents set their head (issuer | state motto) and their foot ("Nơi nhận" | signature) in
borderless tables; those are layout, read cell after cell. A table of one column is a frame around text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.structure.extract import Line, LineKind

Cell = Sequence[str]
"""The paragraphs of a cell."""

_LAYOUT = re.compile(
    r"cộng h(?:oà|òa) xã hội|độc lập\s*[-–]\s*tự do|đảng cộng sản việt nam|^\s*nơi (?:nhận|gửi)\s*:|^\s*kính gửi"
    r"|^\s*(?:TM|KT|TL|TUQ|T/M|K/T|T/L)\s*[./]?\s+[A-ZĐÀ-Ỹ]{2}|^\s*(?:CHỦ TỊCH|TỔNG BÍ THƯ|BỘ TRƯỞNG|THỦ TƯỚNG)\b"
    r"|^\s*(?:luật\s+|bộ luật\s+|nghị quyết\s+)?số\s*:.*/",
    re.IGNORECASE | re.MULTILINE,
)
_MANY_ROWS = 8  # a head or foot table never has that many


def table_lines(rows: Iterable[Sequence[Cell]], block: int) -> list[Line]:
    """Lines of a table whose cells hold paragraphs; empty rows vanish.

    Args:
        rows: cells of each row, in reading order.
        block: number that keeps the rows of one table together.
    """
    filled = [[[text for text in cell if text.strip()] for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    width = max((sum(1 for cell in row if cell) for row in filled), default=0)
    words = "\n".join(text for row in filled for cell in row for text in cell)
    if width <= 1 or (len(filled) < _MANY_ROWS and _LAYOUT.search(words)):
        return [Line(text.strip(), block=block) for row in filled for cell in row for text in cell]
    return [
        Line(" | ".join(" ".join(" ".join(cell).split()) for cell in row), kind=LineKind.ROW, block=block)
        for row in filled
    ]
