"""Word patterns that a person can review, compiled to regular expressions. Pure but for ``words_of``.

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

A module that looks for many of them names them in a class, a field a name, and ``words_of`` fills it from a file::

    [fragments]    pieces of expressions, by name
    [phrases]      lists of phrases, one of which occurs                            LazyPattern
    [expressions]  lists of regular expressions, one of which occurs: what phrases
                   cannot say; {name} stands for a fragment                         re.Pattern[str]
    [words]        sets of words                                                    frozenset[str]
    [[name]]       rows of a list whose order counts, each with its expressions     tuple[Row, ...]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, TypeAlias, TypeVar

import tomli

from corpus.core.text import to_nfc

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


_FRAGMENT = re.compile(r"\{([a-z_]+)\}")
_Shape = TypeVar("_Shape")
Row: TypeAlias = tuple[re.Pattern[str], Mapping[str, Any]]
"""One row of a list whose order counts: its expression, and what is told of it."""
_KINDS = {
    "LazyPattern": LazyPattern,
    "re.Pattern[str]": re.Pattern,
    "frozenset[str]": frozenset,
    "tuple[Row, ...]": tuple,
}
"""How the field of a class is annotated, and what fills it."""


class WordsError(ValueError):
    """A file of words and the class that names them do not agree; the message names the entries."""


@cache
def _file(path: Path) -> Mapping[str, Any]:
    return tomli.loads(to_nfc(path.read_text("utf-8")))


def words_of(path: Path, shape: type[_Shape], part: str = "", given: Mapping[str, str] | None = None) -> _Shape:
    """The words of a file, as the class ``shape`` names them; its annotations are read as they are written.

    Args:
        path: the file, read once.
        shape: what is looked for.
        part: the table of the file that holds it, where it is not the whole file.
        given: fragments that the file does not tell itself.

    Raises:
        WordsError: for a name on one side only.
        PhraseError: for a phrase that cannot be read.
        re.error: for an expression that does not compile.
    """
    return filled(_file(path)[part] if part else _file(path), shape, given)


def filled(data: Mapping[str, Any], shape: type[_Shape], given: Mapping[str, str] | None = None) -> _Shape:
    """As ``words_of``, from data at hand."""
    fragments: Mapping[str, str] = {**data.get("fragments", {}), **(given or {})}
    texts = [*fragments.values(), *(text for listed in data.get("expressions", {}).values() for text in listed)]
    texts += [text for rows in data.values() if isinstance(rows, list) for row in rows for text in row["expressions"]]
    if wrong := {*fragments} - {name for text in texts for name in _FRAGMENT.findall(text)}:
        raise WordsError(f"fragments that nothing takes in: {sorted(wrong)}")
    found: list[tuple[str, Any]] = [
        *((name, lazy_pattern_of(phrases)) for name, phrases in data.get("phrases", {}).items()),
        *((name, _any_of(listed, fragments)) for name, listed in data.get("expressions", {}).items()),
        *((name, frozenset(listed)) for name, listed in data.get("words", {}).items()),
    ]
    for name, rows in data.items():
        if isinstance(rows, list):
            found.append((name, tuple((_any_of(row["expressions"], fragments), row) for row in rows)))
    entries = dict(found)
    kinds = {name: _KINDS[kind] for name, kind in shape.__annotations__.items()}
    names = [name for name, _ in found]
    if wrong := {*kinds} ^ {*names} | {name for name in names if names.count(name) > 1}:
        raise WordsError(f"named twice, or on one side only: {sorted(wrong)}")
    if wrong := {name for name, kind in kinds.items() if not isinstance(entries[name], kind)}:
        raise WordsError(f"of another kind: {sorted(wrong)}")
    words = shape()
    vars(words).update(entries)
    return words


def _any_of(listed: Iterable[str], fragments: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern that finds any of the expressions, the first that fits, their fragments put in, and theirs."""

    def put(found: re.Match[str]) -> str:
        if found[1] not in fragments:
            raise WordsError(f"no fragment is named “{found[1]}”")
        return _FRAGMENT.sub(put, fragments[found[1]])

    return re.compile("|".join(_FRAGMENT.sub(put, expression) for expression in listed))
