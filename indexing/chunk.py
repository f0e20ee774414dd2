"""Provisions → passages: the pieces that are indexed.

Pure. The passages of a provision partition its text: joined in order they give it back, no character lost. A
provision longer than the encoder can read is cut after a sentence or line end, else after a comma or a word.

Each passage carries *context* that is indexed with it and never quoted: document number and title, heading trail,
label, heading – and the lead-in of the ancestors, because "a) …" says little without "Chi ủy có nhiệm vụ:". A parent
is thus found through its own text, and a child also through its parent's words. An everyday question that a
provision answers (``Provision.asked_as``) is a passage of its own: context only, an empty slice of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.core.model import Document, Provision
from indexing.ports import Passage

# Measured with the bundled tokenizer on Vietnamese legal prose: 1.1 to 1.3 pieces a word, one a punctuation mark.
_WORD_TOKENS = 1.3
_PIECE = re.compile(r"\w+|[^\w\s]")
_SENTENCE_END = re.compile(r"(?<=[.;:?!…])\s+(?=\S)|\n+(?=\S)")
_SOFT_END = re.compile(r"(?<=[,)–-])\s+(?=\S)|\s+(?=\S)")
_LEAD_IN_CHARACTERS = 240
_MIN_TOKENS = 96


def estimate_tokens(text: str) -> int:
    """Upper estimate of the encoder's tokens for ``text``, without loading a tokenizer.

    Very long words (no spaces, foreign scripts) count by their length, three characters a token.
    """
    return round(sum(max(_WORD_TOKENS, len(piece) / 6) for piece in _PIECE.findall(text)))


def passages(documents: Iterable[Document], max_tokens: int) -> Iterator[Passage]:
    """Passages of all citable provisions with text, in document order.

    Args:
        documents: documents offered as evidence.
        max_tokens: bound of heading and text together, in estimated tokens.
    """
    for document in documents:
        by_id = {provision.id: provision for provision in document.provisions}
        for provision in document.provisions:
            if not provision.citable or not provision.text.strip():
                continue
            context = context_of(provision, document, by_id)
            budget = max(_MIN_TOKENS, max_tokens - estimate_tokens(provision.heading))
            for start, end in split(provision.text, budget):
                yield Passage(provision.id, start, end, provision.text[start:end], context, provision.heading)
            for question in provision.asked_as:
                yield Passage(provision.id, 0, 0, "", question, question)


def context_of(provision: Provision, document: Document, by_id: dict[str, Provision]) -> str:
    """Context for lexical search, a line each: document number, nearest heading above, heading, parent's lead-in."""
    parent = by_id.get(provision.parent or "")
    lines = [
        document.record.number or document.record.title,
        provision.trail[-1] if provision.trail else "",
        provision.heading,
        lead_in(parent.text) if parent is not None else "",
    ]
    return "\n".join(line for line in dict.fromkeys(lines) if line)


def lead_in(text: str) -> str:
    """A parent's words that introduce its children: its last sentence if that ends with a colon, else its first."""
    sentences = [piece.strip() for piece in re.split(r"(?<=[.;?!…:])\s+|\n+", text.strip()) if piece.strip()]
    if not sentences:
        return ""
    chosen = sentences[-1] if sentences[-1].endswith(":") else sentences[0]
    return chosen if len(chosen) <= _LEAD_IN_CHARACTERS else chosen[:_LEAD_IN_CHARACTERS].rsplit(" ", 1)[0]


def split(text: str, max_tokens: int) -> list[tuple[int, int]]:
    """Spans that partition ``text``, each of at most ``max_tokens`` estimated tokens where its words allow.

    White space after a cut stays with the piece before it.
    """
    if estimate_tokens(text) <= max_tokens:
        return [(0, len(text))] if text else []
    spans: list[tuple[int, int]] = []
    start = 0
    units = _units(text, max_tokens)
    for index, (_, end) in enumerate(units):
        following = units[index + 1][1] if index + 1 < len(units) else end
        if index + 1 == len(units) or estimate_tokens(text[start:following]) > max_tokens:
            spans.append((start, end))
            start = end
    return spans


def _units(text: str, max_tokens: int) -> list[tuple[int, int]]:
    """Sentences as spans; a sentence that is too long by itself is cut at commas and words, then by length."""
    units: list[tuple[int, int]] = []
    for start, end in _cut(text, 0, len(text), _SENTENCE_END):
        if estimate_tokens(text[start:end]) <= max_tokens:
            units.append((start, end))
            continue
        for low, high in _cut(text, start, end, _SOFT_END):
            width = max_tokens * 6
            units += [(a, min(a + width, high)) for a in range(low, high, width)]
    return units


def _cut(text: str, start: int, end: int, boundary: re.Pattern[str]) -> list[tuple[int, int]]:
    ends = [match.end() for match in boundary.finditer(text, start, end) if match.end() > start]
    return list(zip([start, *ends], [*ends, end], strict=True))
