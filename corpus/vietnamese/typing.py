"""How a question was typed: capitals, half of the diacritics, ``d`` for ``đ``, a slip of a tone mark. Pure.

Search and judge read a question with all its diacritics, or one with none; one in between they read badly. So what was
typed is brought to one of the two: a syllable that Vietnamese does not have is put right where the word it stands in
leaves no choice ("kiễm phiếu", "dại biểu") or where one syllable alone is near it ("đuợc", "khôgn", "viênn", "minhf");
and where too many are left the whole question is read without diacritics.
Which syllables and words there are is told by the dictionary that underthesea comes with (Viet39K, Hồ Ngọc Đức).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.metadata import distribution
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpus.core.text import fold, has_diacritics, strip_diacritics, tone_key

_DICTIONARY = "underthesea/corpus/data/Viet39K.txt"
_SYLLABLE = re.compile(r"[^\W\d_]+")
RARE = 0.1
"""Below this share of the dictionary's words with syllables that look alike without marks, one is rarely meant."""
HALF_MARKED = 0.15
"""From this share of syllables that are rarely or never meant as typed, a question counts as half marked: .003 of
8 700 questions typed well do, .91 of the same with half of their marks taken off."""


_TELEX = dict(zip("sfrxj", "\u0301\u0300\u0309\u0303\u0323", strict=True))
"""Tone marks by the letter that types them."""
_ALIKE = {"\u0303": "\u0309", "\u0309": "\u0303"}
"""Tones that many speakers do not tell apart (hỏi, ngã)."""
SHORTEST = 4
"""Letters and tone mark of a syllable in which a slip is sought: of three letters too many others are near."""
CLEARLY = 5
"""How many times as often as any other the dictionary has the syllable that is taken for a slip."""


class _Lexicon:
    """Syllables and words of two syllables of Vietnamese, by key (``tone_key``) and by how they look without marks."""

    def __init__(self, lines: Iterable[str], own: Mapping[str, Any]) -> None:
        text = unicodedata.normalize("NFC", "\n".join([*lines, *own["pairs"], *own["meant"]]).lower())
        words = [tuple(_SYLLABLE.findall(line)) for line in text.splitlines()]
        often = Counter(syllable for word in words for syllable in word)
        keys = {syllable: tone_key(syllable) for syllable in often}
        looks = {syllable: fold(syllable) for syllable in often}
        self.counts, self.looks = Counter[str](), Counter[str]()
        for syllable, times in often.items():
            self.counts[keys[syllable]] += times
            self.looks[looks[syllable]] += times
        # Of one syllable with its mark in two places ("quý", "qúy"), the way it is written more often.
        self.syllables: dict[str, str] = {
            keys[syllable]: syllable for syllable in sorted(often, key=lambda one: (often[one], one))
        }
        self.alike: dict[str, list[str]] = defaultdict(list)
        for key, syllable in self.syllables.items():
            self.alike[looks[syllable]].append(key)
        self.meant = {tone_key(syllable) for syllable in own["meant"]}
        self.spoken: dict[str, str] = own["spoken"]
        self.barred = {f"d{tone_key(syllable)[1:]}": syllable for syllable in own["barred"]}
        self.pairs: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for word in words:
            if len(word) == 2:
                self.pairs[f"{looks[word[0]]} {looks[word[1]]}"].add(word)

    def strange(self, syllable: str) -> bool:
        """Whether a syllable is none as typed and would be one with other marks ("nguoi", "dảng")."""
        return tone_key(syllable) not in self.syllables and fold(syllable) in self.looks

    def rare(self, syllable: str) -> bool:
        """Whether a syllable without marks is rarely meant where it looks so ("lam")."""
        key, alike = tone_key(syllable), self.looks[fold(syllable)]
        return not has_diacritics(syllable) and key not in self.meant and alike > 0 and self.counts[key] < RARE * alike

    def with_bar(self, syllable: str, never: bool) -> str:
        """The syllable in lower case, with ``đ`` where only that makes it one ("dến").

        ``never`` tells that the question has no ``đ`` at all; then "dược" and its like are meant with one, too.
        """
        key = tone_key(syllable)
        barred: str | None = None
        if key[0] == "d" and self.strange(syllable):
            barred = self.syllables.get(f"đ{key[1:]}")
        elif never:
            barred = self.barred.get(key)
        return barred or syllable.lower()

    def near(self, syllable: str) -> str | None:
        """The syllable that a slip of one marked stands for; ``None`` where it is one, or none or several are near."""
        key = tone_key(syllable)
        if key in self.syllables or len(key) < SHORTEST:
            return None
        if key.isascii():
            slips = [f"{key[:-1]}{_TELEX[key[-1]]}"] if key[-1] in _TELEX else []
        elif (look := fold(key)) in self.looks:
            return self._other_marks(key, look)
        else:
            once = re.sub(r"(.)\1+", r"\1", key)
            turned = [f"{key[:n]}{key[n + 1]}{key[n]}{key[n + 2 :]}" for n in range(len(key) - 1)]
            slips = [once, *map(tone_key, turned)]
        found = {slip: self.syllables[slip] for slip in slips if slip in self.syllables}
        return next(iter(found.values())) if len(found) == 1 else None

    def _other_marks(self, key: str, look: str) -> str | None:
        """The syllable whose tone sounds alike, or the one of the same letters, bar and tone but for their hats."""
        tone = key[-1] if unicodedata.combining(key[-1]) else ""
        if (sounds := f"{key[:-1]}{_ALIKE.get(tone, tone)}") in self.syllables:
            return self.syllables[sounds]
        found = [other for other in self.alike[look] if tone == other[-1] and (other[0] == "đ") == (key[0] == "đ")]
        often = sorted(found, key=lambda other: -self.counts[other])
        clear = bool(often) and (len(often) == 1 or self.counts[often[0]] >= CLEARLY * self.counts[often[1]])
        return self.syllables[often[0]] if clear else None

    def written(self, before: str, syllable: str, after: str) -> str:
        """The syllable as it is written everywhere, for a word of a region that stands by itself (not "vô hiệu")."""
        usual = self.spoken.get(syllable)
        joined = usual and any(
            (one, other) in self.pairs.get(fold(f"{one} {other}"), ())
            for one, other in ((before, syllable), (syllable, after))
        )
        return usual if usual and not joined else syllable

    def pair(self, first: str, second: str) -> tuple[str, ...] | None:
        """The only word of two syllables that is written like this but for the marks; ``None`` where it is typed well.

        A mark that was typed on a well-formed syllable is kept, but for ``d``, which may stand for ``đ``.
        """
        typed = (tone_key(first), tone_key(second))
        found = {tuple(map(tone_key, word)): word for word in self.pairs.get(fold(f"{first} {second}"), ())}
        if typed in found:
            return None
        fitting = [word for keys, word in found.items() if all(map(self._may_mean, typed, keys))]
        return fitting[0] if len(fitting) == 1 else None

    def _may_mean(self, typed: str, meant: str) -> bool:
        return typed == meant or typed not in self.syllables or (typed[0] == "d" and f"đ{typed[1:]}" == meant)


