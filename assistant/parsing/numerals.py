"""Vietnamese number words and figures to exact values.

Pure. Values are ``Fraction``: ``hai phần ba``, ``2/3`` and ``2 phần 3`` are one value, ``mười phần trăm``, ``10%`` and
``1/10`` another. Words with a second meaning count as figures only where the next word shows it: ``năm`` is five before
a counting noun (``năm ngày``, ``năm năm``) and a year elsewhere; ``một`` is one before a counting noun and an article
elsewhere (``một số``); ``tư`` is four only inside a numeral (``ba phần tư``); ``không`` is never zero at the start.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from assistant.parsing.lexemes import Lexeme, word_key

_DIGIT = {
    word_key(word): value
    for word, value in {
        "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    }.items()
}  # fmt: skip
_TAIL = {**_DIGIT, word_key("mốt"): 1, word_key("tư"): 4, word_key("lăm"): 5, word_key("nhăm"): 5}
_TEN, _TENS = word_key("mười"), word_key("mươi")
_HUNDRED = word_key("trăm")
_TO = {word_key("đến"), word_key("tới")}
_ZERO = word_key("không")
_SCALE = {word_key("nghìn"): 10**3, word_key("ngàn"): 10**3, word_key("triệu"): 10**6, word_key("tỷ"): 10**9}
_SCALE[word_key("tỉ")] = 10**9
_ODD = {word_key("linh"), word_key("lẻ")}
_PART, _HALF, _YEAR, _ONE = word_key("phần"), word_key("nửa"), word_key("năm"), word_key("một")
_COUNTED = frozenset(
    word_key(word)
    for word in re.findall(
        r"\w+",
        "ngày tháng năm tuổi giờ tuần lần phút quý người đồng đại ủy uỷ đảng chi phiếu cấp nội phần nửa mươi "
        "trăm nghìn ngàn triệu "
        "điều khoản điểm chương tỉnh xã phường huyện nhiệm khóa khoá kỳ kì phó bí ban tổ bộ thành phương "
        "cán ứng vị cột báo bản ô mẫu loại bước buổi nhóm danh hình văn",
    )
)
_HALF_OF_VOTES, _OVER = word_key("bán"), word_key("quá")
"""``quá bán``: more than one half."""
_TWICE_COUNTED = {word_key("một"): {word_key(word) for word in ("số", "cách", "trong", "khi", "mặt", "vài")}}


def figure(text: str) -> Fraction:
    """Value of a written figure: ``1.588`` is 1588, ``2,5`` is 5/2, ``05`` is 5."""
    return Fraction(text.replace(".", "").replace(",", "."))


def _below_hundred(keys: Sequence[str], at: int) -> tuple[int, int] | None:
    if at >= len(keys):
        return None
    if keys[at] == _TEN:
        unit = _TAIL.get(keys[at + 1]) if at + 1 < len(keys) else None
        if unit and not (keys[at + 1] == _YEAR or keys[at + 1] == word_key("tư")):
            return 10 + unit, at + 2
        return 10, at + 1
    tens = _DIGIT.get(keys[at])
    if tens is None:
        return None
    if at + 1 < len(keys) and keys[at + 1] == _TENS:
        unit = _TAIL.get(keys[at + 2]) if at + 2 < len(keys) else None
        if unit and keys[at + 2] != _YEAR:
            return tens * 10 + unit, at + 3
        return tens * 10, at + 2
    return tens, at + 1


def _below_thousand(keys: Sequence[str], at: int) -> tuple[int, int] | None:
    first = _below_hundred(keys, at)
    if first is None:
        return None
    value, after = first
    if value < 10 and after < len(keys) and keys[after] == _HUNDRED:
        total, after = value * 100, after + 1
        odd = after < len(keys) and keys[after] in _ODD
        after += odd
        rest = _below_hundred(keys, after)
        if rest and (odd or not (keys[after] == _YEAR and not _counts(keys, after))):
            return total + rest[0], rest[1]
        return total, after
    return value, after


def _counts(keys: Sequence[str], at: int) -> bool:
    following = keys[at + 1] if at + 1 < len(keys) else ""
    if following in _TO:
        return at + 2 < len(keys) and keys[at + 2] in {*_DIGIT, _TEN}
    return following in _COUNTED and following not in _TWICE_COUNTED.get(keys[at], set())


def whole(lexemes: Sequence[Lexeme], at: int) -> tuple[Fraction, int] | None:
    """Whole number in words starting at ``at`` and the position after it; ``None`` when there is none."""
    keys = [lexeme.key if lexeme.kind == "word" else "" for lexeme in lexemes[at : at + 14]]
    if not keys or (keys[0] in {_YEAR, _ONE} and not _counts(keys, 0)):
        return None
    group = _below_thousand(keys, 0)
    if group is None:
        return None
    total, (value, after) = 0, group
    while after < len(keys) and keys[after] in _SCALE:
        total, after = total + value * _SCALE[keys[after]], after + 1
        following = _below_thousand(keys, after) if after < len(keys) else None
        if keys[after : after + 2] == [_ZERO, _HUNDRED]:
            rest = _below_hundred(keys, after + 2 + (keys[after + 2 : after + 3] != [] and keys[after + 2] in _ODD))
            following = rest or (0, after + 2)
        if following is None or (keys[after] in {_YEAR, _ONE} and not _counts(keys, after)):
            return Fraction(total), at + after
        value, after = following
    return Fraction(total + value), at + after


def value_at(lexemes: Sequence[Lexeme], at: int) -> tuple[Fraction, str, int] | None:
    """Figure, fraction or percentage at ``at``: value, sort (``""`` or ``"ratio"``) and the position after it."""
    keys = [lexeme.key for lexeme in lexemes[at : at + 6]]
    if not keys:
        return None
    if keys[0] == _HALF or (keys[0] == _ONE and keys[1:2] == [_HALF]):
        return Fraction(1, 2), "ratio", at + (1 if keys[0] == _HALF else 2)
    if keys[0] == _HALF_OF_VOTES and at > 0 and lexemes[at - 1].key == _OVER:
        return Fraction(1, 2), "ratio", at + 1
    if lexemes[at].kind == "number":
        value, after = figure(lexemes[at].text), at + 1
        if after < len(lexemes) and lexemes[after].kind == "word" and lexemes[after].key in _SCALE:
            value, after = value * _SCALE[lexemes[after].key], after + 1
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
    if mark.key == _PART and after + 1 < len(lexemes):
        if lexemes[after + 1].key == _HUNDRED:
            return value / 100, "ratio", after + 2
        below_at = lexemes[after + 1]
        under = figure(below_at.text) if below_at.kind == "number" else Fraction(_TAIL.get(below_at.key, 0))
        if below_at.key == _TEN:
            under = Fraction(10)
        if under > 1:
            return value / under, "ratio", after + 2
    return value, "", after
