"""How rare a word is in the indexed passages, and how much of a question the corpus knows. Pure over the port."""

from __future__ import annotations

import math
from typing import Protocol

from assistant.retrieval.sides import Sides
from corpus.vietnamese.contentwords import content_words


class Frequencies(Protocol):
    """Counts of passages by folded syllable."""

    def __len__(self) -> int:
        """Number of passages."""
        ...

    def document_frequency(self, syllable: str, accented: bool = False) -> int:
        """Passages that hold the syllable, with its diacritics or whatever they are."""
        ...


class Vocabulary:
    """Inverse document frequencies, as in BM25: ``ln(1 + (N - n + .5) / (n + .5))``, and provisions weighed by them."""

    def __init__(self, frequencies: Frequencies) -> None:
        self._frequencies = frequencies
        self._total = len(frequencies)
        self._known: dict[tuple[str, bool], float] = {}
        self.sides = Sides(self.idf)

    def idf(self, word: str, accented: bool = False) -> float:
        """Weight of a word, folded or with its diacritics; the largest for a word that no passage holds."""
        known = self._known.get((word, accented))
        if known is None:
            known = self._known[word, accented] = self._weigh(word, accented)
        return known

    def _weigh(self, word: str, accented: bool) -> float:
        count = self._frequencies.document_frequency(word, accented)
        return math.log(1 + (self._total - count + 0.5) / (count + 0.5))

    def known_share(self, text: str) -> float:
        """Share of the idf mass of ``text``'s content words that some passage holds; 0 without content words."""
        words = set(content_words(text))
        total = sum(self.idf(word) for word in words)
        known = sum(self.idf(word) for word in words if self._frequencies.document_frequency(word))
        return known / total if total else 0.0
