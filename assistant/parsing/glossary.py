"""How people say what a rule says: probable words of a question, given its rule's words. Pure but for reading the file.

The everyday phrasings of the digest and the answered training questions, each beside the words of its rule, give a
table of word translation (IBM's first model): "gật đầu" is said of "đồng ý", "đếm phiếu" of "kiểm phiếu". A word of a
question *speaks for* a rule when it is more probable in questions about this rule than in any. What no question about
any such rule ever said ("phụ cấp", "chữ ký") speaks against it. ``python -m eval.fit`` writes ``glossary.json``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("glossary.json")
ANY = ""
"""Stands in every rule for what people say whatever they ask about."""
OWN = 0.02
"""Probability added for a word that the rule itself says, and again for one of its everyday phrasings."""
BLEND = 0.3
"""Share of a question's words that are said whatever the rule."""
UNSEEN = 0.3
"""Times that a word counts as seen which no question of the table holds."""


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of key: times that each word was asked, and, by asked word, the rule words that it translates."""

    asked: Mapping[str, int]
    says: Mapping[str, Mapping[str, float]]
    total: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A word of a question: its share of all questions' words, and the rule words that it may stand for."""

    word: str
    share: float
    stands_for: Mapping[str, float]
    causes: frozenset[str]

    def speaks_for(self, rule: Set[str], phrasings: Set[str]) -> float:
        """Log of how much more probable the word is of this rule than of any; negative when it speaks against it."""
        said = self.stands_for.get(ANY, 0.0)
        if not self.causes.isdisjoint(rule):
            said += sum(self.stands_for[word] for word in sorted(self.causes & rule))
        likely = said / (len(rule) + 1) + OWN * ((self.word in rule) + (self.word in phrasings))
        return math.log((likely * (1 - BLEND) + BLEND * self.share) / self.share)


@dataclass(frozen=True, slots=True)
class Glossary:
    """The table for keys with diacritics and the one for folded keys."""

    accented: Table
    folded: Table

    def heard(self, words: Iterable[str], accented: bool) -> tuple[Heard, ...]:
        """The words of a question, each once."""
        table = self.accented if accented else self.folded
        return tuple(
            Heard(word, table.asked.get(word, UNSEEN) / max(table.total, 1), stands, frozenset(stands) - {ANY})
            for word in dict.fromkeys(words)
            for stands in (table.says.get(word, {}),)
        )


NOTHING = Glossary(Table({}, {}, 0), Table({}, {}, 0))
"""Knows no translation; for fitting."""


@cache
def load_glossary(path: Path = FILE) -> Glossary:
    """The glossary as fitted."""
    data = json.loads(path.read_text("utf-8"))
    tables = (data["accented"], data["folded"])
    return Glossary(*(Table(table["asked"], table["says"], sum(table["asked"].values())) for table in tables))
