"""Units to provisions: spans in the document's text, headings, trails, and what may be cited.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.core.model import Provision, Unit
from corpus.structure.extract import Paragraph
from corpus.structure.markers import MarkerRank
from corpus.structure.outline import STRUCTURAL, Node

_TITLE_LIMIT, _TRAIL_LIMIT, _TABLE_HEAD = 300, 220, 400
ENDED = re.compile(r"[.;!?…][”\"»)\s]*$")
"""A paragraph that ends as a sentence or an item does."""


def provisions_of(
    nodes: Sequence[Node], paragraphs: Sequence[Paragraph], document_id: str
) -> tuple[str, tuple[Provision, ...]]:
    """The document's text and its provisions, in order; every provision is a slice of the text."""
    offsets, position = [], 0
    for paragraph in paragraphs:
        offsets.append(position)
        position += len(paragraph.text) + 1
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    return text, tuple(_provision(node, paragraphs, text, offsets, document_id) for node in nodes)


def _provision(
    node: Node, paragraphs: Sequence[Paragraph], text: str, offsets: list[int], document_id: str
) -> Provision:
    start, end = offsets[node.first], offsets[node.last] + len(paragraphs[node.last].text)
    trail: list[str] = [_short(node.context, _TABLE_HEAD)] if node.context else []
    above = node.parent
    while above is not None:
        trail.append(_short(_title(above, paragraphs), _TRAIL_LIMIT))
        above = above.parent
    heading = _heading(node, paragraphs)
    return Provision(
        id=f"{document_id}/{node.path}",
        document_id=document_id,
        path=node.path,
        label=node.label,
        unit=node.unit,
        text=text[start:end],
        start=start,
        end=end,
        heading=heading,
        trail=tuple(reversed(trail)),
        parent=None if node.parent is None else f"{document_id}/{node.parent.path}",
        citable=node.citable and not _only_heading(node, paragraphs),
    )


def _title(node: Node, paragraphs: Sequence[Paragraph]) -> str:
    lines = [paragraphs[i].text for i in range(node.first, node.last + 1)]
    if node.rank <= STRUCTURAL:
        return ": ".join(" ".join(line.split()).rstrip(":") for line in lines)
    return lines[0]


def _heading(node: Node, paragraphs: Sequence[Paragraph]) -> str:
    """The unit's title: what follows the marker on its first line, when that reads as a title."""
    lines = [paragraphs[i].text for i in range(node.first, node.last + 1)]
    first = lines[0][node.marker.rest if node.marker else 0 :].strip()
    if node.rank <= STRUCTURAL and node.marker is not None:
        words = " ".join(part for part in [first, *lines[1:]] if part)
        return _short(words.strip(" .:"), _TITLE_LIMIT)
    if node.unit in (Unit.SECTION, Unit.ANNEX):
        return _short(" ".join(lines), _TITLE_LIMIT)
    if node.marker is None or node.marker.level >= MarkerRank.PAREN or len(first) > _TITLE_LIMIT:
        return ""
    # A first line is a title when something stands below it; alone it is the rule itself.
    titled = node.children > 0 or (len(lines) > 1 and len(first) <= _TITLE_LIMIT // 2)
    return first.strip(" .:;") if titled and not first.endswith((";", ",")) else ""


def _only_heading(node: Node, paragraphs: Sequence[Paragraph]) -> bool:
    """A chapter, part or section heading says no rule by itself."""
    if node.rank > STRUCTURAL or node.unit in (Unit.PARAGRAPH, Unit.PREAMBLE, Unit.CLOSING):
        return False
    return not ENDED.search(paragraphs[node.last].text) or node.rank < MarkerRank.LETTER


def _short(text: str, limit: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + "…"
