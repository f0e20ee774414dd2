"""Hard facts of a sentence: figures with their unit, ranges, dates, ordinals, article and document numbers.

Pure. Each fact becomes a ``Fact`` with a canonical ``key``; two writings of one fact share the key (``hai phần ba`` and
``2/3``, ``ngày 10 tháng 10 năm 2024`` and ``10/10/2024``, ``khoản 6 Điều 11`` part by part). ``also`` holds weaker keys
that the fact proves too (``294-QĐ/TW`` proves ``Quy định 294``). Units are never converted: 30 working days are not 30
days, 60 months are not 5 years. Percentages and fractions are one sort, because 50% and 1/2 say the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assistant.parsing.lexemes import Lexeme, word_key
from assistant.parsing.numerals import figure, value_at, whole

FactKind = Literal["number", "date", "article", "document", "ordinal"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One hard fact in lexemes ``[first, last)``; ``also`` are weaker keys that it proves as well."""

    kind: FactKind
    key: str
    last: int
    also: tuple[str, ...] = ()


def _k(text: str) -> tuple[str, ...]:
    return tuple(word_key(word) for word in text.split())


_UNITS: tuple[tuple[tuple[str, ...], str], ...] = tuple(
    (_k(words), unit)
    for words, unit in (
        ("ngày làm việc", "ngày làm việc"),
        ("năm tuổi đảng", "năm tuổi đảng"),
        ("tuổi đảng", "năm tuổi đảng"),
        ("ngày", "ngày"),
        ("tháng", "tháng"),
        ("năm", "năm"),
        ("tuổi", "tuổi"),
        ("giờ", "giờ"),
        ("phút", "phút"),
        ("tuần", "tuần"),
        ("lần", "lần"),
        ("buổi", "buổi"),
    )
)
_ARTICLE = {
    word_key(word): name
    for word, name in {
        "điều": "điều", "khoản": "khoản", "điểm": "điểm", "mục": "mục", "chương": "chương", "phần": "phần",
        "mẫu": "mẫu", "lục": "phụ lục", "câu": "câu",
    }.items()
}  # fmt: skip
_DOCUMENT = {
    _k(words): codes
    for words, codes in {
        "quy định": ("QĐ",), "quyết định": ("QĐ",), "quy chế": ("QĐ", "QC"), "kết luận": ("KL",), "chỉ thị": ("CT",),
        "hướng dẫn": ("HD",), "nghị quyết": ("NQ",), "công văn": ("CV",), "kế hoạch": ("KH",), "thông tri": ("TT",),
        "nghị định": ("NĐ",), "thông tư": ("TT",),
    }.items()
}  # fmt: skip
_SHORT = {"QĐ": ("QĐ",), "KL": ("KL",), "CT": ("CT",), "HD": ("HD",), "NQ": ("NQ",), "CV": ("CV",), "QC": ("QĐ", "QC")}
_ROMAN = re.compile(r"M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})")
_BEFORE_ROMAN = {word_key(w) for w in ("khóa", "khoá", "thứ", "hội", "chương", "phần", "quý", "mục", "lục", "lần")}
_DAY, _MONTH, _YEAR, _NUMBER = word_key("ngày"), word_key("tháng"), word_key("năm"), word_key("số")
_DATE_LEAD = {_DAY, word_key("mùng"), word_key("mồng"), word_key("hôm")}
_DASH = {"-", "–", "—", "÷", "~"}
_TO = {word_key("đến"), word_key("tới")}
_ORDINAL = {word_key(w): v for w, v in {"nhất": 1, "nhì": 2, "tư": 4}.items()}


def _key(lexemes: Sequence[Lexeme], at: int) -> str:
    return lexemes[at].key if 0 <= at < len(lexemes) else ""


def _text(lexemes: Sequence[Lexeme], at: int) -> str:
    return lexemes[at].text if 0 <= at < len(lexemes) else ""


def roman(text: str) -> int | None:
    """Value of a Roman numeral in capitals, ``None`` when ``text`` is none."""
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}[char] for char in text]
    return sum(-v if v < n else v for v, n in zip(values, [*values[1:], 0], strict=True))


def fact_at(lexemes: Sequence[Lexeme], at: int) -> Fact | None:
    """The longest hard fact that starts at lexeme ``at``; ``None`` where an ordinary word stands."""
    for read in (_document, _date, _article, _ordinal, _quantity):
        if found := read(lexemes, at):
            return found
    return None


def document_keys(number: str) -> tuple[str, ...]:
    """Keys proved by a document number such as ``294-QĐ/TW``: the full one first, then ``294`` with its code."""
    compact = "".join(number.split()).upper().replace("–", "-")
    match = re.fullmatch(r"(\d+)-([^/]+)/(.+)", compact)
    if match is None:
        return (f"doc:{compact}",)
    plain = str(int(match[1]))
    return (f"doc:{plain}-{match[2]}/{match[3]}", f"doc:{plain}-{match[2]}")


