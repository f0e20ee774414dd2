"""Cheap, explainable features of a question–provision pair, for ranking and for judging whether it answers. Pure.

All values lie in [0, 1] except where said. Words of a question with diacritics are compared with them ("số dư" is not
"cơ sở dù"), wherever the tone mark sits; those of a question without are compared by folded key. Weights are inverse
document frequencies over the indexed passages, of the same kind of key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from assistant.model import Evidence
from assistant.parsing.glossary import Glossary, load_glossary
from assistant.question.patterns import pattern, units
from assistant.question.understanding import Understood
from assistant.retrieval.aim import AIM_NAMES, Aim, aim_of, aim_values
from assistant.retrieval.idf import Vocabulary
from assistant.retrieval.sides import FITS, Side
from corpus.core.model import Provision, TextKind
from corpus.core.text import fold
from corpus.vietnamese.contentwords import content_words

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
    *AIM_NAMES,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question looks for, prepared once for all candidates; ``mass`` is the weight of its words in sum.

    ``wants`` and ``unit`` name the patterns and the unit of a quantity that a provision must hold to answer.
    """

    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    idf: Mapping[str, float]
    mass: float
    numbers: frozenset[str]
    wants: tuple[str, ...]
    accented: bool
    dense: bool
    unit: str
    unknown: float
    side: Callable[[Provision, bool], Side]
    aim: Aim


def prepare(
    understood: Understood,
    vocabulary: Vocabulary,
    known: float = 1.0,
    *,
    dense: bool = True,
    glossary: Glossary | None = None,
) -> Asked:
    """The question's side of the features.

    ``known`` is the share of its words that the corpus knows; without ``dense`` similarities of the encoder are left
    out, as they are for a question without diacritics.
    """
    running = content_words(understood.plain, understood.accented)
    key = fold(understood.plain)
    idf = {word: vocabulary.idf(word, understood.accented) for word in dict.fromkeys(running)}
    return Asked(
        words=frozenset(idf),
        pairs=frozenset(pairwise(running)),
        idf=idf,
        mass=sum(idf.values()),
        numbers=frozenset(word for word in idf if word[0].isdigit()),
        wants=tuple(has for asks, has in FITS if pattern(asks).search(key)),
        accented=understood.accented,
        dense=dense and understood.accented,
        unit=unit_asked(key),
        unknown=1 - known,
        side=vocabulary.sides.of,
        aim=aim_of(understood, vocabulary.idf, glossary or load_glossary()),
    )


_COUNTS = re.compile(r"\b(?:bao nhieu|may)\s+((?:[a-z]+\s?){1,2})|\b([a-z]+) (?:gi|nao)\b")


def unit_asked(key: str) -> str:
    """The unit of the quantity asked for; empty when it is not a known one."""
    for match in _COUNTS.finditer(key):
        words = (match.group(1) or match.group(2) or "").strip()
        for name in units():
            if words == name or words.startswith(f"{name} "):
                return name
    return ""


def features(understood: Understood, asked: Asked, evidence: Sequence[Evidence]) -> list[tuple[float, ...]]:
    """Feature values of the candidates, in the order of ``NAMES``."""
    tops = {name: max((e.parts.get(name, 0.0) for e in evidence), default=0.0) for name in ("dense", "lexical")}
    return [_values(understood, asked, item, tops["dense"], tops["lexical"]) for item in evidence]


def _values(
    understood: Understood, asked: Asked, item: Evidence, top_dense: float, top_lexical: float
) -> tuple[float, ...]:
    side = asked.side(item.provision, asked.accented)
    levels, asked_levels = item.provision.levels or item.document.record.levels, understood.levels
    dense, lexical = item.parts.get("dense", 0.0), item.parts.get("lexical", 0.0)
    return (
        # Cosines of the bundled encoder hardly fall below .75, even for texts that have nothing to do with each other.
        max(0.0, (dense - 0.75) * 4) if asked.dense else 0.0,
        # BM25 grows with the number and rarity of the words asked; over their mass, questions of any length compare.
        min(1.0, lexical / (4 * asked.mass)) if asked.mass else 0.0,
        max(0.0, 1 - (top_dense - dense) * 20) if asked.dense else 0.0,
        lexical / top_lexical if top_lexical else 0.0,
        coverage(asked, side.words),
        coverage(asked, side.heads),
        len(asked.pairs & side.pairs) / len(asked.pairs) if asked.pairs else 0.0,
        len(asked.pairs & side.head_pairs) / len(asked.pairs) if asked.pairs else 0.0,
        len(side.heads & asked.words) / len(side.heads) if side.heads else 0.0,
        # A question that asks for nothing in particular cannot miss it.
        sum(has in side.fits for has in asked.wants) / len(asked.wants) if asked.wants else 1.0,
        1.0 if levels and asked_levels and levels & asked_levels else 0.0,
        1.0 if levels and asked_levels and not levels & asked_levels else 0.0,
        len(asked.numbers & side.words) / len(asked.numbers) if asked.numbers else 1.0,
        side.short,
        1.0 if item.validity.contains(understood.as_of.day) else 0.0,
        side.certain,
        item.parts.get("place", 0.0),
        max((_likeness(asked, phrase, mass) for phrase, mass in side.phrases), default=0.0),
        _rarest_missing(asked, side.phrased),
        1.0 if item.document.text_kind is TextKind.CATALOGUE else 0.0,
        1.0 if asked.unit and asked.unit not in side.units else 0.0,
        asked.unknown,
        0.0 if asked.dense else 1.0,
        0.0 if side.phrases else 1.0,
        *aim_values(asked.aim, side),
    )


def coverage(asked: Asked, words: Set[str]) -> float:
    """Share of the question's idf mass that occurs in ``words``; 0 when the question has no content word."""
    return sum([weight for word, weight in asked.idf.items() if word in words]) / asked.mass if asked.mass else 0.0


def _likeness(asked: Asked, phrase: Set[str], mass: float) -> float:
    """How alike a question and an everyday phrasing are: shared idf mass over the mass of both (weighted Jaccard)."""
    shared = sum([weight for word, weight in asked.idf.items() if word in phrase])
    return shared / total if (total := asked.mass + mass - shared) else 0.0


def _rarest_missing(asked: Asked, words: Set[str]) -> float:
    """Weight of the rarest word of the question that the candidate lacks, relative to the rarest of all."""
    top = max(asked.idf.values(), default=0.0)
    return max([weight for word, weight in asked.idf.items() if word not in words], default=0.0) / top if top else 0.0
