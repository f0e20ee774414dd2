"""Word patterns that a person can review, compiled to regular expressions. Pure.

Reviewed data (``*.toml``) holds *phrases* instead of regular expressions. A phrase is words in order, one space apart,
matched as whole words::

    phai bao | bao truoc          either of the two
    co (duoc | phai)              words in brackets are alternatives
    cap? uy                       the word may be missing
    co … duoc                     up to four words between; "…8" for up to eight
    dang _                        any one word after it
    ^ (vay | the)… con            at the start; any number of the bracketed words, up to eight
    khong $                       at the end, punctuation aside
    # dai bieu                    a number in figures, also 2/3 or 30%; "#4" one of four figures
    chuc vu !(la | gi)            not before any of these words
    phuong*                       the beginning of a word; "*tu" its end, "*#*" any figure in it
    <machine> oi                  another phrase, by name

Spaces around ``|`` and brackets do not count. Signs such as ``%`` stand for themselves. Texts are matched as they
are: who wants to ignore case and diacritics folds text and phrases alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

GAP = 4
"""Most words that a bare ``…`` stands for."""
REPEATS = 8
"""Most times that bracketed words with ``…`` are taken: without a bound a long run is read again from each word."""

_ANY = r"\b\w+"
"""Any word, from its beginning: where it opens a phrase, a long word would be read again from each of its letters."""
_PIECE = re.compile(r"\s+|[()|?]|…\d*|\*?#\d*\*?|<\w+>|!\(|[\^$]|\*?[^\s()|?…#<>!^$*]+\*?|.")
_WORD = re.compile(r"\*?[^\s()|?…#<>!^$*]+\*?")


class PhraseError(ValueError):
    """A phrase that cannot be read; the message quotes it."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One part of a sequence: its expression, how often it may stand there, and what joins it to the part before."""

    expression: str
    least: int = 1
    most: int = 1
    joint: str = " "

    def placed(self, before: str, after: str) -> str:
        """The expression with the space that joins it to the rest, as often as it may stand."""
        whole = f"{before}{self.expression}{after}"
        match (self.least, self.most):
            case (1, 1):
                return whole
            case (0, 1):
                return f"(?:{whole})?"
            case _:
                return f"(?:{whole}){{{self.least},{self.most}}}"


class _Reader:
    def __init__(self, phrase: str, names: Mapping[str, str]) -> None:
        self.phrase, self.names = phrase, names
        self.pieces = [piece for piece in _PIECE.findall(phrase) if not piece.isspace()]
        self.at = 0

    def whole(self) -> str:
        expression = self.alternatives()
        if self.at < len(self.pieces):
            self.fail(f"unexpected “{self.pieces[self.at]}”")
        return expression

    def alternatives(self) -> str:
        found = [self.sequence()]
        while self.next_is("|"):
            self.at += 1
            found.append(self.sequence())
        return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"

    def sequence(self) -> str:
        items, start, end = [], "", ""
        if self.next_is("^"):
            self.at, start = self.at + 1, "^"
        while self.at < len(self.pieces) and self.pieces[self.at] not in {"|", ")", "$"}:
            items.append(self.item())
        if self.next_is("$"):
            self.at, end = self.at + 1, r"\W*$"
        return f"{start}{self.joined(items)}{end}"

    def joined(self, items: list[_Item]) -> str:
        """The items one space apart; what may be missing takes its space along."""
        firm = next((place for place, item in enumerate(items) if item.least), None)
        if firm is None:
            self.fail("nothing that must occur")
        parts = [item.placed("", " ") for item in items[:firm]]
        parts.append(items[firm].placed("", ""))
        parts += [item.placed(item.joint, "") for item in items[firm + 1 :]]
        return "".join(parts)

    def item(self) -> _Item:
        piece = self.pieces[self.at]
        self.at += 1
        if piece.startswith("…"):
            return _Item(_ANY, 0, int(piece[1:] or GAP))
        if piece == "!(":
            return _Item(f"(?! {self.bracketed()})", joint="")
        if piece == "(":
            expression = self.bracketed()
        elif piece == "_":
            expression = _ANY
        elif "#" in piece:
            expression = _figures(piece)
        elif piece.startswith("<") and len(piece) > 1:
            expression = self.named(piece[1:-1])
        elif _WORD.fullmatch(piece):
            expression = _whole_word(piece)
        else:
            self.fail(f"unexpected “{piece}”")
        if self.next_is("?"):
            self.at += 1
            return _Item(expression, 0, 1)
        if piece == "(" and self.next_is("…"):
            self.at += 1
            return _Item(expression, 0, REPEATS)
        return _Item(expression)

    def bracketed(self) -> str:
        expression = self.alternatives()
        if not self.next_is(")"):
            self.fail("a bracket stays open")
        self.at += 1
        return expression

    def named(self, name: str) -> str:
        if name not in self.names:
            self.fail(f"no phrase is named “{name}”")
        return _Reader(self.names[name], {key: text for key, text in self.names.items() if key != name}).whole()

    def next_is(self, piece: str) -> bool:
        return self.at < len(self.pieces) and self.pieces[self.at] == piece

    def fail(self, what: str) -> NoReturn:
        raise PhraseError(f"{what} in the phrase “{self.phrase}”")


