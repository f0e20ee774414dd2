"""The field's abbreviations and everyday wording, read in a question and added to it in full for search.

Strategy: ``abbreviations.toml`` beside this module is reviewed data; the code knows no term. A question is cut into
words line by line; at each word the longest known form that fits wins. Case and diacritics decide how freely a form
may fire:

- a short form that cannot be a Vietnamese syllable (``BCH``, ``ubkt``) fires in any case, with or without diacritics;
- one that could be a word when folded (``ĐU``, ``TU``) or is marked ``upper`` fires in capitals only, and not in a line
  that is all capitals;
- a ``guarded`` one that means other things in chat (``ct``, ``bt``) fires in lower case only beside a cue or a number;
- a document kind marked ``number`` takes the number that follows with it (``hd 26`` → ``Hướng dẫn 26``);
- an everyday phrase fires with its own diacritics, or wholly without them when it has two syllables or more and is not
  marked ``accented``.

Invariants: the question stands unchanged at the start of ``Expansion.text``; expansions follow on a line of their own;
an expansion already in the text is not added, and expanding twice adds nothing. Document numbers (``26-HD/BTCTW``)
are never touched. Pure but for reading its own data file once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.core.text import fold, has_diacritics, strip_diacritics, to_nfc, tone_key

_WORD = re.compile(r"[^\W\d_]+|\d+%?")
_DOCUMENT_NUMBER = re.compile(r"(?<!\d)\d+\s*[-–]\s*[^\W\d_]{2,4}\s*/\s*[^\W\d_]+(?:\.[^\W\d_]+)?")
_SYLLABLE = re.compile(r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?\Z")
_SHOUTED_WORDS = 3  # a line of this many words without a lower-case letter tells nothing by its capitals


@dataclass(frozen=True, slots=True)
class Expansion:
    """A question with the full words of its short forms added.

    Attributes:
        text: the NFC question, then (if anything was added) a line break and the expansions, ``; `` between them.
        notes: what the user is shown: (words of the question, what they are taken to mean), in order.
        spans: for each note the half-open span of its words in ``text``.
        abbreviations: the notes on abbreviations. Everyday words are only neighbours in meaning of what is searched
            besides ("bỏ phiếu" – "bầu cử"): the user is not told that they mean it.
    """

    text: str
    notes: tuple[tuple[str, str], ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    abbreviations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """Neighbouring words that settle an ambiguous form; keys are folded."""

    means: str
    prev: tuple[str, ...] = ()
    next: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AbbreviationEntry:
    """One row of the data: forms with one or several meanings.

    An ambiguous form takes the meaning of the first cue that holds, else ``default``, else all its meanings.
    ``not_next`` lists words that keep the form from firing (``dư luận``).
    """

    forms: tuple[str, ...]
    means: tuple[str, ...]
    default: str = ""
    cues: tuple[Cue, ...] = ()
    not_next: tuple[str, ...] = ()
    short: bool = False
    upper: bool = False
    guarded: bool = False
    number: bool = False
    accented: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    source: str
    key: str
    start: int
    end: int
    fixed: bool  # part of a document number


class Abbreviations:
    """The table of forms; immutable."""

    def __init__(self, entries: Iterable[AbbreviationEntry]) -> None:
        self.entries = tuple(entries)
        self._forms: dict[str, list[tuple[str, AbbreviationEntry]]] = {}
        for entry in self.entries:
            for form in entry.forms:
                others = self._forms.setdefault(_key(form), [])
                if any(form.lower() == other.lower() for other, _ in others):
                    raise _wrong(f"“{form}” có hai lần")
                others.append((form, entry))
        self._longest: dict[str, int] = {}
        """Words of the longest form, by the first of them."""
        for key in self._forms:
            words = _WORD.findall(key)
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def expand(self, text: str) -> Expansion:
        """Add the full words of every short form and everyday phrase found in ``text``."""
        text = to_nfc(text)
        present, added = f" {_plain(text)} ", []
        notes: dict[tuple[str, str], tuple[int, int]] = {}
        short: list[tuple[str, str]] = []
        for line in re.finditer(r"[^\n]+", text):
            words = _words(text, line.start(), line.end())
            shouted = len(words) >= _SHOUTED_WORDS and not any(c.islower() for c in line.group())
            at = 0
            while at < len(words):
                size, end, found, abbreviated = self._read(text, words, at, shouted)
                new = [m for m in found if f" {_plain(m)} " not in present]
                if new:
                    span = (words[at].start, words[end - 1].end)
                    note = (text[slice(*span)], " hoặc ".join(found))
                    notes.setdefault(note, span)
                    short += [note] if abbreviated and note not in short else []
                    added += [m for m in new if m not in added]
                at += size
        full = f"{text}\n{'; '.join(added)}" if added else text
        return Expansion(full, tuple(notes), tuple(notes.values()), tuple(short))

    def _read(
        self, text: str, words: Sequence[_Word], at: int, shouted: bool
    ) -> tuple[int, int, tuple[str, ...], bool]:
        """What the longest form that begins at ``at`` gives.

        Returns:
            Words consumed, end of the words the note shows, meanings, whether it is an abbreviation.
        """
        for size in range(min(self._longest.get(words[at].key, 0), len(words) - at), 0, -1):
            window = words[at : at + size]
            if any(word.fixed for word in window):
                continue
            source = text[window[0].start : window[-1].end]
            candidates = self._forms.get(_key(source), [])
            for form, entry in sorted(candidates, key=lambda one: one[0].lower() != source.lower()):
                end = at + size
                number, number_end = _number_after(words, end) if entry.number else ("", end)
                cued = next((cue.means for cue in entry.cues if _holds(cue, words, at, end)), "")
                if not _fires(entry, form, window, shouted, helped=bool(cued or number)):
                    continue
                if _follows(words, end, entry.not_next):
                    continue
                if number and not cued:
                    kinds = entry.means[:1] if entry.default else entry.means
                    named = tuple(f"{m[:1].upper()}{m[1:]} {number}" for m in kinds)
                    return number_end - at, number_end, named, entry.short
                means = (cued,) if cued else (entry.default,) if entry.default else entry.means
                return size, end, means, entry.short
        return 1, at + 1, (), False


def _fires(entry: AbbreviationEntry, form: str, window: Sequence[_Word], shouted: bool, *, helped: bool) -> bool:
    """Whether the words of ``window`` write ``form``; ``helped`` tells that a cue or a number stands by."""
    wanted = _WORD.findall(form)
    if not entry.short:
        return _fits_phrase(window, wanted, entry.accented)
    capitals = all(word.source.isupper() for word in window) and not shouted
    strict = entry.upper or _SYLLABLE.match(_key(form)) is not None
    free = capitals if strict else capitals or helped or not entry.guarded
    return free and len(window) == len(wanted) and all(map(_fits_short, window, wanted))


def _words(text: str, start: int, end: int) -> list[_Word]:
    fixed = [match.span() for match in _DOCUMENT_NUMBER.finditer(text, start, end)]
    return [
        _Word(m.group(), fold(m.group()), m.start(), m.end(), any(a <= m.start() < b for a, b in fixed))
        for m in _WORD.finditer(text, start, end)
    ]


def _key(text: str) -> str:
    return " ".join(fold(text).split())


def _plain(text: str) -> str:
    """Words of ``text`` with their diacritics, one space between, so that presence is a substring test."""
    return " ".join(_WORD.findall(tone_key(text)))


def _number_after(words: Sequence[_Word], at: int) -> tuple[str, int]:
    """The document number that follows (``26``, ``số 26``) and the position after it, or ``("", at)``."""
    here = at + 1 if at < len(words) and words[at].key == "so" else at
    if here < len(words) and words[here].key.isdigit() and not words[here].fixed:
        return words[here].source, here + 1
    return "", at


def _follows(words: Sequence[_Word], at: int, phrases: Iterable[str]) -> bool:
    ahead = " ".join(word.key for word in words[at : at + 4]) + " "
    return any(ahead.startswith(f"{phrase} ") for phrase in phrases)


def _holds(cue: Cue, words: Sequence[_Word], at: int, end: int) -> bool:
    behind = " " + " ".join(word.key for word in words[max(0, at - 4) : at])
    return _follows(words, end, cue.next) or any(behind.endswith(f" {phrase}") for phrase in cue.prev)


def _fits_short(word: _Word, form: str) -> bool:
    """Letters are the form's, or the same without diacritics; never with other diacritics."""
    return len(word.source) == len(form) and all(
        a.lower() == b.lower() or a == strip_diacritics(a) for a, b in zip(word.source, form, strict=True)
    )


