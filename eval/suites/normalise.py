"""One written form for facts: numerals, dates, document numbers and tone placement, so that facts can be compared.

Pure. ``tokens`` reads a text into canonical tokens; ``contains`` looks for a phrase as a run of whole tokens, so
``2/3`` is not found in ``12/3``. Nothing is removed except punctuation between words: English article stripping,
usual in question-answering scorers, would make "an toàn" equal to "toàn".

Rules, in order: NFC and lower case; dates in any usual form become ISO (``10/10/2024``, ``ngày 10 tháng 10 năm
2024`` → ``2024-10-10``; ``tháng 10/2024`` → ``2024-10``); numbers lose leading zeros and thousands dots; number words
become digits where they cannot be anything else (``hai phần ba`` → ``2/3``, ``mười lăm`` → ``15``; a single digit word
only in front of a counted noun, since "năm" is also "year" and "không" is also "not"); words are keyed by ``tone_key``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.core.text import to_nfc, tone_key
from corpus.vietnamese.numberwords import LONGEST, whole
from corpus.vietnamese.writtendates import ISO, WRITTEN

_COUNTED = frozenset(
    re.findall(
        r"\w+",
        """phần ngày tháng năm tuần giờ phút tuổi người đồng đại đảng lần phiếu nhiệm ủy uỷ chi cấp bước khóa khoá vòng
        danh thành bản tổ ban nội nhóm chức kỳ kì phương vị nguyên điều khoản điểm trường trên""",
    )
)
"""First syllables of what is counted ("ba đồng chí", "năm ngày")."""
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | {"\u00a0": " "})
_DATE = re.compile(rf"(?<![\d/.-])(?:ngày\s+)?{WRITTEN}(?![\d/-]|\.\d)")
_ISO = re.compile(rf"(?<![\d/.-])(?:ngày\s+)?{ISO}(?![\d/-])")
_MONTH = re.compile(
    r"(?<![\d/.-])tháng\s+(\d{1,2})(?:\s+năm\s+|\s*[/-]\s*)(\d{4})(?![\d/-])|(?<![\d/.-])(\d{1,2})/(\d{4})(?![\d/-])"
)
_SPACED_NUMBER = re.compile(r"(\d)\s*-\s*([a-zđ]{2,})\s*/\s*([a-zđ]+)")
_SPACED_RANGE = re.compile(r"(\d)\s+-\s+(\d+%)")
_TOKEN = re.compile(r"\d+(?:[./,-][\da-zđ]+)*%?|[^\W\d_]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_RANGE = re.compile(r"(\d+)-(\d+)%")


def tokens(text: str) -> list[str]:
    """Canonical tokens of ``text``, in order."""
    return list(_tokens(text))


def normalise(text: str) -> str:
    """The canonical tokens of ``text`` joined by single spaces."""
    return " ".join(_tokens(text))


def contains(text: str, phrase: str) -> bool:
    """Whether ``phrase`` occurs in ``text`` as a run of whole tokens.

    ``phrase`` may offer alternatives separated by ``|``; one of them is enough. An empty phrase is never contained.
    """
    haystack = f" {normalise(text)} "
    return any((needle := normalise(option)) and f" {needle} " in haystack for option in phrase.split("|"))


@lru_cache(maxsize=20_000)
def _tokens(text: str) -> tuple[str, ...]:
    plain = to_nfc(text).lower().translate(_DASHES)
    plain = re.sub(r"(?<=\d)\s+%", "%", plain)
    for written in (_DATE, _ISO):
        plain = written.sub(lambda m: _iso(m["year"], m["month"], m["day"], m[0]), plain)
    plain = _MONTH.sub(lambda m: _iso(m[2] or m[4], m[1] or m[3], "", m[0]), plain)
    plain = _SPACED_RANGE.sub(r"\1-\2", _SPACED_NUMBER.sub(r"\1-\2/\3", plain))
    return tuple(_words(_numbers([piece for token in _TOKEN.findall(plain) for piece in _figure(token)])))


def _iso(year: str, month: str, day: str, original: str) -> str:
    if not 1 <= int(month) <= 12 or (day and not 1 <= int(day) <= 31):
        return original
    return f" {year}-{int(month):02d}" + (f"-{int(day):02d} " if day else " ")


def _figure(token: str) -> list[str]:
    """A number token without leading zeros and thousands dots; ``10-15%`` as its two ends."""
    if not token[0].isdigit() or re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", token):
        return [token]
    if _THOUSANDS.fullmatch(token.rstrip("%")):
        return [token.replace(".", "").lstrip("0") or "0"]
    if ends := _RANGE.fullmatch(token):
        return [f"{int(ends[1])}%", f"{int(ends[2])}%"]
    return [re.sub(r"^0+(?=\d)", "", token)]


def _numbers(items: list[str]) -> list[str]:
    """Number words as digits, then fractions and percentages."""
    digits: list[str] = []
    at = 0
    while at < len(items):
        found = _number_at(items, at, previous=digits[-1] if digits else "")
        if found is None:
            digits.append(items[at])
            at += 1
        else:
            digits.append(str(found[0]))
            at = found[1]
    return _fractions(digits)


def _fractions(items: list[str]) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(items):
        here, rest = items[at], items[at + 1 : at + 3]
        if here.isdigit() and rest == ["phần", "trăm"]:
            out.append(f"{here}%")
            at += 3
        elif here.isdigit() and len(rest) == 2 and rest[0] == "phần" and rest[1].isdigit():
            out.append(f"{here}/{rest[1]}")
            at += 3
        elif (here == "nửa" and out and out[-1] in {"quá", "hơn", "trên"}) or (here == "bán" and out[-1:] == ["quá"]):
            out.append("1/2")
            at += 1
        elif here == "1" and rest[:1] == ["nửa"]:
            out.append("1/2")
            at += 2
        else:
            out.append(here)
            at += 1
    return out


def _number_at(items: list[str], at: int, previous: str) -> tuple[int, int] | None:
    """Value and end of the number words at ``at``; ``None`` where the words may mean something else."""
    found = whole([tone_key(item) for item in items[at : at + LONGEST]])
    if found is None:
        return None
    value, length = found
    following = items[at + length] if at + length < len(items) else ""
    if length > 1 or items[at] == "mười":
        return value, at + length
    if items[at] == "năm" and previous.isdigit():
        return None
    told = following in _COUNTED or previous == "phần" or (items[at] == "một" and following == "nửa")
    return (value, at + length) if told else None


def _words(items: list[str]) -> list[str]:
    return [item if item[0].isdigit() else tone_key(item) for item in items]
