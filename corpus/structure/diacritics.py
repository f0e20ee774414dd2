"""Diacritics of recognised text, put right by what the loaded corpus usually writes.

Pure. Character recognition loses marks far more often than letters ("Đẳng", "chỉ bộ"). Among the words of the corpus
with the same letters those are chosen whose neighbours in the corpus fit best, over a whole sentence at once (Viterbi);
what was read stays unless something else is clearly likelier. Figures, labels, numbers of documents, abbreviations and
single letters are never touched, letters never change, and every change is told.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.core.text import fold, to_nfc, tone_key

_TOKEN = re.compile(r"[^\W\d_]+|[.;:!?]")
_STOP = frozenset(".;:!?")
_FIXED = re.compile(r"\S*[\d@]\S*|[A-ZĐ]+(?:[-–/][^\W\d_]+)+|\b[IVXLC]+\b")
_LABEL = re.compile(r"\W*[^\W\d_]{1,3}\s?[.)/](?=\s|$)")
_START = ""

STAY = 1.0
"""What a word as it was read is worth beside the others, in nats, where recognition was not sure of it at all."""
SURE = 3.0
"""What it is worth besides where recognition was wholly sure. Both were chosen on pages that stand in no figure."""
BACK_OFF = 4.0
"""Weight of a word's own frequency, beside how often it was seen after the word before it."""
_RARE = 0.05  # sights that a word which the corpus does not know counts for


@dataclass(frozen=True, slots=True)
class Change:
    """A word that was put right: its page, what was read, what stands there now."""

    page: int
    read: str
    now: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as it was read, where it stands, whether it may be changed, and what staying is worth."""

    line: int
    start: int
    text: str
    free: bool
    stay: float


@dataclass(frozen=True, slots=True)
class Usage:
    """How often words and pairs of neighbours stand in a corpus, by keys that ignore case and the tone mark's place.

    Attributes:
        words: sights of each word.
        pairs: sights of each pair, as ``"first second"``; the first is empty at the start of a sentence.
        forms: each word as it is mostly written, in lower case.
    """

    words: Mapping[str, int]
    pairs: Mapping[str, int]
    forms: Mapping[str, str]
    _same: dict[str, list[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Group words by their letters."""
        for word in self.forms:
            self._same.setdefault(fold(word), []).append(word)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Usage:
        """Count words and pairs of texts."""
        words, pairs = Counter[str](), Counter[str]()
        forms: dict[str, Counter[str]] = {}
        for text in texts:
            before = _START
            for match in _TOKEN.finditer(to_nfc(text)):
                if (token := match.group()) in _STOP:
                    before = _START
                    continue
                key = tone_key(token)
                words[key] += 1
                forms.setdefault(key, Counter())[token.lower()] += 1
                pairs[f"{before} {key}"] += 1
                before = key
            words[_START] += 1
        return cls(words, pairs, {key: max(sorted(seen), key=seen.__getitem__) for key, seen in forms.items()})

    def to_json(self) -> dict[str, dict[str, Any]]:
        """The counts as plain values, named as the arguments."""
        return {"words": dict(self.words), "pairs": dict(self.pairs), "forms": dict(self.forms)}

    def mended(
        self, lines: Sequence[str], certainties: Sequence[Sequence[float]] = (), page: int = 0
    ) -> tuple[list[str], list[Change]]:
        """The lines of a page with their diacritics put right, and what was changed, in order.

        Args:
            lines: as they were recognised.
            certainties: for each line that of each of its pieces between spaces, 0–1; 0 where nothing is said.
            page: for the changes.
        """
        now, changes = [to_nfc(line) for line in lines], []
        for sentence in _sentences(now, certainties):
            for word, key in zip(sentence, self._likeliest(sentence), strict=True):
                if key == tone_key(word.text):
                    continue
                text, end = _cased(self.forms[key], word.text), word.start + len(word.text)
                now[word.line] = f"{now[word.line][: word.start]}{text}{now[word.line][end:]}"  # as long as before
                changes.append(Change(page, word.text, text))
        return now, changes

    def _likeliest(self, sentence: Sequence[_Word]) -> list[str]:
        """The keys that together fit best."""
        scores: dict[str, float] = {_START: 0.0}
        links: list[dict[str, str]] = []
        for word in sentence:
            own = tone_key(word.text)
            same = self._same.get(fold(word.text), ()) if word.free else ()
            choices = {own, *(key for key in same if len(self.forms[key]) == len(word.text))}
            found: dict[str, float] = {}
            links.append({})
            for key in sorted(choices):
                reached = {before: score + self._fits(before, key) for before, score in scores.items()}
                links[-1][key] = max(reached, key=reached.__getitem__)
                found[key] = reached[links[-1][key]] + (word.stay if key == own else 0.0)
            scores = found
        key = max(scores, key=scores.__getitem__)
        chain = []
        for link in reversed(links):
            chain.append(key)
            key = link[key]
        return chain[::-1]

    def _fits(self, before: str, key: str) -> float:
        general = (self.words.get(key, 0) + _RARE) / max(1, len(self.pairs))
        return math.log(
            (self.pairs.get(f"{before} {key}", 0) + BACK_OFF * general) / (self.words.get(before, 0) + BACK_OFF)
        )


def _sentences(lines: Sequence[str], certainties: Sequence[Sequence[float]]) -> Iterator[list[_Word]]:
    """The words of a page, cut where a sentence ends; a line's end is no end of a sentence."""
    sentence: list[_Word] = []
    for number, line in enumerate(lines):
        sure = _by_place(line, certainties[number]) if number < len(certainties) else []
        fixed = [match.span() for match in _FIXED.finditer(line)]
        label = match.end() if (match := _LABEL.match(line)) else 0
        for match in _TOKEN.finditer(line):
            start, text = match.start(), match.group()
            if text in _STOP:
                if sentence:
                    yield sentence
                sentence = []
                continue
            free = len(text) > 1 and start >= label and not any(a <= start < b for a, b in fixed)
            certain = next((value for begin, value in reversed(sure) if begin <= start), 0.0)
            sentence.append(_Word(number, start, text, free, STAY + SURE * certain))
    if sentence:
        yield sentence


def _by_place(line: str, certainties: Sequence[float]) -> list[tuple[int, float]]:
    """Where each piece between spaces begins, with its certainty."""
    return [(match.start(), value) for match, value in zip(re.finditer(r"\S+", line), certainties, strict=False)]


def _cased(written: str, read: str) -> str:
    """A word in the case of what was read."""
    return "".join(a.upper() if b.isupper() else a for a, b in zip(written, read, strict=True))
