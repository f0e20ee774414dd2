"""Copies of the corpus with one rule deleted, amended or swapped. Pure: the registry given is never changed.

An amended rule says another figure than before: the figure of a required fact is replaced wherever it stands in the
rule's text, in digits or in words. The text of the document moves along, so that spans stay true (invariants of
``corpus.core.model`` hold by construction).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from corpus.core.model import Document, Provision
from corpus.core.registry import Registry
from corpus.vietnamese.numberwords import in_words
from eval.suites.normalise import contains, tokens

_FRACTION = re.compile(r"\d{1,2}/\d{1,2}")
_OTHER_FRACTIONS = ("4/5", "3/7", "5/8")


@dataclass(frozen=True, slots=True)
class Amendment:
    """A rule's new text, with the fact it used to state and the fact it states now."""

    text: str
    before: str
    after: str


def without(registry: Registry, provision_ids: Iterable[str]) -> Registry:
    """The corpus without these provisions."""
    gone = set(provision_ids)
    return _copy(
        registry,
        lambda document: replace(
            document, provisions=tuple(item for item in document.provisions if item.id not in gone)
        ),
    )


def rewritten(registry: Registry, texts: Mapping[str, str]) -> Registry:
    """The corpus with other texts for some provisions (by id).

    Raises:
        ValueError: provisions whose spans overlap cannot be rewritten.
    """
    return _copy(registry, lambda document: _rewrite(document, texts))


def _copy(registry: Registry, edit: Callable[[Document], Document]) -> Registry:
    return Registry(registry.records.values(), [edit(document) for document in registry.all_documents.values()])


def _rewrite(document: Document, texts: Mapping[str, str]) -> Document:
    changed = sorted((item for item in document.provisions if item.id in texts), key=lambda item: item.start)
    if not changed:
        return document
    pieces: list[str] = []
    shifts: list[tuple[int, int]] = []
    at = moved = 0
    for item in changed:
        pieces += [document.text[at : item.start], texts[item.id]]
        at = item.end
        moved += len(texts[item.id]) - len(item.text)
        shifts.append((item.end, moved))
    text = "".join([*pieces, document.text[at:]])

    def place(item: Provision) -> Provision:
        start = item.start + next((shift for end, shift in reversed(shifts) if item.start >= end), 0)
        words = texts.get(item.id, item.text)
        return replace(item, text=words, start=start, end=start + len(words))

    return replace(document, text=text, provisions=tuple(place(item) for item in document.provisions))


def amend(text: str, facts: Iterable[str]) -> Amendment | None:
    """Give ``text`` another figure than one of the ``facts`` names; ``None`` when no fact has a figure in it.

    The new text states the new fact and no longer states the old one, both checked.
    """
    for fact in facts:
        for option in fact.split("|"):
            for old in (token for token in tokens(option) if token[0].isdigit()):
                for new in _others(old):
                    edited = _replace(text, old, new)
                    after = _replace(option, old, new)
                    if edited != text and contains(edited, after) and not contains(edited, option):
                        return Amendment(edited, fact, after)
    return None


def _others(figure: str) -> list[str]:
    """Figures of the same kind with other values."""
    if _FRACTION.fullmatch(figure):
        return [other for other in _OTHER_FRACTIONS if other != figure]
    if (bare := figure.rstrip("%")).isdigit():
        value, mark = int(bare), figure[len(bare) :]
        return [f"{value + step}{mark}" for step in ((4, 2) if value < 20 else (17, 9))]
    return []


def _replace(text: str, old: str, new: str) -> str:
    for written in sorted(_written(old), key=len, reverse=True):
        pattern = rf"(?<![\w/.,])(?<!\d-){re.escape(written)}(?![\w/%]|[.,]\d|-\w)"
        text = re.sub(pattern, new, text, flags=re.IGNORECASE)
    return text


def _written(figure: str) -> list[str]:
    """Ways in which a figure is written."""
    if _FRACTION.fullmatch(figure):
        above, below = (int(part) for part in figure.split("/"))
        words = [figure, f"{in_words(above)} phần {in_words(below)}"]
        return [*words, "một nửa"] if figure == "1/2" else words
    bare = figure.rstrip("%")
    if figure.endswith("%"):
        return [figure, f"{bare} %", f"{in_words(int(bare))} phần trăm"]
    value = int(bare)
    words = [figure, f"{value:02d}"]
    return [*words, in_words(value)] if value > 9 else words
