"""What a paper is made of: typed blocks, without any notion of Word or HTML. Pure.

Every text goes through ``clean`` when a block is made: control, bidirectional and invisible characters are left out,
so that what is read is what is there, and XML can hold it. A text is never markup, a link or a field.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "center", "right", "justify"]
Size = Literal["body", "small", "title"]

_BREAKS = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
_FORMULA = re.compile(r"[=@]|[+\-](?=.*[(|!])")
"""How a cell begins that a spreadsheet would compute once it is pasted there."""


def clean(text: str) -> str:
    """``text`` in NFC without characters that are not seen: controls (a line feed stays), format marks, surrogates."""
    kept = _BREAKS.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    return "".join(char for char in kept if char == "\n" or unicodedata.category(char) not in _UNSEEN)


_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def inert(text: str) -> str:
    """A cell's text that no spreadsheet takes for a formula: one that would be gets an apostrophe in front."""
    return f"'{text}" if _FORMULA.match(text.lstrip()) else text


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one look inside a paragraph."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text))


@dataclass(frozen=True, slots=True)
class TextLine:
    """A paragraph. A line feed in a span is a line break.

    Attributes:
        spans: its words in order.
        align: of its lines.
        size: ``small`` for notes, ``title`` for the name of the paper.
        first_line: whether its first line is indented, as in the body of a paper.
        indent: steps from the left edge (quotes, lists).
        keep: whether it stays on the page of what follows.
        rule: whether a short line is drawn below it, as under the name of the Party.
        bullet: a mark before it, such as ``-`` or ``1.``, empty for none.
    """

    spans: tuple[Span, ...]
    align: Align = "justify"
    size: Size = "body"
    first_line: bool = False
    indent: int = 0
    keep: bool = False
    rule: bool = False
    bullet: str = ""

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Title:
    """A heading; level 1 is the paper's own, 2 and 3 are inside it."""

    text: str
    level: Literal[1, 2, 3] = 2

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text))


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table whose first row is repeated on every page.

    Attributes:
        header: names of the columns; empty for a table without.
        rows: cells, each row as long as the header.
        widths: shares of the width, one a column; equal when empty.
        centered: columns whose cells are centred, from 0.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    centered: frozenset[int] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        columns = len(self.header) or (len(self.rows[0]) if self.rows else 0)
        if any(len(row) != columns for row in self.rows) or (self.widths and len(self.widths) != columns):
            raise ValueError("a row of a grid has another number of cells than its header")
        object.__setattr__(self, "header", tuple(clean(cell) for cell in self.header))
        object.__setattr__(self, "rows", tuple(tuple(inert(clean(cell)) for cell in row) for row in self.rows))


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two columns without rules: the head of a paper, or the places of two signatures.

    Each column is a stack of centred lines. ``room`` tells that space for a signature is left below the first two.
    """

    left: tuple[TextLine, ...]
    right: tuple[TextLine, ...]
    room: bool = False


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page."""


Piece = Title | TextLine | Grid | SideBySide | NewPage


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper.

    Attributes:
        name: its name, kept as the title of the file.
        pieces: from top to bottom.
        landscape: whether the page lies on its side.
    """

    name: str
    pieces: tuple[Piece, ...]
    landscape: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", clean(self.name))


def line(text: str, **look: bool) -> TextLine:
    """A left-aligned line of one look; ``look`` is that of ``Span``."""
    return TextLine((Span(text, **look),), align="left")


def centered(text: str, *, rule: bool = False, size: Size = "body", **look: bool) -> TextLine:
    """A centred line of one look."""
    return TextLine((Span(text, **look),), align="center", rule=rule, size=size)


def signatures(left: tuple[str, ...], right: tuple[str, ...]) -> SideBySide:
    """Places for two signatures: in each column the office in bold, then what is said of it in italics."""

    def column(words: tuple[str, ...]) -> tuple[TextLine, ...]:
        return tuple(centered(text, bold=not index, italic=bool(index)) for index, text in enumerate(words))

    return SideBySide(column(left), column(right), room=True)
