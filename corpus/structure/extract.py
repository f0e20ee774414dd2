"""What a reader hands over: lines of text with their place, and defects found on the way.

Pure. A reader of any format gives an ``Extract``. Formats with a layout (PDF, hard-wrapped text) give physical lines
whose geometry ``corpus.structure.layout`` uses to rebuild paragraphs; formats with paragraphs (Word, HTML, RTF) give
one line a paragraph and say so. A defect is a finding for the operator's report, never silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.core.codes import Code, DefectCode


class Severity(StrEnum):
    """``repair`` was mended, ``doubt`` needs a human eye, ``loss`` means something could not be read."""

    REPAIR = "repair"
    DOUBT = "doubt"
    LOSS = "loss"


@dataclass(frozen=True, slots=True)
class Defect:
    """A finding about a file.

    Attributes:
        code: what it is, for programs; the code of an error that a dry run only reports.
        message: what was found and what was done, in Vietnamese.
        severity: mended, doubtful or lost.
        count: how many places.
        places: the first places, as page numbers (``tr. 3``), labels or short excerpts.
    """

    code: DefectCode | Code
    message: str
    severity: Severity = Severity.REPAIR
    count: int = 1
    places: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Plain values for ``--json`` and the library."""
        return {
            "code": self.code,
            "message": self.message,
            "severity": self.severity.value,
            "count": self.count,
            "places": list(self.places),
        }


def hidden(places: Sequence[str]) -> list[Defect]:
    """The finding for text that the author does not show (hidden, struck, moved away, unpainted); none without it."""
    if not places:
        return []
    message = "Chữ ẩn, gạch bỏ, đã chuyển chỗ hoặc không hiện trên trang đã được bỏ ra; đối chiếu với bản gốc."
    shown = tuple(" ".join(place.split())[:60] for place in places[:20])
    return [Defect(DefectCode.DOUBT_HIDDEN, message, Severity.DOUBT, len(places), shown)]


class LineKind(StrEnum):
    """What a line is in its source format.

    ``row`` is a table row with its cells joined by `` | ``; ``note`` a footnote, put after the paragraph it explains.
    """

    TEXT = "text"
    HEADING = "heading"
    ROW = "row"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line or a whole paragraph.

    ``left``, ``right`` and ``top`` (distance from the page's top) are in points or, for text files, characters;
    ``size`` is the font's height. Readers that give paragraphs leave the geometry at 0. ``block`` numbers the
    table or text block a line stands in, so that lines of different blocks never join. ``head`` is the head of a table
    row's table, empty for the rows of the head itself; ``None`` where the reader does not tell.
    """

    text: str
    page: int = 0
    kind: LineKind = LineKind.TEXT
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    size: float = 0.0
    bold: bool = False
    block: int = 0
    head: str | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file before repair.

    Attributes:
        lines: in reading order.
        format: ``pdf``, ``docx``, ``html``, ``rtf``, ``doc``, ``markdown`` or ``text``.
        pages: number of pages; 0 for formats without pages.
        encoding: character encoding found (``unicode``, ``tcvn3``, ``vni``, ``tcvn3+vni``, ``utf-8``…).
        physical: lines are physical lines to be rejoined, not paragraphs.
        defects: findings of the reader.
        confidence: 0 to 1, how sure the reader is of the characters.
    """

    lines: tuple[Line, ...]
    format: str
    pages: int = 0
    encoding: str = "unicode"
    physical: bool = False
    defects: tuple[Defect, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph after repair; ``page`` is where it begins (1-based, 0 = unknown), ``head`` as of a ``Line``."""

    text: str
    page: int = 0
    kind: LineKind = LineKind.TEXT
    bold: bool = False
    block: int = 0
    head: str | None = None
