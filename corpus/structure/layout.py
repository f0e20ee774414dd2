"""Physical lines to paragraphs: page furniture out, hard-wrapped lines joined, nothing else touched.

Pure. A line break is a paragraph's end when the geometry says so: the next line starts with a larger gap than
the text's line spacing, or is indented as first lines are, or the first word of the next line would still have
fitted on this one. Over a page break only the last two tests and a label at the line's start count, so a
sentence cut by a page stays whole. Page numbers and lines repeated at the top or foot of most pages are
furniture: removed and reported.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.core.codes import DefectCode
from corpus.structure.extract import Defect, Line, LineKind, Paragraph, Severity
from corpus.structure.markers import starts_label

_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*/\s*\d{1,4})?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
GAZETTE = re.compile(
    r"(?:\d{1,4}\s+)?CÔNG BÁO\s*[/,-]?\s*Số\s*[\d\s+,&và]+[/,-]?\s*"
    r"Ngày\s+\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{4}(?:\s+\d{1,4})?",
    re.IGNORECASE,
)
"""The running head of the official gazette, which changes sides and carries the page's number."""

_SIDES = re.compile(r"^\d{1,4}\s+(?=\D)|(?<=\D)\s+\d{1,4}$")  # a page number before or behind a running head
_SIGN_LENGTH = 64
_SIGN_CUT = re.compile(r"\d\S{0,60}[A-ZĐƯ\d]$")
_GAP = 1.22  # a gap this many times the line spacing separates paragraphs
_SPACED = 0.12  # share of wide gaps from which the text is known to set its paragraphs apart
_ENDED = re.compile(r"[.,;:!?…”\"»)]\s*$")
_SMALL, _RAISED = 0.9, 0.75  # of the text's size: a footnote's letters, and the figure before it
_NOTE = re.compile(r"\s*\d{1,2}\s+\S")
_EDGE_LINES = 3  # how many lines at the top and foot of a page may be furniture


def paragraphs(lines: Sequence[Line]) -> tuple[list[Paragraph], list[Defect]]:
    """Rebuild paragraphs from physical lines; returns them with what was removed or mended."""
    kept, defects = _without_furniture(lines)
    kept, notes = _without_notes(kept)
    page = _measure(kept)
    found: list[Paragraph] = []
    joined_words = 0
    for index, line in enumerate(kept):
        previous = kept[index - 1] if index else None
        if previous is None or _begins(previous, line, page):
            found.append(Paragraph(line.text.strip(), line.page, line.kind, line.bold, line.block))
            continue
        text, mended = join(found[-1].text, line.text.strip())
        joined_words += mended
        last = found[-1]
        found[-1] = Paragraph(text, last.page, last.kind, last.bold and line.bold, last.block)
    _put_notes(found, notes)
    if joined_words:
        defects.append(
            Defect(
                DefectCode.REPAIR_HYPHEN_LINE_END,
                "Từ bị ngắt bằng gạch nối ở cuối dòng đã nối lại.",
                count=joined_words,
            )
        )
    return found, defects


def join(first: str, second: str) -> tuple[str, bool]:
    """Two pieces of a hard-wrapped paragraph as one; the flag tells whether a line-end hyphen was mended.

    A soft hyphen at the line's end disappears; a written hyphen stays (``QĐ-`` + ``TW``, ``2020-`` + ``2025``),
    only the break goes.
    """
    # Text layers of PDF files write the soft hyphen of a line's end in three ways.
    if first.endswith(("\u00ad", "\u0002", "\ufffe")):
        # In a document's number the hyphen is written: "…/QĐ-" + "UBND".
        sign = _SIGN_CUT.search(first[-_SIGN_LENGTH:-1]) and second[:1].isalnum() and not second[:1].islower()
        return first[:-1] + ("-" if sign else "") + second, True
    if re.search(r"[^\W_]-$", first) and second[:1].isalnum():
        return first + second, True
    return f"{first} {second}", False


