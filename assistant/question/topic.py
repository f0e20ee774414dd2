"""Is a question about organising Party congresses at all? Words of the Party, of assemblies, of other bodies. Pure.

The words are reviewed data (``scope.toml``). Two readings: a question about another body's assembly or election (công
đoàn, cổ đông, Quốc hội …) that names nothing of the Party is never answered from the Party's rules, however alike they
sound; and a question that names nothing of either and is far from every passage is "not my subject" rather than "no
rule says so". A question with diacritics is matched with them ("có dòng" is no "cổ đông").
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from assistant.model import Evidence
from assistant.question.references import DirectReferences
from assistant.question.understanding import Understood
from corpus.core.model import Provision
from corpus.core.phrases import pattern_of
from corpus.core.text import fold

SHORT = 10
"""Most words of a turn that stays with the body spoken of before it."""
NEAR = 0.89
"""Cosine to the nearest passage from which a question counts as near the corpus; refused development questions in
scope have .91 in the middle, those out of scope .86."""


@cache
def _words(name: str, accented: bool) -> re.Pattern[str]:
    domain = tomllib.loads(files("assistant.question").joinpath("scope.toml").read_text("utf-8"))["domain"]
    phrases = domain[name]
    if not accented:
        phrases = [phrase for phrase in phrases if phrase not in domain["only_marked"]]
        phrases = [fold(phrase) for phrase in phrases if " " in phrase or fold(phrase) == phrase]
    return pattern_of(phrases)


def _text(understood: Understood) -> str:
    return understood.plain.lower() if understood.accented else fold(understood.plain)


def _names(understood: Understood, name: str) -> bool:
    return bool(_words(name, understood.accented).search(_text(understood)))


def _names_the_party(understood: Understood) -> bool:
    # "Đảng Cộng hòa" is another body: its name goes before "đảng" is looked for.
    rest = _words("bodies", understood.accented).sub(" ", _text(understood))
    if _words("party", understood.accented).search(rest) or understood.references.records:
        return True
    return bool(_words("organs", understood.accented).search(rest)) and not _names(understood, "theirs")


def elsewhere(understood: Understood) -> bool:
    """Whether the question is about another body or matter and names nothing of the Party."""
    if _names_the_party(understood):
        return False
    return _names(understood, "bodies") or (_names(understood, "matters") and not _names(understood, "assembly"))


def stays_elsewhere(understood: Understood) -> bool:
    """Whether a short turn that names nothing of the Party follows one about another body ("Có phải bỏ phiếu kín?")."""
    before = understood.earlier
    if before is None or not elsewhere(before.understood) or len(before.turn.split()) > SHORT:
        return False
    return not _names_the_party(replace(understood, plain=before.turn, references=DirectReferences()))


def speaks_of_it(understood: Understood, provision: Provision) -> bool:
    """Whether a provision itself names every other body that the question names, as the Charter does some."""
    text = f"{provision.heading} {provision.text}"
    read = text.lower() if understood.accented else fold(text)
    named = {match.group() for match in _words("bodies", understood.accented).finditer(_text(understood))}
    return bool(named) and all(re.search(rf"\b{re.escape(name)}\b", read) for name in named)


def about_congresses(understood: Understood, evidence: Sequence[Evidence]) -> bool:
    """Whether the question speaks of what the corpus speaks of; asked when nothing answers it."""
    if elsewhere(understood):
        return False
    if _names_the_party(understood) or _names(understood, "assembly"):
        return True
    return any(item.parts.get("dense", 0.0) >= NEAR for item in evidence)
