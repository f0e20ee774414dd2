"""The candidate's side of the features: what is compared of a provision whatever is asked. Pure.

Made once for a provision and kind of key and kept, so that no text is cut and folded again for every question.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from assistant.question.patterns import pattern, units
from assistant.retrieval.agreement import Facets, said_facets
from corpus.core.model import Provision
from corpus.core.text import fold
from corpus.vietnamese.contentwords import content_words
from corpus.vietnamese.terms import terms

Pairs = frozenset[tuple[str, str]]
Weigh = Callable[[str, bool], float]
"""Weight of a word; the flag tells whether the word carries its diacritics."""

FITS = (
    ("asks_quantity", "has_number"),
    ("asks_who", "has_body"),
    ("asks_when", "has_time"),
    ("asks_may", "has_modal"),
)
"""What a question may ask for, and what a provision that gives it holds; names of patterns."""
KEPT = 8192
"""Sides kept at once; one takes about ten kilobytes, and the digest has some six hundred provisions."""
_CERTAIN = {"cao": 1.0, "vừa": 0.5, "thấp": 0.0}


@dataclass(frozen=True, slots=True)
class Side:
    """What a provision has to offer, as keys of one kind.

    ``words`` and ``pairs`` are those of its text and of its headings, ``heads`` and ``head_pairs`` of the headings
    alone; ``phrases`` are the everyday questions it answers, as words with their weight in sum; ``phrased`` and
    ``phrased_pairs`` hold those of all three. ``terms`` are those of text, heading and the heading above,
    ``asked_terms`` those of the everyday questions; ``facets`` is what it speaks of. ``fits`` and ``units`` name the
    patterns and units of quantities that its text holds.
    """

    words: frozenset[str]
    heads: frozenset[str]
    pairs: Pairs
    head_pairs: Pairs
    phrases: tuple[tuple[frozenset[str], float], ...]
    phrased: frozenset[str]
    phrased_pairs: Pairs
    fits: frozenset[str]
    units: frozenset[str]
    short: float
    certain: float
    terms: frozenset[str]
    asked_terms: frozenset[str]
    facets: Facets


def side_of(provision: Provision, accented: bool, weigh: Weigh) -> Side:
    """The side of one provision, its keys with diacritics when ``accented``."""
    text = content_words(provision.text, accented)
    head = content_words(" ".join((provision.heading, *provision.trail[-2:])), accented)
    told = [content_words(phrase, accented) for phrase in provision.asked_as]
    phrases = [dict.fromkeys(phrase) for phrase in told]
    words, head_pairs, key = frozenset((*text, *head)), frozenset(pairwise(head)), fold(provision.text)
    return Side(
        words=words,
        heads=frozenset(head),
        pairs=head_pairs.union(pairwise(text)),
        head_pairs=head_pairs,
        phrases=tuple((frozenset(phrase), sum(weigh(word, accented) for word in phrase)) for phrase in phrases),
        phrased=words.union(*phrases),
        phrased_pairs=head_pairs.union(pairwise(text), *(pairwise(phrase) for phrase in told)),
        fits=frozenset(has for _, has in FITS if pattern(has).search(key)),
        units=frozenset(name for name, fits in units().items() if fits.search(key)),
        short=1 / (1 + math.log1p(len(text) / 20)),
        certain=_CERTAIN[provision.certainty.value],
        terms=frozenset(terms(" ".join((*provision.trail[-1:], provision.heading, provision.text)), accented)),
        asked_terms=frozenset(term for phrase in provision.asked_as for term in terms(phrase, accented)),
        facets=said_facets(provision),
    )


class Sides:
    """Sides of provisions, made when first asked for; shared between questions and threads.

    Args:
        weigh: how rare a word is.
    """

    def __init__(self, weigh: Weigh) -> None:
        self._weigh = weigh
        self._known: dict[tuple[str, bool], tuple[Provision, Side]] = {}

    def of(self, provision: Provision, accented: bool) -> Side:
        """The side of a provision, its keys with diacritics when ``accented``."""
        known = self._known.get((provision.id, accented))
        if known is None or known[0] is not provision:
            if len(self._known) >= KEPT:
                self._known.clear()
            known = self._known[provision.id, accented] = provision, side_of(provision, accented, self._weigh)
        return known[1]
