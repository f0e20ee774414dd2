"""Tables of Word and HTML files as lines: data tables row by row, layout tables paragraph by paragraph.

Pure. Vietnamese office documents set their head (issuer | state motto) and their foot ("Nơi nhận" | signature) in
borderless tables; those are layout, read cell after cell. A table of one column is a frame around text.

Merged cells: what a cell says that reaches over several rows stands in each of them, and every row below the head
knows the whole head, column by column ("TT | Đơn vị | Số lượng: ít nhất | Số lượng: nhiều nhất").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.structure.extract import Line, LineKind

Cell = Sequence[str]
"""The paragraphs of a cell."""

Span = tuple[int, int]
"""Over how many columns and rows a cell reaches."""

_LAYOUT = re.compile(
    r"cộng h(?:oà|òa) xã hội|độc lập\s*[-–]\s*tự do|đảng cộng sản việt nam|^\s*nơi (?:nhận|gửi)\s*:|^\s*kính gửi"
    r"|^\s*(?:TM|KT|TL|TUQ|T/M|K/T|T/L)\s*[./]?\s+[A-ZĐÀ-Ỹ]{2}|^\s*(?:CHỦ TỊCH|TỔNG BÍ THƯ|BỘ TRƯỞNG|THỦ TƯỚNG)\b"
    r"|^\s*(?:luật\s+|bộ luật\s+|nghị quyết\s+)?số\s*:.*/",
    re.IGNORECASE | re.MULTILINE,
)
_MANY_ROWS = 8  # a head or foot table never has that many
_REPEATED = 200  # characters of a merged cell that its further rows repeat; a longer one is text, not a name
_HEAD_ROWS = 4  # no table's head has more
_COLUMNS, _ROWS = 200, 2000  # what a span is taken to reach at most, whatever the file says


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell at its column; ``own`` is false where it only reaches down from a row above."""

    column: int
    across: int
    text: str
    own: bool = True


def table_lines(
    rows: Iterable[Sequence[Cell]], block: int, spans: Sequence[Sequence[Span]] = (), headed: int = 0
) -> list[Line]:
    """Lines of a table whose cells hold paragraphs; empty rows vanish.

    Args:
        rows: cells of each row, in reading order.
        block: number that keeps the rows of one table together.
        spans: for each row and cell its reach; without it every cell is one column and one row.
        headed: how many rows the file itself calls the table's head; 0 where it does not say.
    """
    filled = [[[text for text in cell if text.strip()] for cell in row] for row in rows]
    shown = [row for row in filled if any(row)]
    width = max((sum(1 for cell in row if cell) for row in shown), default=0)
    words = "\n".join(text for row in shown for cell in row for text in cell)
    if width <= 1 or (len(shown) < _MANY_ROWS and _LAYOUT.search(words)):
        return [Line(text.strip(), block=block) for row in shown for cell in row for text in cell]
    placed = _placed(filled, spans)
    placed = [row for row in placed if any(cell.own and cell.text for cell in row)]
    heads = _heads(placed, spans, headed)
    head = _head(placed[:heads])
    return [
        Line(
            " | ".join(cell.text for cell in row),
            kind=LineKind.ROW,
            block=block,
            head="" if number < heads else head,
        )
        for number, row in enumerate(placed)
    ]


def _placed(rows: Sequence[Sequence[Cell]], spans: Sequence[Sequence[Span]]) -> list[list[_Placed]]:
    """The cells of each row at their columns, with those that reach down into it."""
    found: list[list[_Placed]] = []
    open_: list[tuple[_Placed, int]] = []  # cells that reach down, with the rows left
    for number, row in enumerate(rows):
        reach = spans[number] if number < len(spans) else ()
        placed = [_Placed(cell.column, cell.across, cell.text, own=False) for cell, _ in open_]
        taken = {column for cell in placed for column in range(cell.column, cell.column + cell.across)}
        open_ = [(cell, left - 1) for cell, left in open_ if left > 1]
        column = 0
        for place, texts in enumerate(row):
            across, down = reach[place] if place < len(reach) else (1, 1)
            while column in taken:
                column += 1
            cell = _Placed(column, max(1, min(across, _COLUMNS)), " ".join(" ".join(texts).split()))
            placed.append(cell)
            if down > 1:
                kept = cell.text if len(cell.text) <= _REPEATED else ""
                open_.append((_Placed(cell.column, cell.across, kept), min(down, _ROWS) - 1))
            column += cell.across
        found.append(sorted(placed, key=lambda cell: cell.column))
    return found


def _heads(rows: Sequence[Sequence[_Placed]], spans: Sequence[Sequence[Span]], headed: int) -> int:
    """How many rows are the table's head: as the file says, else as far as the merged cells of its first row reach."""
    if 0 < headed < min(len(rows), _HEAD_ROWS + 1):
        return headed
    width = max(cell.column + cell.across for row in rows for cell in row)
    first = 0
    while first < len(rows) - 2 and _titles(rows[first], width):
        first += 1
    if not spans or all(cell.across == 1 for cell in rows[first]):
        return first + 1
    under = 1
    while first + under < len(rows) - 1 and under < _HEAD_ROWS and _goes_on(rows[first], rows[first + under]):
        under += 1
    return first + under


def _titles(row: Sequence[_Placed], width: int) -> bool:
    """Whether one cell over the whole width names the table."""
    return len(row) == 1 and row[0].across == width and width > 1


def _goes_on(top: Sequence[_Placed], row: Sequence[_Placed]) -> bool:
    """Whether a row only divides what merged cells of the head's first row name: elsewhere it says nothing new."""
    divided = {column for cell in top if cell.across > 1 for column in range(cell.column, cell.column + cell.across)}
    own = [cell for cell in row if cell.own and cell.text]
    return bool(own) and all(cell.column in divided for cell in own)


def _head(rows: Sequence[Sequence[_Placed]]) -> str:
    """The head in one line, column by column; a title over the whole table comes first."""
    if len(rows) == 1:
        return " | ".join(cell.text for cell in rows[0])
    width = max((cell.column + cell.across for row in rows for cell in row), default=0)
    titles = [row[0].text for row in rows if _titles(row, width)]
    names: list[str] = []
    for column in range(width):
        over = [
            cell.text
            for row in rows
            if not _titles(row, width)
            for cell in row
            if cell.text and cell.column <= column < cell.column + cell.across
        ]
        names.append(": ".join(dict.fromkeys(over)))
    return ": ".join([*titles, " | ".join(names)])
