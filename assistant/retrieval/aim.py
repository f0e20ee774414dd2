"""What a question aims at, and whether a rule gives just that (contract R14). Pure.

A story names much that a rule speaks of, and asks for one thing of it. The *aim* is the clause that asks, its words
weighing the more the nearer they stand to the word that asks ("mẫu số mấy", "ai chọn trưởng đoàn"); where that clause
only wants what was said before it confirmed ("Có phải thế không?"), the aim is what was said. A near miss says the
words of the story and not those of the aim.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from itertools import pairwise

from assistant.parsing.glossary import Glossary, Heard
from assistant.question.patterns import pattern
from assistant.question.understanding import Understood
from assistant.retrieval.agreement import Facets, asked_facets, met
from assistant.retrieval.sides import Pairs, Side, Weigh
from assistant.turns.decomposition import clauses_said
from corpus.core.text import fold
from corpus.vietnamese.contentwords import content_words
from corpus.vietnamese.terms import terms

AIM_NAMES = (
    "aim_coverage",
    "aim_phrased",
    "aim_missing",
    "aim_match",
    "aim_pairs",
    "aim_short",
    "aim_terms",
    "aim_lack",
    "said_mean",
    "said_least",
    "said_against",
    "said_share",
    "said_whole",
    "said_whole_against",
    "count_fit",
    "count_miss",
    "attribute_fit",
    "attribute_miss",
    "against",
    "with",
)
FADE = 0.85
"""Weight that a word keeps for each word between it and the word that asks."""
ENOUGH_WORDS = 2
"""Content words of an aim; a clause with fewer ("được không ạ?") asks for what stands before it."""
BACK = 3
"""Most clauses before it that an asking clause draws on."""
FULL = 5
"""Content words of an aim that points back ("Có mức ấy không?"), with those that it points to."""
_WORD = re.compile(r"[0-9]+(?:[./,-][0-9]+)*|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Aim:
    """What a question aims at.

    Attributes:
        words: its content words with their weight, the nearer to what asks the more.
        plain: the same words with their weight wherever they stand; ``keys`` and ``mass`` are its words and its sum.
        pairs: neighbouring words with the weight of both.
        terms: its terms, weighed as ``words``.
        heard: its terms as people's words, by term; ``told`` those of the whole question.
        facets: bounds, conditions, bodies, attributes and counts asked for.
    """

    words: Mapping[str, float]
    plain: Mapping[str, float]
    pairs: Mapping[tuple[str, str], float]
    terms: Mapping[str, float]
    heard: tuple[tuple[str, Heard], ...]
    told: tuple[Heard, ...]
    facets: Facets
    keys: frozenset[str]
    mass: float


def aim_clauses(understood: Understood) -> list[str]:
    """The clauses that ask, in their order, each after what it only confirms or points back to."""
    clauses, start = clauses_said(understood)
    asking = [n for n in range(start, len(clauses)) if pattern("asks_anything").search(fold(clauses[n]))]
    chosen: set[int] = set()
    for n in asking or [len(clauses) - 1]:
        said = pattern("confirms").sub(" ", fold(clauses[n]))
        words = len(set(content_words(said)))
        enough = FULL if words < ENOUGH_WORDS or pattern("refers").search(said) else ENOUGH_WORDS
        back = n
        while back > max(0, n - BACK) and words < enough:
            back -= 1
            words += len(set(content_words(clauses[back])))
        chosen.update(range(back, n + 1))
    return [clauses[n] for n in sorted(chosen)]


def aim_of(understood: Understood, weigh: Weigh, glossary: Glossary) -> Aim:
    """The aim of a question."""
    clauses, accented = aim_clauses(understood), understood.accented
    fades: dict[str, float] = {}
    for clause in clauses:
        for word, fade in _faded(clause, accented):
            fades[word] = max(fades.get(word, 0.0), fade)
    plain = {word: weigh(word, accented) for word in fades}
    words = {word: plain[word] * fade for word, fade in fades.items()}
    pairs = {pair for clause in clauses for pair in pairwise(content_words(clause, accented))}
    aimed = [term for clause in clauses for term in terms(clause, accented)]
    return Aim(
        words=words,
        plain=plain,
        pairs={(one, other): words[one] + words[other] for one, other in sorted(pairs)},
        terms={term: weigh(term, accented) * max(fades[word] for word in term.split()) for term in aimed},
        heard=tuple((heard.word, heard) for heard in glossary.heard(aimed, accented)),
        told=glossary.heard(terms(understood.plain, accented), accented),
        facets=asked_facets(" . ".join(clauses), understood.plain),
        keys=frozenset(plain),
        mass=sum(plain.values()),
    )


def _faded(clause: str, accented: bool) -> list[tuple[str, float]]:
    """Content words of a clause, with what is left of their weight so far from the word that asks."""
    tokens = list(_WORD.finditer(clause))
    marks = [match.span() for match in pattern("asks_anything").finditer(fold(clause))]
    places = [n for n, token in enumerate(tokens) if any(start <= token.start() < end for start, end in marks)]
    return [
        (word, FADE ** max(0, min((abs(n - place) for place in places), default=0) - 1))
        for n, token in enumerate(tokens)
        for word in content_words(token.group(), accented)
    ]


def aim_values(aim: Aim, side: Side) -> tuple[float, ...]:
    """Values of ``AIM_NAMES`` for one candidate."""
    missing = [weight for term, weight in aim.terms.items() if term not in side.terms and term not in side.asked_terms]
    speaks = {heard.word: heard.speaks_for(side.terms, side.asked_terms) for heard in aim.told}
    said = sorted(
        speaks[word] if word in speaks else heard.speaks_for(side.terms, side.asked_terms) for word, heard in aim.heard
    ) or [0.0]
    told = list(speaks.values()) or [0.0]
    return (
        _share(aim.words, side.words),
        _share(aim.words, side.phrased),
        _rarest(aim.words, side.phrased),
        max((_likeness(aim, phrase, mass) for phrase, mass in side.phrases), default=0.0),
        _share(aim.pairs, side.phrased_pairs, 1.0),
        1 / (1 + len(aim.words) / 4),
        1 - sum(missing) / mass if (mass := sum(aim.terms.values())) else 0.0,
        min(2.0, sum(missing) / 15),
        sum(said) / len(said),
        said[0],
        sum(value for value in said if value < 0),
        sum(value > 0 for value in said) / len(said),
        sum(told) / len(told),
        sum(value for value in told if value < 0),
        *met(aim.facets, side.facets),
    )


def _share(
    weights: Mapping[str, float] | Mapping[tuple[str, str], float], held: Set[str] | Pairs, empty: float = 0.0
) -> float:
    total = sum(weights.values())
    return sum(weight for key, weight in weights.items() if key in held) / total if total else empty


def _rarest(weights: Mapping[str, float], held: Collection[str]) -> float:
    top = max(weights.values(), default=0.0)
    return max((weight for word, weight in weights.items() if word not in held), default=0.0) / top if top else 0.0


def _likeness(aim: Aim, phrase: Set[str], mass: float) -> float:
    """Shared weight over the weight of both (weighted Jaccard)."""
    common = aim.keys & phrase
    if not common:
        return 0.0
    shared = sum(aim.plain[word] for word in sorted(common))
    return shared / (aim.mass + mass - shared)