def _fits_phrase(window: Sequence[_Word], form: Sequence[str], accented: bool) -> bool:
    bare_allowed = len(form) > 1 and not accented
    # A mark that stands by itself breaks a word in two and is not in its key.
    return len(window) == len(form) and all(
        tone_key(word.source) == tone_key(want) or (bare_allowed and not has_diacritics(word.source))
        for word, want in zip(window, form, strict=True)
    )


def _wrong(detail: str) -> CorpusError:
    return CorpusError(Code.CORPUS_ABBREVIATIONS, f"Bảng viết tắt sai: {detail}.")


def _keys(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(" ".join(_WORD.findall(fold(to_nfc(phrase)))) for phrase in phrases)


def _entry(row: Mapping[str, Any], short: bool) -> AbbreviationEntry:
    try:
        means = row["means"]
        cues = (
            Cue(cue["means"], _keys(cue.get("prev", ())), _keys(cue.get("next", ()))) for cue in row.get("cues", ())
        )
        entry = AbbreviationEntry(
            forms=tuple(map(to_nfc, row["forms"])),
            means=(means,) if isinstance(means, str) else tuple(means),
            default=row.get("default", ""),
            cues=tuple(cues),
            not_next=_keys(row.get("not_next", ())),
            short=short,
            upper=row.get("upper", False),
            guarded=row.get("guarded", False),
            number=row.get("number", False),
            accented=row.get("accented", False),
        )
    except (KeyError, TypeError) as error:
        raise _wrong(f"dòng {dict(row)} ({error!r})") from error
    if not entry.forms or not entry.means or not all((*entry.forms, *entry.means)):
        raise _wrong(f"dòng {dict(row)} thiếu dạng viết hoặc nghĩa")
    if entry.default and entry.default not in entry.means:
        raise _wrong(f"“{entry.forms[0]}” có nghĩa mặc định không nằm trong các nghĩa")
    if not {cue.means for cue in entry.cues} <= set(entry.means):
        raise _wrong(f"“{entry.forms[0]}” có dấu hiệu dẫn tới nghĩa không nằm trong các nghĩa")
    return entry


def parse(text: str) -> Abbreviations:
    """The table written in TOML: ``[[short]]`` for abbreviations, ``[[lay]]`` for everyday wording.

    Raises:
        CorpusError: ``corpus.abbreviations`` when a row is incomplete, a form stands twice, or an expansion would
            itself be expanded.
    """
    try:
        data = tomllib.loads(to_nfc(text))
    except tomllib.TOMLDecodeError as error:
        raise _wrong(str(error)) from error
    rows = [_entry(row, True) for row in data.get("short", ())] + [_entry(row, False) for row in data.get("lay", ())]
    table = Abbreviations(rows)
    for meaning in (meaning for entry in rows for meaning in entry.means):
        if notes := table.expand(meaning).notes:
            raise _wrong(f"nghĩa “{meaning}” lại được mở rộng {notes}")
    return table


@cache
def shipped() -> Abbreviations:
    """The table of ``abbreviations.toml``."""
    return parse(files("corpus.shipped").joinpath("abbreviations.toml").read_text("utf-8"))


def expand(text: str) -> Expansion:
    """``text`` with the shipped table's expansions added; see ``Abbreviations.expand``."""
    return shipped().expand(text)
