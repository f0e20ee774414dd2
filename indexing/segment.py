"""Vietnamese word segmentation whose words are slices of the source.

Edge: owns underthesea. It rewrites what it reads ("uỷ" → "ủy") and takes document numbers and percentages apart, so
it is never shown the source itself: figures are masked out, and the rest goes in with its tone marks moved to one
place ("ủy" → "uỷ", the placement under which it finds most words) – a change that keeps every character's offset.
Its words are then found again in order; a word that cannot be found is left out of the answer, never guessed.

Needed at build time only: a query finds its words in the index's own vocabulary (see ``indexing.keys``).
"""

from __future__ import annotations

import pickle
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from indexing.engine.lean import without
from indexing.keys import FIGURE
from indexing.ports import Token

_PAIRS = {
    old: new
    for base, second in (("o", "a"), ("o", "e"), ("u", "y"))
    for old, new in zip(
        [tone + second for tone in {"o": "òóỏõọ", "u": "ùúủũụ"}[base]],
        [base + tone for tone in {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}[second]],
        strict=True,
    )
}
_PAIR = re.compile("(" + "|".join(_PAIRS) + r")(?!\w)", re.IGNORECASE)


def new_placement(text: str) -> str:
    """``text`` with tone marks of final oa, oe, uy on the second vowel; the length never changes."""

    def moved(match: re.Match[str]) -> str:
        old = match.group()
        new = _PAIRS[old.lower()]
        return "".join(n.upper() if o.isupper() else n for o, n in zip(old, new, strict=True))

    return _PAIR.sub(moved, text)


_OWN = ("underthesea", "joblib")


@cache
def _tokenizer() -> Callable[..., list[str]]:
    """The word tokenizer alone: a second less than by underthesea's front door, and 180 MB.

    That door imports what the other models need. Its word lists are plain pickles, which joblib reads in Python, ten
    times as slowly as Python's own reader does; whatever they name is refused here.
    """
    before = {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] in _OWN}
    spec = find_spec("underthesea")
    assert spec is not None  # a dependency
    reader = ModuleType("joblib")
    reader.load = read_words  # type: ignore[attr-defined]
    sys.modules |= {"underthesea": module_from_spec(spec), "joblib": reader}  # the door stays shut
    try:
        with without("torch", "transformers"):
            import_module("underthesea.pipeline.text_normalize")  # first: the two import each other
            from underthesea.pipeline.word_tokenize import word_tokenize

            word_tokenize("đại hội")  # its model comes with the first text
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] in _OWN]:
            del sys.modules[name]
        sys.modules |= before
    return word_tokenize  # type: ignore[no-any-return]


class _Plain(pickle.Unpickler):
    """Reads lists, sets, dictionaries and texts; nothing that would have to be imported or called."""

    def find_class(self, module: str, name: str) -> NoReturn:
        raise pickle.UnpicklingError(f"{module}.{name} in a word list")


def read_words(path: str) -> Any:
    """A word list as underthesea ships it.

    Raises:
        pickle.UnpicklingError: it holds more than plain values.
    """
    with Path(path).open("rb") as file:
        return _Plain(file).load()


class UndertheseaSegmenter:
    """``Segmenter`` over underthesea's word tokenizer; loads its model on first use (seconds)."""

    def words(self, text: str) -> list[Token]:
        """Words in order; every token is a slice of ``text``, figures are tokens of their own."""
        tokens: list[Token] = []
        start = 0
        for figure in FIGURE.finditer(text):
            tokens += self._plain(text, start, figure.start())
            tokens.append(Token(figure.group(), figure.start(), figure.end()))
            start = figure.end()
        return [*tokens, *self._plain(text, start, len(text))]

    @staticmethod
    def _plain(text: str, start: int, end: int) -> Iterator[Token]:
        word_tokenize = _tokenizer()
        source = new_placement(text[start:end])
        if not source.strip():
            return
        position = 0
        for word in word_tokenize(source, use_token_normalize=False):
            span = _find(source, word, position)
            if span is not None:
                position = span[1]
                yield Token(text[start + span[0] : start + span[1]], start + span[0], start + span[1])


def _find(source: str, word: str, position: int) -> tuple[int, int] | None:
    """Span of ``word`` at or after ``position``, its spaces standing for any white space."""
    pieces = word.split(" ")
    first = source.find(pieces[0], position)
    if first < 0 or not pieces[0]:
        return None
    end = first + len(pieces[0])
    for piece in pieces[1:]:
        following = source.find(piece, end)
        if following < 0 or source[end:following].strip():
            return None
        end = following + len(piece)
    return first, end