def _figures(piece: str) -> str:
    if piece == "#":
        return r"\b\d+(?:/\d+\b|%|\b)"
    count = piece.strip("*#")
    before = "" if piece.startswith("*") else r"\b"
    after = "" if piece.endswith("*") else r"\b"
    return rf"{before}\d{{{count}}}{after}" if count else rf"{before}\d+{after}"


def _whole_word(piece: str) -> str:
    word = piece.strip("*")
    before = r"\b" if re.match(r"\w", word) and not piece.startswith("*") else ""
    after = r"\b" if re.search(r"\w$", word) and not piece.endswith("*") else ""
    return f"{before}{re.escape(word)}{after}"


def expression_of(phrase: str, names: Mapping[str, str] | None = None) -> str:
    """The regular expression of one phrase.

    Args:
        phrase: in the notation above.
        names: phrases that ``<name>`` may refer to.

    Raises:
        PhraseError: when the phrase cannot be read, or could match no words at all.
    """
    return _Reader(phrase, names or {}).whole()


def pattern_of(phrases: str | Iterable[str], names: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """A compiled pattern that finds any of the phrases; the first that fits counts where several do.

    Raises:
        PhraseError: as ``expression_of``; also for no phrase at all.
    """
    return re.compile(_expression_of_any(phrases, names))


class LazyPattern:
    """A pattern whose phrases are read at once, so that a faulty one shows, and compiled when first looked for.

    Compiling costs more than reading, and of hundreds of patterns a question needs few.

    Attributes:
        pattern: the regular expression.
    """

    __slots__ = ("_compiled", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._compiled: re.Pattern[str] | None = None

    def __eq__(self, other: object) -> bool:
        """As of compiled patterns: whether both are of the same expression."""
        return isinstance(other, LazyPattern) and self.pattern == other.pattern

    def __hash__(self) -> int:
        """That of the expression."""
        return hash(self.pattern)

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        if self._compiled is None:
            self._compiled = re.compile(self.pattern)
        return self._compiled

    def search(self, text: str) -> re.Match[str] | None:
        """The first place where one of the phrases stands."""
        return self.compiled.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All places where one of the phrases stands."""
        return self.compiled.finditer(text)


def lazy_pattern_of(phrases: str | Iterable[str], names: Mapping[str, str] | None = None) -> LazyPattern:
    """As ``pattern_of``, compiled when first looked for.

    Raises:
        PhraseError: as ``pattern_of``.
    """
    return LazyPattern(_expression_of_any(phrases, names))


def _expression_of_any(phrases: str | Iterable[str], names: Mapping[str, str] | None) -> str:
    listed = [phrases] if isinstance(phrases, str) else list(phrases)
    if not listed:
        raise PhraseError("no phrase to look for")
    return "|".join(_alternatives(listed, names))


def _alternatives(phrases: Iterable[str], names: Mapping[str, str] | None) -> Iterator[str]:
    for phrase in phrases:
        yield expression_of(phrase, names)