@cache
def _lexicon() -> _Lexicon:
    dictionary = Path(str(distribution("underthesea").locate_file(_DICTIONARY))).read_text("utf-8")
    own = tomllib.loads(files("corpus.vietnamese").joinpath("typing.toml").read_text("utf-8"))
    return _Lexicon(dictionary.splitlines(), own)


@lru_cache(maxsize=65536)
def is_word(first: str, second: str) -> bool:
    """Whether two syllables, as keys with their diacritics or folded, are one word of the dictionary."""
    known = _lexicon().pairs.get(fold(f"{first} {second}"), ())
    if not (has_diacritics(first) or has_diacritics(second)):
        return bool(known)
    return any((tone_key(word[0]), tone_key(word[1])) == (first, second) for word in known)


def as_read(text: str) -> str:
    """A question as it is read: lower case for one in capitals, slips put right, marks taken off a half-marked one.

    A question that is typed well, or wholly without diacritics, comes back unchanged.
    """
    if text.isupper():
        text = text.lower()
    if not has_diacritics(text):
        return text
    text = _put_right(text)
    typed = [syllable for syllable in _SYLLABLE.findall(text) if len(syllable) > 1]
    return strip_diacritics(text) if sum(map(_lexicon().rare, typed)) >= HALF_MARKED * max(1, len(typed)) else text


def _put_right(text: str) -> str:
    found = list(_SYLLABLE.finditer(text))
    never = not re.search("đ", text, re.IGNORECASE)
    meant = [_lexicon().with_bar(match.group(), never) for match in found]
    for place, (one, other) in enumerate(pairwise(found)):
        word = _lexicon().pair(meant[place], meant[place + 1]) if text[one.end() : other.start()] == " " else None
        if word is not None:
            meant[place : place + 2] = word
    # Names are written in ways that the dictionary does not know ("Nguyễn").
    named = [match.group()[0].isupper() for match in found]
    meant = [one if name else _lexicon().near(one) or one for name, one in zip(named, meant, strict=True)]
    around = zip(["", *meant], meant, [*meant[1:], ""], strict=False)
    meant = [_lexicon().written(before, syllable, after) for before, syllable, after in around]
    parts, last = [], 0
    for match, syllable in zip(found, meant, strict=True):
        parts += [text[last : match.start()], _cased(match.group(), syllable)]
        last = match.end()
    return "".join([*parts, text[last:]])


def _cased(typed: str, meant: str) -> str:
    if tone_key(typed) == tone_key(meant):
        return typed
    return meant.capitalize() if typed[0].isupper() else meant
