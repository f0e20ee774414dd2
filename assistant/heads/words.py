"""The words that heads are read by, from ``words.toml`` (reviewed data, not code).

Edge: reads the file once. Each module that reads words tells their names and kinds in a class of its own, a field a
name; ``words_of`` fills it. A name that is missing, one that nobody reads, a phrase that cannot be read and an
expression that does not compile show when the module is imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import tomli

from corpus.core.phrases import LazyPattern, lazy_pattern_of
from corpus.core.text import to_nfc

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
    """``words.toml`` and the modules that read it do not agree; the message names part and entry."""


@cache
def _data() -> dict[str, Any]:
    return tomli.loads(to_nfc(Path(__file__).with_name("words.toml").read_text("utf-8")))


def words_of(part: str, shape: type[_Shape]) -> _Shape:
    """The words of a part, as the class ``shape`` names them.

    A field is a ``LazyPattern`` (an entry of ``phrases``), a pattern (of ``expressions``), a set (of ``words``) or
    rows (a list of tables, each with ``expressions``); its annotation is read as it is written.

    Raises:
        WordsError: for a name on one side only.
        PhraseError: for a phrase that cannot be read.
        re.error: for an expression that does not compile.
    """
    return filled(part, _data()[part], shape)


def filled(part: str, data: Mapping[str, Any], shape: type[_Shape]) -> _Shape:
    """As ``words_of``, from data at hand."""
    fragments: Mapping[str, str] = data.get("fragments", {})
    found: list[tuple[str, Any]] = [
        *((name, lazy_pattern_of(phrases)) for name, phrases in data.get("phrases", {}).items()),
        *((name, _any_of(part, listed, fragments)) for name, listed in data.get("expressions", {}).items()),
        *((name, frozenset(listed)) for name, listed in data.get("words", {}).items()),
    ]
    for name, rows in data.items():
        if isinstance(rows, list):
            found.append((name, tuple((_any_of(part, row["expressions"], fragments), row) for row in rows)))
    entries = dict(found)
    kinds = {name: _KINDS[kind] for name, kind in shape.__annotations__.items()}
    names = [name for name, _ in found]
    if wrong := {*kinds} ^ {*names} | {name for name in names if names.count(name) > 1}:
        raise WordsError(f"{part}: named twice, or on one side only: {sorted(wrong)}")
    if wrong := {name for name, kind in kinds.items() if not isinstance(entries[name], kind)}:
        raise WordsError(f"{part}: of another kind: {sorted(wrong)}")
    words = shape()
    vars(words).update(entries)
    return words


def _any_of(part: str, listed: Iterable[str], fragments: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern that finds any of the expressions, the first that fits, their fragments put in."""

    def put(found: re.Match[str]) -> str:
        if found[1] not in fragments:
            raise WordsError(f"{part}: no fragment is named “{found[1]}”")
        return fragments[found[1]]

    return re.compile("|".join(_FRAGMENT.sub(put, expression) for expression in listed))
