"""A sentence as comparable atoms: hard facts, bodies, operators, terms, verbs, plain words – in order, with places.

Pure, with the reviewed vocabulary of ``assistant.parsing.lexicon``. Every word of the text ends in one atom, in the
force of one atom (``phải``, ``không được``…), opens a phrase, or is *light* (a frozen list of connectives). Atoms carry
the sentence, the list item and the phrase they stand in, because word order may change between phrases and not inside
them. The passive (``X do A quyết định``) is brought to the order of the active (``A quyết định X``) in claim and quote
alike (``assistant.parsing.chunking``).
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from assistant.parsing.atom import Atom
from assistant.parsing.chunking import arranged
from assistant.parsing.facts import fact_at
from assistant.parsing.lexemes import lexemes, word_key
from assistant.parsing.lexicon import Sense, lexicon

_PROVES = {"ban chấp hành trung ương": ("trung ương",)}
"""Looser names that a body is known by: the Central Committee is ``Trung ương`` for short, but not the reverse."""


@lru_cache(maxsize=1024)
def atoms(text: str) -> tuple[Atom, ...]:
    """Comparable atoms of ``text`` in comparing order."""
    return arranged(_bounded(_read(text)), text)


@lru_cache(maxsize=1024)
def linear(text: str) -> tuple[Atom, ...]:
    """Atoms of ``text`` one after the other, operators and marks among them; figures have their bounds."""
    return tuple(_bounded(_read(text)))


def _read(text: str) -> list[Atom]:
    words = lexicon()
    stream = words.expand(lexemes(text))
    found: list[Atom] = []
    at = 0
    while at < len(stream):
        sense = words.match(stream, at)
        if (
            sense
            and sense[0].key == "theo quy định"
            and (named := fact_at(stream, at + 1))
            and named.kind == "document"
        ):
            sense = Sense("opener", "theo"), at + 1
        fact = fact_at(stream, at)
        if fact and (sense is None or fact.last >= sense[1]):
            last = fact.last
            atom = Atom(fact.kind, fact.key, stream[at].start, stream[last - 1].end, fact.also)
            if fact.key == "num:1:" and last < len(stream) and stream[last].key == "trong":
                last, atom = last + 1, replace(atom, kind="quantifier", key="một trong", end=stream[last].end)
        elif sense:
            last = sense[1]
            also = _PROVES.get(sense[0].key, ()) if sense[0].kind == "body" else ()
            atom = Atom(sense[0].kind, sense[0].key, stream[at].start, stream[last - 1].end, also)
        else:
            last, lexeme = at + 1, stream[at]
            kind = lexeme.kind if lexeme.kind in {"word", "mark"} else "number"
            atom = Atom(kind, lexeme.key, lexeme.start, lexeme.end)
            if lexeme.text == "/" and last < len(stream) and stream[last].key == word_key("lần"):
                last, atom = last + 1, Atom("number", "num:1:lần", lexeme.start, stream[last].end)
        found.append(atom)
        at = last
    return found


def _bounded(found: list[Atom]) -> list[Atom]:
    """Give each figure its bound and drop the bound words; a bound word that binds no figure is a word."""
    result: list[Atom] = []
    pending: Atom | None = None
    distance = at = 0
    for atom in found:
        if atom.kind in {"bound", "maybe_bound"}:
            if (
                pending is not None
                and pending.kind == "bound"
                and distance == 0
                and (atom.key == pending.key or (pending.key, atom.key) == ("ge", "gt"))
            ):
                pending = replace(pending, key=atom.key)
                continue
            if pending is not None:
                result.insert(at, _unbinding(pending))
            pending, distance, at = atom, 0, len(result)
            continue
        if atom.kind == "after_bound":
            _bind_back(result, atom)
            continue
        if pending is not None:
            if atom.kind == "number":
                atom = replace(atom, bound=_bound(pending.key, atom))
                pending = None
            elif atom.kind in {"date", "ordinal"} and pending.kind == "maybe_bound":
                atom = replace(atom, bound=pending.key if pending.key in {"from", "until", "gt", "lt"} else "")
                pending = None
            else:
                distance += atom.kind not in {"light", "optional"}
                if distance > (3 if pending.kind == "bound" else 0) or atom.kind == "mark":
                    result.insert(at, _unbinding(pending))
                    pending = None
        result.append(atom)
    if pending is not None:
        result.insert(at, _unbinding(pending))
    return result


def _bind_back(result: list[Atom], after: Atom) -> None:
    for back in range(len(result) - 1, max(-1, len(result) - 9), -1):
        if result[back].kind == "mark":
            break
        if result[back].kind == "number" and result[back].bound in {"", after.key}:
            result[back] = replace(result[back], bound=after.key)
            return
    result.append(replace(after, kind="word"))


def _bound(key: str, figure: Atom) -> str:
    if ".." in figure.key:
        return "" if key in {"from", "until", "full", "about"} else key
    return {"from": "ge", "full": "", "until": "le"}.get(key, key)


def _unbinding(word: Atom) -> Atom:
    if word.key in {"from", "until"} and word.kind == "maybe_bound":
        return replace(word, kind="opener" if word.key == "from" else "light", key="từ")
    return replace(word, kind="word")
