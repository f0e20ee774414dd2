"""The reviewed vocabulary: what a phrase of the field is, and which writings of it may stand for one another.

Pure apart from reading ``lexicon.toml`` beside this file once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tomli

from assistant.parsing.lexemes import Lexeme, lexemes, word_key


@dataclass(frozen=True, slots=True)
class Sense:
    """What the vocabulary says of a phrase."""

    kind: str
    key: str


class Lexicon:
    """The reviewed vocabulary, indexed by the words of each variant; longest match wins."""

    def __init__(self, data: Mapping[str, Mapping[str, list[str]]]) -> None:
        self.plain: dict[tuple[str, ...], Sense] = {}
        self.abbreviations: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.kinds: dict[str, str] = {}
        for kind, groups in data.items():
            for key, variants in groups.items():
                self.kinds.setdefault(key, kind)
                for variant in variants:
                    parts = tuple(lexeme.text for lexeme in lexemes(variant))
                    if variant.isupper():
                        self.abbreviations[parts] = tuple(word_key(word) for word in key.split())
                    else:
                        self.plain.setdefault(tuple(word_key(part) for part in parts), Sense(kind, key))
        self.longest = max(len(words) for words in self.plain)

    def expand(self, stream: list[Lexeme]) -> list[Lexeme]:
        """Abbreviations in capitals as the words they stand for; every word keeps the place of the abbreviation."""
        result: list[Lexeme] = []
        at = 0
        while at < len(stream):
            for length in (3, 2, 1):
                piece = stream[at : at + length]
                words = self.abbreviations.get(tuple(lexeme.text for lexeme in piece)) if len(piece) == length else None
                if words:
                    start, end = piece[0].start, piece[-1].end
                    result += [Lexeme(word, word, "word", start, end) for word in words]
                    at += length
                    break
            else:
                result.append(stream[at])
                at += 1
        return result

    def match(self, stream: list[Lexeme], at: int) -> tuple[Sense, int] | None:
        """Longest sense at lexeme ``at`` and the position after it."""
        best = None
        words: list[str] = []
        for last, lexeme in enumerate(stream[at : at + self.longest], start=at + 1):
            if lexeme.kind != "word" and not (lexeme.text in {"/", "."} and last > at + 1):
                break
            words.append(lexeme.key)
            if sense := self.plain.get(tuple(words)):
                best = (sense, last)
        return best


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The shipped vocabulary."""
    return Lexicon(tomli.loads(Path(__file__).with_name("lexicon.toml").read_text("utf-8")))