def _document(lexemes: Sequence[Lexeme], at: int) -> Fact | None:
    after = at
    codes = _DOCUMENT.get((_key(lexemes, at), _key(lexemes, at + 1)))
    if codes:
        after = at + 2
    elif _text(lexemes, at) in _SHORT:
        codes, after = _SHORT[_text(lexemes, at)], at + 1
    if after > at and _key(lexemes, after) == _NUMBER:
        after += 1
    if after >= len(lexemes):
        return None
    lexeme = lexemes[after]
    if lexeme.kind == "document":
        keys = document_keys(lexeme.text)
        return Fact("document", keys[0], after + 1, keys[1:])
    if after > at and codes and lexeme.kind == "number" and lexeme.text.isdigit():
        unit = _key(lexemes, after + 1)
        if unit in {_DAY, _MONTH, _YEAR, word_key("người"), word_key("lần")} or _text(lexemes, after + 1) == "%":
            return None
        if _text(lexemes, after + 1) == "/" and not re.fullmatch(r"(19|20)\d\d", _text(lexemes, after + 2)):
            return None
        return Fact("document", f"doc:{int(lexeme.text)}-{codes[0]}", after + 1)
    return None


def _date(lexemes: Sequence[Lexeme], at: int) -> Fact | None:
    lead = _key(lexemes, at) in _DATE_LEAD
    here = at + lead
    if here >= len(lexemes):
        return None
    if lexemes[here].kind == "date":
        day, month, year = (int(part) for part in re.split(r"[/.-]", lexemes[here].text))
        return _dated(day, month, year, here + 1)
    if _key(lexemes, here) == _MONTH and here + 1 < len(lexemes):
        return _month(lexemes, here, None)
    if lexemes[here].kind != "number" or not lexemes[here].text.isdigit():
        return _year(lexemes, here) if not lead else None
    first = int(lexemes[here].text)
    if _key(lexemes, here + 1) == _MONTH and (lead or _key(lexemes, here + 3) == _YEAR):
        return _month(lexemes, here + 1, first)
    if _text(lexemes, here + 1) in {"/", "-"} and here + 2 < len(lexemes) and lexemes[here + 2].kind == "number":
        second = lexemes[here + 2].text
        if re.fullmatch(r"(19|20)\d\d", second) and 1 <= first <= 12 and _text(lexemes, here + 1) == "/":
            return _dated(None, first, int(second), here + 3)
        is_day = lead or first >= int(second.replace(".", "") or 0) if second.isdigit() else False
        if is_day and _text(lexemes, here + 1) == "/" and 1 <= first <= 31 and 1 <= int(second) <= 12:
            stated = _year(lexemes, here + 3)
            return _dated(
                first,
                int(second),
                int(stated.key[5:9]) if stated else None,
                stated.last if stated else here + 3,
            )
    return None


def _month(lexemes: Sequence[Lexeme], at: int, day: int | None) -> Fact | None:
    lexeme = lexemes[at + 1] if at + 1 < len(lexemes) else None
    if lexeme is not None and lexeme.kind == "word" and (spoken := whole(lexemes, at + 1)) and spoken[0] <= 12:
        stated = _year(lexemes, spoken[1])
        return _dated(day, int(spoken[0]), int(stated.key[5:9]), stated.last) if stated else None
    if lexeme is None or lexeme.kind != "number" or not lexeme.text.isdigit() or not 1 <= int(lexeme.text) <= 12:
        return None
    month, after = int(lexeme.text), at + 2
    if day is None and _key(lexemes, after) == word_key("lần"):
        return None
    if _text(lexemes, after) == "/" and re.fullmatch(r"(19|20)\d\d", _text(lexemes, after + 1)):
        return _dated(day, month, int(_text(lexemes, after + 1)), after + 2)
    year = _year(lexemes, after)
    return _dated(day, month, int(year.key[5:9]) if year else None, year.last if year else after)


def _year(lexemes: Sequence[Lexeme], at: int) -> Fact | None:
    if _key(lexemes, at) != _YEAR or not re.fullmatch(r"(19|20)\d\d", _text(lexemes, at + 1)):
        return None
    return Fact("date", f"date:{_text(lexemes, at + 1)}", at + 2)


def _dated(day: int | None, month: int | None, year: int | None, last: int) -> Fact | None:
    if (day is not None and not 1 <= day <= 31) or (month is not None and not 1 <= month <= 12):
        return None
    parts = [f"{year:04d}" if year else "----", f"{month:02d}" if month else "--", f"{day:02d}" if day else "--"]
    key = "date:" + "-".join(parts).rstrip("-")
    weaker = []
    if day and month and year:
        weaker = [f"date:{year:04d}-{month:02d}", f"date:{'-----'[:4]}-{month:02d}-{day:02d}"]
    return Fact("date", key, last, tuple(weaker))


