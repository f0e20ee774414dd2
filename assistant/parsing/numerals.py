"""Vietnamese number words and figures to exact values.

Pure. Values are ``Fraction``: ``hai phần ba``, ``2/3`` and ``2 phần 3`` are one value, ``mười phần trăm``, ``10%`` and
``1/10`` another. ``corpus.vietnamese.numberwords`` reads the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from assistant.parsing.lexemes import Lexeme, word_key
from corpus.vietnamese import numberwords
from corpus.vietnamese.numberwords import HALF, HUNDRED, ONE, PART, SCALES, TAILS, TEN

_HALF_OF_VOTES, _OVER = word_key("bán"), word_key("quá")
"""``quá bán``: more than one half."""


def figure(text: str) -> Fraction:
    """Value of a written figure: ``1.588`` is 1588, ``2,5`` is 5/2, ``05`` is 5."""
    return Fraction(text.replace(".", "").replace(",", "."))


def whole(lexemes: Sequence[Lexeme], at: int) -> tuple[Fraction, int] | None:
    """Whole number in words starting at ``at`` and the position after it; ``None`` when there is none."""
    ahead = lexemes[at : at + numberwords.LONGEST]
    found = numberwords.whole([lexeme.key if lexeme.kind == "word" else "" for lexeme in ahead])
    return (Fraction(found[0]), at + found[1]) if found else None


def value_at(lexemes: Sequence[Lexeme], at: int) -> tuple[Fraction, str, int] | None:
    """Figure, fraction or percentage at ``at``: value, sort (``""`` or ``"ratio"``) and the position after it."""
    keys = [lexeme.key for lexeme in lexemes[at : at + 6]]
    if not keys:
        return None
    if keys[0] == HALF or (keys[0] == ONE and keys[1:2] == [HALF]):
        return Fraction(1, 2), "ratio", at + (1 if keys[0] == HALF else 2)
    if keys[0] == _HALF_OF_VOTES and at > 0 and lexemes[at - 1].key == _OVER:
        return Fraction(1, 2), "ratio", at + 1
    if lexemes[at].kind == "number":
        value, after = figure(lexemes[at].text), at + 1
        if after < len(lexemes) and lexemes[after].kind == "word" and lexemes[after].key in SCALES:
            value, after = value * SCALES[lexemes[after].key], after + 1
    elif lexemes[at].kind == "word" and (found := whole(lexemes, at)):
        value, after = found
    else:
        return None
    mark = lexemes[after] if after < len(lexemes) else None
    if mark is None:
        return value, "", after
    if mark.text == "%":
        return value / 100, "ratio", after + 1
    if mark.text == "/" and after + 1 < len(lexemes) and lexemes[after + 1].kind == "number":
        below = figure(lexemes[after + 1].text)
        if 0 < value < below and below < 1000 and lexemes[after + 1].start == mark.end:
            return value / below, "ratio", after + 2
    if mark.key == PART and after + 1 < len(lexemes):
        if lexemes[after + 1].key == HUNDRED:
            return value / 100, "ratio", after + 2
        below_at = lexemes[after + 1]
        under = figure(below_at.text) if below_at.kind == "number" else Fraction(TAILS.get(below_at.key, 0))
        if below_at.key == TEN:
            under = Fraction(10)
        if under > 1:
            return value / under, "ratio", after + 2
    return value, "", after
