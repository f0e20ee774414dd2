"""Vietnamese number words, read and written: the one place that knows them. Pure.

``whole`` reads the words of a text, one key (``tone_key``) a word. Words with a second meaning count as figures only
where the next word shows it: ``năm`` is five before a counting noun (``năm ngày``, ``năm năm``) and a year elsewhere;
``một`` is one before a counting noun and an article elsewhere (``một số``); ``tư`` is four only inside a numeral (``ba
phần tư``); ``không`` is never zero at the start.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.core.text import tone_key

_SPOKEN = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
DIGITS = {tone_key(word): value for value, word in enumerate(_SPOKEN) if value} | {tone_key("bẩy"): 7}
"""Digits by key, zero left out."""
TAILS = DIGITS | {tone_key("mốt"): 1, tone_key("tư"): 4, tone_key("lăm"): 5, tone_key("nhăm"): 5}
"""What may stand as the last digit of a longer numeral."""
SCALES = {
    tone_key(word): value
    for word, value in {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}.items()
}
TEN, HUNDRED, PART, HALF = (tone_key(word) for word in ("mười", "trăm", "phần", "nửa"))
ONE, FIVE, ZERO = tone_key("một"), tone_key("năm"), tone_key("không")
_TENS, _FOUR = tone_key("mươi"), tone_key("tư")
_ODD = {tone_key("linh"), tone_key("lẻ")}
_TO = {tone_key("đến"), tone_key("tới")}
_COUNTED = frozenset(
    tone_key(word)
    for word in re.findall(
        r"\w+",
        "ngày tháng năm tuổi giờ tuần lần phút quý người đồng đại ủy uỷ đảng chi phiếu cấp nội phần nửa mươi "
        "trăm nghìn ngàn triệu "
        "điều khoản điểm chương tỉnh xã phường huyện nhiệm khóa khoá kỳ kì phó bí ban tổ bộ thành phương "
        "cán ứng vị cột báo bản ô mẫu loại bước buổi nhóm danh hình văn",
    )
)
"""First words of what is counted."""
_ONE_NOT_COUNTING = {tone_key(word) for word in ("số", "cách", "trong", "khi", "mặt", "vài")}
LONGEST = 14
"""Most words of a numeral that ``whole`` reads."""


def counts(keys: Sequence[str], at: int) -> bool:
    """Whether the word at ``at`` (``năm``, ``một``) is a figure, because of what follows it."""
    following = keys[at + 1] if at + 1 < len(keys) else ""
    if following in _TO:
        return at + 2 < len(keys) and keys[at + 2] in {*DIGITS, TEN}
    return following in _COUNTED and not (keys[at] == ONE and following in _ONE_NOT_COUNTING)


def whole(keys: Sequence[str]) -> tuple[int, int] | None:
    """Whole number at the start of ``keys`` and how many of them it takes; ``None`` when there is none.

    Args:
        keys: keys of the words in order; an empty key for what is no word.
    """
    keys = keys[:LONGEST]
    if not keys or _doubtful(keys, 0):
        return None
    group = _below_thousand(keys, 0)
    if group is None:
        return None
    total, (value, after) = 0, group
    while after < len(keys) and keys[after] in SCALES:
        total, after = total + value * SCALES[keys[after]], after + 1
        following = _below_thousand(keys, after) if after < len(keys) else None
        if list(keys[after : after + 2]) == [ZERO, HUNDRED]:
            rest = _below_hundred(keys, after + 2 + (after + 2 < len(keys) and keys[after + 2] in _ODD))
            following = rest or (0, after + 2)
        if following is None or _doubtful(keys, after):
            return total, after
        value, after = following
    return total + value, after


def _doubtful(keys: Sequence[str], at: int) -> bool:
    return keys[at] in {FIVE, ONE} and not counts(keys, at)


def _below_hundred(keys: Sequence[str], at: int) -> tuple[int, int] | None:
    if at >= len(keys):
        return None
    if keys[at] == TEN:
        unit = TAILS.get(keys[at + 1]) if at + 1 < len(keys) else None
        if unit and keys[at + 1] not in {FIVE, _FOUR}:
            return 10 + unit, at + 2
        return 10, at + 1
    tens = DIGITS.get(keys[at])
    if tens is None:
        return None
    if at + 1 < len(keys) and keys[at + 1] == _TENS:
        unit = TAILS.get(keys[at + 2]) if at + 2 < len(keys) else None
        if unit and keys[at + 2] != FIVE:
            return tens * 10 + unit, at + 3
        return tens * 10, at + 2
    return tens, at + 1


def _below_thousand(keys: Sequence[str], at: int) -> tuple[int, int] | None:
    first = _below_hundred(keys, at)
    if first is None:
        return None
    value, after = first
    if value < 10 and after < len(keys) and keys[after] == HUNDRED:
        total, after = value * 100, after + 1
        if after + 1 < len(keys) and keys[after] in _ODD and keys[after + 1] in TAILS:
            return total + TAILS[keys[after + 1]], after + 2
        rest = _below_hundred(keys, after)
        if rest and not (keys[after] == FIVE and not counts(keys, after)):
            return total + rest[0], rest[1]
        return total, after
    return value, after


def in_words(value: int) -> str:
    """``30`` → ``ba mươi``, ``105`` → ``một trăm linh năm``, ``1588`` → ``một nghìn năm trăm tám mươi tám``.

    Args:
        value: a whole number from 0 to 999 999.
    """
    if not 0 <= value < 1_000_000:
        raise ValueError(f"{value} is out of range")
    if value >= 1000:
        rest = value % 1000
        tail = (
            "" if rest == 0 else (f" không trăm {_words_below_hundred(rest)}" if rest < 100 else f" {in_words(rest)}")
        )
        return f"{in_words(value // 1000)} nghìn{tail}"
    if value >= 100:
        rest = value % 100
        middle = "" if rest == 0 else (f" linh {_SPOKEN[rest]}" if rest < 10 else f" {_words_below_hundred(rest)}")
        return f"{_SPOKEN[value // 100]} trăm{middle}"
    return _words_below_hundred(value)


def _words_below_hundred(value: int) -> str:
    if value < 10:
        return _SPOKEN[value]
    tens, unit = divmod(value, 10)
    head = "mười" if tens == 1 else f"{_SPOKEN[tens]} mươi"
    if unit == 0:
        return head
    tail = {1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(unit, _SPOKEN[unit])
    return f"{head} {tail}"
