"""Whole numbers in Vietnamese words, written independently of the verifier's reader. Pure."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def in_words(value: int) -> str:
    """``30`` → ``ba mươi``, ``105`` → ``một trăm linh năm``, ``1588`` → ``một nghìn năm trăm tám mươi tám``.

    Args:
        value: a whole number from 0 to 999 999.
    """
    if not 0 <= value < 1_000_000:
        raise ValueError(f"{value} is out of range")
    if value >= 1000:
        rest = value % 1000
        tail = "" if rest == 0 else (f" không trăm {_below(rest)}" if rest < 100 else f" {in_words(rest)}")
        return f"{in_words(value // 1000)} nghìn{tail}"
    if value >= 100:
        rest = value % 100
        middle = "" if rest == 0 else (f" linh {_DIGITS[rest]}" if rest < 10 else f" {_below(rest)}")
        return f"{_DIGITS[value // 100]} trăm{middle}"
    return _below(value)


def _below(value: int) -> str:
    if value < 10:
        return _DIGITS[value]
    tens, unit = divmod(value, 10)
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if unit == 0:
        return head
    tail = {1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(unit, _DIGITS[unit])
    return f"{head} {tail}"
