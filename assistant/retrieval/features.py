"""Cheap, explainable features of a question–provision pair, for ranking and for judging whether it answers. Pure.

All values lie in [0, 1] except where said. Words of a question with diacritics are compared with them ("số dư" is not
"cơ sở dù"), wherever the tone mark sits; those of a question without are compared by folded key. Weights are inverse
document frequencies over the indexed passages, of the same kind of key.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.model import Evidence
from assistant.question.patterns import pattern, units
from assistant.question.understanding import Understood
from corpus.core.model import TextKind
from corpus.core.text import fold
from corpus.vietnamese.contentwords import content_words

Idf = Callable[[str, bool], float]
"""Weight of a word; the flag tells whether the word carries its diacritics."""

_FITS = (
    ("asks_quantity", "has_number"),
    ("asks_who", "has_body"),
    ("asks_when", "has_time"),
    ("asks_may", "has_modal"),
)

NAMES = (
    "dense",
    "lexical",
    "dense_rank",
    "lexical_rank",
    "coverage",
    "heading_coverage",
    "bigrams",
    "heading_bigrams",
    "focus",
    "kind_match",
    "level_match",
    "level_miss",
    "numbers",
    "short",
    "in_force",
    "certain",
    "place",
    "asked_match",
    "missing",
    "card",
    "unit_miss",
    "unknown",
    "unaccented",
    "unphrased",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question looks for, prepared once for all candidates."""

    words: tuple[str, ...]
    pairs: frozenset[tuple[str, str]]
    idf: Mapping[str, float]
    numbers: frozenset[str]
    wants: tuple[re.Pattern[str], ...]
    accented: bool
    dense: bool
    weigh: Callable[[str], float]
    unit: re.Pattern[str] | None
    unknown: float


def prepare(understood: Understood, idf: Idf, known: float = 1.0, *, dense: bool = True) -> Asked:
    """The question's side of the features.

    ``known`` is the share of its words that the corpus knows; without ``dense`` similarities of the encoder are left
    out, as they are for a question without diacritics.
    """
    running = content_words(understood.plain, understood.accented)
    words, key = tuple(dict.fromkeys(running)), fold(understood.plain)

    def weigh(word: str) -> float:
        return idf(word, understood.accented)

    wants = tuple(pattern(has) for asks, has in _FITS if pattern(asks).search(key))
    return Asked(
        words=words,
        pairs=frozenset(pairwise(running)),
        idf={word: weigh(word) for word in words},
        numbers=frozenset(word for word in words if word[0].isdigit()),
        wants=wants,
        accented=understood.accented,
        dense=dense and understood.accented,
        weigh=weigh,
        unit=_unit_asked(key),
        unknown=1 - known,
    )


_COUNTS = re.compile(r"\b(?:bao nhieu|may)\s+((?:[a-z]+\s?){1,2})|\b([a-z]+) (?:gi|nao)\b")


def _unit_asked(key: str) -> re.Pattern[str] | None:
    """What the candidate must hold to give the quantity asked for; nothing when the unit is not a known one."""
    for match in _COUNTS.finditer(key):
        words = (match.group(1) or match.group(2) or "").strip()
        for name, fits in units().items():
            if words == name or words.startswith(f"{name} "):
                return fits
    return None


def coverage(asked: Asked, words: set[str]) -> float:
    """Share of the question's idf mass that occurs in ``words``; 0 when the question has no content word."""
    total = sum(asked.idf.values())
    return sum(weight for word, weight in asked.idf.items() if word in words) / total if total else 0.0


def features(understood: Understood, asked: Asked, evidence: Sequence[Evidence], index: int) -> tuple[float, ...]:
    """Feature values of one candidate, in the order of ``NAMES``."""
    item = evidence[index]
    text_words = content_words(item.provision.text, asked.accented)
    head_words = content_words(" ".join((item.provision.heading, *item.provision.trail[-2:])), asked.accented)
    both, heads = set(text_words) | set(head_words), set(head_words)
    running = set(pairwise(text_words)) | set(pairwise(head_words))
    head_pairs = set(pairwise(head_words))
    key = fold(item.provision.text)
    levels, asked_levels = item.provision.levels or item.document.record.levels, understood.levels
    dense, lexical = (item.parts.get(name, 0.0) for name in ("dense", "lexical"))
    tops = {name: max((e.parts.get(name, 0.0) for e in evidence), default=0.0) for name in ("dense", "lexical")}
    mass = sum(asked.idf.values())
    return (
        # Cosines of the bundled encoder hardly fall below .75, even for texts that have nothing to do with each other.
        max(0.0, (dense - 0.75) * 4) if asked.dense else 0.0,
        # BM25 grows with the number and rarity of the words asked; over their mass, questions of any length compare.
        min(1.0, lexical / (4 * mass)) if mass else 0.0,
        max(0.0, 1 - (tops["dense"] - dense) * 20) if asked.dense else 0.0,
        lexical / tops["lexical"] if tops["lexical"] else 0.0,
        coverage(asked, both),
        coverage(asked, heads),
        len(asked.pairs & running) / len(asked.pairs) if asked.pairs else 0.0,
        len(asked.pairs & head_pairs) / len(asked.pairs) if asked.pairs else 0.0,
        sum(1 for w in heads if w in asked.words) / len(heads) if heads else 0.0,
        # A question that asks for nothing in particular cannot miss it.
        sum(1 for has in asked.wants if has.search(key)) / len(asked.wants) if asked.wants else 1.0,
        1.0 if levels and asked_levels and levels & asked_levels else 0.0,
        1.0 if levels and asked_levels and not levels & asked_levels else 0.0,
        len(asked.numbers & both) / len(asked.numbers) if asked.numbers else 1.0,
        1 / (1 + math.log1p(len(text_words) / 20)),
        1.0 if item.validity.contains(understood.as_of.day) else 0.0,
        {"cao": 1.0, "vừa": 0.5, "thấp": 0.0}[item.provision.certainty.value],
        item.parts.get("place", 0.0),
        max((likeness(asked, phrase) for phrase in item.provision.asked_as), default=0.0),
        _rarest_missing(
            asked, both | {w for phrase in item.provision.asked_as for w in content_words(phrase, asked.accented)}
        ),
        1.0 if item.document.text_kind is TextKind.CATALOGUE else 0.0,
        1.0 if asked.unit is not None and not asked.unit.search(key) else 0.0,
        asked.unknown,
        0.0 if asked.dense else 1.0,
        0.0 if item.provision.asked_as else 1.0,
    )


def likeness(asked: Asked, phrase: str) -> float:
    """How alike a question and an everyday phrasing are: shared idf mass over the mass of both (weighted Jaccard)."""
    other = set(content_words(phrase, asked.accented))
    mass = {word: asked.weigh(word) for word in other | set(asked.words)}
    total = sum(mass.values())
    return sum(mass[word] for word in other & set(asked.words)) / total if total else 0.0


def _rarest_missing(asked: Asked, words: set[str]) -> float:
    """Weight of the rarest word of the question that the candidate lacks, relative to the rarest of all."""
    top = max(asked.idf.values(), default=0.0)
    return max((value for word, value in asked.idf.items() if word not in words), default=0.0) / top if top else 0.0