def _article(lexemes: Sequence[Lexeme], at: int) -> Fact | None:
    name = _ARTICLE.get(_key(lexemes, at))
    if name is None or at + 1 >= len(lexemes):
        return None
    if name == "phụ lục" and _key(lexemes, at - 1) != word_key("phụ"):
        return None
    here = at + 1
    if _key(lexemes, here) == _NUMBER and here + 1 < len(lexemes) and lexemes[here + 1].kind in {"number", "section"}:
        here += 1
    lexeme = lexemes[here]
    label = ""
    if lexeme.kind == "number" and lexeme.text.isdigit():
        label = str(int(lexeme.text))
        letter = lexemes[here + 1] if here + 1 < len(lexemes) else None
        if letter and letter.kind == "word" and letter.start == lexeme.end and len(letter.text) == 1:
            return Fact("article", f"{name}:{label}{letter.key}", here + 2)
    elif lexeme.kind == "section":
        label = lexeme.text
        if name == "điều" and label.count(".") == 1:
            article, clause = label.split(".")
            return Fact("article", f"điều:{article}.{clause}", here + 1, (f"điều:{article}",))
    elif lexeme.kind == "word" and name in {"chương", "phần", "mục", "phụ lục"} and roman(lexeme.text):
        label = str(roman(lexeme.text))
    elif lexeme.kind == "word" and name in {"điểm"} and len(lexeme.text) == 1:
        label = lexeme.key
    if not label:
        return None
    if (
        name in {"điểm", "phần", "câu"}
        and lexeme.kind == "number"
        and _key(lexemes, here + 1) in {word_key("phần"), "%"}
    ):
        return None
    return Fact("article", f"{name}:{label}", here + 1)


def _ordinal(lexemes: Sequence[Lexeme], at: int) -> Fact | None:
    here = at
    if _key(lexemes, here) == word_key("lần") and _key(lexemes, here + 1) == word_key("thứ"):
        here += 1
    if _key(lexemes, here) == word_key("thứ") and here + 1 < len(lexemes):
        lexeme = lexemes[here + 1]
        if lexeme.key in _ORDINAL:
            return Fact("ordinal", f"ord:{_ORDINAL[lexeme.key]}", here + 2)
        if value := roman(lexeme.text):
            return Fact("ordinal", f"ord:{value}", here + 2)
        if lexeme.kind == "number" and lexeme.text.isdigit():
            return Fact("ordinal", f"ord:{int(lexeme.text)}", here + 2)
        if found := whole(lexemes, here + 1):
            return Fact("ordinal", f"ord:{found[0]}", found[1])
    if _key(lexemes, at - 1) in _BEFORE_ROMAN and (value := roman(_text(lexemes, at))):
        return Fact("ordinal", f"ord:{value}", at + 1)
    return None


def _unit(lexemes: Sequence[Lexeme], at: int) -> tuple[str, int]:
    for words, unit in _UNITS:
        if all(_key(lexemes, at + n) == word for n, word in enumerate(words)):
            if unit == "năm" and re.fullmatch(r"(19|20)\d\d", _text(lexemes, at + 1)):
                continue
            return unit, at + len(words)
    return "", at


def number_key(value: Fraction, unit: str, high: Fraction | None = None) -> str:
    """Canonical key of a quantity or a closed range."""
    return f"num:{value}{f'..{high}' if high is not None else ''}:{unit}"


def _quantity(lexemes: Sequence[Lexeme], at: int) -> Fact | None:
    if lexemes[at].kind == "section":
        return Fact("article", f"mục:{lexemes[at].text}", at + 1)
    found = value_at(lexemes, at)
    if found is None:
        return None
    low, sort, after = found
    unit, end = (sort, after) if sort else _unit(lexemes, after)
    joint = _text(lexemes, end) in _DASH or _key(lexemes, end) in _TO
    if joint and (second := value_at(lexemes, end + 1)):
        high, high_sort, high_after = second
        if not high_sort:
            high_sort, high_after = _unit(lexemes, high_after)
        if (not unit or unit == high_sort) and not _looks_like_date(lexemes, end + 1):
            if high_sort == "ratio" and unit == "" and low >= 1:
                low /= 100
            if low < high:
                return Fact("number", number_key(low, high_sort, high), high_after)
    return Fact("number", number_key(low, unit), end)


def _looks_like_date(lexemes: Sequence[Lexeme], at: int) -> bool:
    if lexemes[at].kind == "date":
        return True
    if _text(lexemes, at + 1) != "/" or not _text(lexemes, at + 2).isdigit() or lexemes[at].kind != "number":
        return False
    return figure(lexemes[at].text) >= figure(_text(lexemes, at + 2))