def _without_notes(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Footnotes out of the flow: small print at the foot of a page whose first line begins with a raised figure.

    Each note is one line, joined; between two pages it would cut a sentence in two.
    """
    size = median(line.size for line in lines) if lines else 0.0
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    removed: set[int] = set()
    notes: list[Line] = []
    for content in pages.values():
        start = len(content)
        while start and content[start - 1].size < _SMALL * size:
            start -= 1
        for line in content[start:]:
            if _NOTE.match(line.text) and line.size < _RAISED * size:
                notes.append(replace(line, text=line.text.strip(), kind=LineKind.NOTE))
            elif not notes or notes[-1].page != line.page:
                continue
            else:
                notes[-1] = replace(notes[-1], text=join(notes[-1].text, line.text.strip())[0])
            removed.add(id(line))
    return [line for line in lines if id(line) not in removed], notes


def _put_notes(found: list[Paragraph], notes: Sequence[Line]) -> None:
    """Each footnote after the paragraph in which its figure stands ("cơ sở).1"), else after the last of its page."""
    for note in reversed(notes):
        figure = note.text.split()[0]
        sign = re.compile(rf"[^\W\d_][).,;:”\"]*{figure}(?![\d.,]*\d)")
        near = [i for i, paragraph in enumerate(found) if note.page - 1 <= paragraph.page <= note.page]
        place = next((i for i in reversed(near) if sign.search(found[i].text)), near[-1] if near else len(found) - 1)
        found.insert(
            place + 1, Paragraph(note.text, note.page, LineKind.NOTE, False, found[place].block if found else 0)
        )


def _without_furniture(lines: Sequence[Line]) -> tuple[list[Line], list[Defect]]:
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    edges: dict[int, list[Line]] = {}
    for number, content in pages.items():
        ordered = sorted(content, key=lambda line: line.top)
        edges[number] = [*ordered[:_EDGE_LINES], *ordered[_EDGE_LINES:][-_EDGE_LINES:]]
    repeated: Counter[str] = Counter()
    for content in edges.values():
        repeated.update({_alike(line.text) for line in content})
    # Three at least: in a short document a line may well stand on every page and belong there.
    often = max(3, len(pages) // 2)
    numbers, running, removed = [], [], set()
    for number, content in edges.items():
        body = [line for line in pages[number] if len(line.text.strip()) > 8]
        top, foot = min((line.top for line in body), default=0.0), max((line.top for line in body), default=0.0)
        for line in content:
            text = line.text.strip()
            # A number between lines of text is text; only above or below them it is a page's.
            outside = not body or line.top < top or line.top > foot
            if number and outside and _PAGE_NUMBER.fullmatch(text):
                numbers.append(line)
            elif (len(pages) > 2 and repeated[_alike(text)] >= often) or GAZETTE.fullmatch(text):
                running.append(line)
            else:
                continue
            removed.add(id(line))
    defects = []
    for code, message, found in (
        (DefectCode.REPAIR_PAGE_NUMBER, "Số trang đã bỏ.", numbers),
        (DefectCode.REPAIR_PAGE_FURNITURE, "Dòng lặp ở đầu hoặc chân trang đã bỏ.", running),
    ):
        if found:
            places = tuple(dict.fromkeys(f"tr. {line.page}: {line.text.strip()[:40]}" for line in found))[:20]
            defects.append(Defect(code, message, Severity.REPAIR, len(found), places))
    return [line for line in lines if id(line) not in removed and line.text.strip()], defects


def _alike(text: str) -> str:
    """What running lines of different pages have in common."""
    return _DIGITS.sub("#", _SIDES.sub("", text.strip()))


@dataclass(frozen=True, slots=True)
class _Measures:
    """Of the whole text: line spacing, whether paragraphs are set apart, left edges, right margin."""

    spacing: float
    spaced: bool
    body: float
    indented: float
    margin: float


def _measure(lines: Sequence[Line]) -> _Measures:
    gaps = sorted(
        after.top - before.top
        for before, after in pairwise(lines)
        if before.page == after.page and 0 < after.top - before.top < 5 * max(after.size, 1)
    )
    spacing = gaps[len(gaps) // 4] if gaps else 0.0
    wide = sum(gap > _GAP * spacing for gap in gaps)
    edges = Counter(round(line.left) for line in lines)
    common = sorted(edge for edge, count in edges.most_common(4) if count >= max(2, len(lines) // 12)) or [0]
    rights = sorted(line.right for line in lines)
    return _Measures(
        spacing=spacing,
        spaced=bool(gaps) and wide >= len(gaps) * _SPACED,
        body=float(common[0]),
        indented=float(common[1] if len(common) > 1 else common[0]),
        margin=rights[int(len(rights) * 0.97)] if rights else 0.0,
    )


def _begins(previous: Line, line: Line, page: _Measures) -> bool:
    """Whether ``line`` begins a paragraph."""
    if LineKind.ROW in (previous.kind, line.kind) or previous.block != line.block:
        return True
    labelled, short = starts_label(line.text), _word_would_fit(previous, line, page.margin)
    ended = _ENDED.search(previous.text) is not None
    indents = page.indented > page.body + 4
    first_line = indents and line.left - page.body > 8 and previous.left <= page.body + 4
    if previous.page != line.page:
        if labelled and (ended or short):
            return True
        if not ended and line.text[:1].islower():
            return False
        return short or (first_line and abs(line.left - page.indented) < 3)
    gap = line.top - previous.top
    if gap <= 0:  # another column or a line beside: never one sentence
        return True
    size = median((max(previous.size, 1.0), max(line.size, 1.0)))
    if page.spacing and gap > _GAP * page.spacing and gap > 1.25 * size:
        return True
    # A heading in bold ends where the item below it begins, however far the heading reaches.
    new_item = labelled and ((previous.bold and not line.bold) or (indents and _indented_alike(previous, line, page)))
    if (labelled and (short or first_line or ended)) or new_item:
        return True
    if page.spaced and not indents and not (short and ended and line.text[:1].isupper()):
        return False
    return short or first_line


def _indented_alike(previous: Line, line: Line, page: _Measures) -> bool:
    """Whether both lines stand where first lines do: the upper one is a paragraph of its own."""
    return line.left - page.body > 8 and abs(line.left - previous.left) < 3 and abs(line.left - page.indented) < 8


def _word_would_fit(previous: Line, line: Line, margin: float) -> bool:
    """Whether the first word of ``line`` had room at the end of ``previous``: then the break was wanted."""
    words = line.text.split(" ")  # a no-break space keeps its words together
    if not words[0] or not previous.text:
        return False
    width = (previous.right - previous.left) / max(len(previous.text), 1)
    return previous.right + width * (len(words[0]) + 1.5) < margin
