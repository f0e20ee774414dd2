"""The glossary of people's words (``assistant.parsing.glossary``), learnt from phrasings and answered questions.

IBM's first model of translation, by expectation and maximisation: every word of a question was said because of one of
its rule's words, or of none. Pure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.parsing.glossary import ANY, Glossary, Table
from corpus.core.model import Provision
from corpus.core.registry import Registry
from corpus.core.text import syllables
from corpus.vietnamese.terms import terms
from indexing.keys import is_accented

ROUNDS = 4
"""More of them change no measure."""
LEAST = 0.004
"""Translations less probable than this are left out."""


@dataclass(frozen=True, slots=True)
class Said:
    """A question and the rule that answers it."""

    question: str
    rule: Provision


def phrasings(registry: Registry) -> list[Said]:
    """The everyday phrasings of a corpus."""
    return [Said(phrase, rule) for rule, _ in registry.provisions() for phrase in rule.asked_as]


def learn(said: Sequence[Said]) -> Glossary:
    """The glossary of these questions; those typed without diacritics teach folded keys only."""
    with_marks = [one for one in said if is_accented(syllables(one.question))]
    return Glossary(_table(with_marks, accented=True), _table(said, accented=False))


def _table(said: Iterable[Said], *, accented: bool) -> Table:
    pairs = [(terms(one.question, accented), (ANY, *_rule(one.rule, accented))) for one in said]
    shares: dict[str, dict[str, float]] = {}
    for turn in range(ROUNDS):
        counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for asked, rule in pairs:
            for word in asked:
                known = shares.get(word, {}) if turn else dict.fromkeys(rule, 1.0)
                causes = [(cause, known[cause]) for cause in rule if cause in known]
                mass = sum(value for _, value in causes)
                for cause, value in causes:
                    counts[word][cause] += value / mass
        shares = _shares(counts)
    times = Counter(word for words, _ in pairs for word in words)
    return Table(dict(sorted(times.items())), shares, times.total())


def _shares(counts: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Of the words that a rule word is translated by, each one's share; kept by the asked word."""
    totals: dict[str, float] = defaultdict(float)
    for causes in counts.values():
        for cause, value in causes.items():
            totals[cause] += value
    kept = {
        word: {cause: value / totals[cause] for cause, value in sorted(causes.items()) if value / totals[cause] > LEAST}
        for word, causes in sorted(counts.items())
    }
    return {word: causes for word, causes in kept.items() if causes}


def _rule(rule: Provision, accented: bool) -> tuple[str, ...]:
    text = " ".join((*rule.trail[-1:], rule.heading, rule.text))
    return tuple(dict.fromkeys(terms(text, accented)))


def to_json(glossary: Glossary) -> dict[str, Any]:
    """The glossary as its file holds it; probabilities to four digits."""
    return {
        name: {
            "asked": dict(table.asked),
            "says": {
                word: {cause: round(value, 4) for cause, value in causes.items()} for word, causes in table.says.items()
            },
        }
        for name, table in (("accented", glossary.accented), ("folded", glossary.folded))
    }
