"""Markers at the start of a paragraph: Phần, Chương, Mục, Điều, khoản, điểm, decimals, dashes, annexes.

Pure. ``read_marker`` recognises one; whether it really opens a unit is decided by ``corpus.structure.tree`` from the
sequence, because "30 ngày…" or "1.000 đảng viên…" look like markers too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from corpus.core.text import fold

ALPHABET = "abcdđefghijklmnopqrstuvwxyz"
"""Letters of điểm, in order; official lists leave out ``f``, ``j``, ``w``, ``z``, careless ones leave out ``đ``."""

_SKIPPED = frozenset("đfjwz")

_ROMAN = re.compile(r"^(?=[IVXL])(?:X{0,3})(?:IX|IV|V?I{0,3})$|^(?:XL|L)(?:X{0,3})(?:IX|IV|V?I{0,3})$")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_ORDINALS = {
    "nhất": 1, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10,
}  # fmt: skip


class MarkerRank(IntEnum):
    """Ranks of markers; a unit holds units of higher rank only.

    ``STEP`` is a name only: "BƯỚC HAI" heads parts of a document, "Bước 2:" items of a list, so its rank depends on
    the place.
    """

    ATTACHED = 0
    ANNEX = 1
    FORM = 2
    PART = 3
    CHAPTER = 4
    SECTION = 5
    SUBSECTION = 6
    LETTER = 7
    ROMAN = 8
    ARTICLE = 9
    NUMBER = 10
    DECIMAL = 11
    STEP = 19
    POINT = 20
    PAREN = 21
    DASH = 22
    PLUS = 23
    DOT = 24


IN_ARTICLE = MarkerRank.ARTICLE + 0.25
"""Rank of "I." where an article announces it: below the article, above its numbers."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A recognised marker.

    Attributes:
        level: its rank; a decimal of ``n`` parts is ``DECIMAL`` with ``len(number) == n``.
        number: ``(11, 4, 2)`` for 11.4.2, ``(5,)`` for khoản 5 or điểm đ, ``()`` for dashes.
        written: the marker as written, without its punctuation (``11.4.2``, ``đ``, ``III``).
        rest: offset in the paragraph where the unit's own words begin.
        word: the word before the number where it tells one sequence from another ("Bước", "Danh mục", "Phụ biểu").
    """

    level: MarkerRank
    number: tuple[int, ...]
    written: str
    rest: int
    word: str = ""

    @property
    def inserted(self) -> bool:
        """Whether the number has a figure or a letter more (điểm ``a1``, khoản ``2a``, ``Điều 5a``)."""
        if self.level is MarkerRank.POINT:
            return len(self.written) > 1
        return self.level in (MarkerRank.NUMBER, MarkerRank.ARTICLE) and not self.written.isdigit()


_NAMED = re.compile(
    r"(?P<word>(?:phần(?:\s+thứ)?|chương|tiểu\s+mục|mục|điều)(?=\s)|điều(?=\d))\s*"
    r"(?P<number>\d{1,4}(?:\s?[a-zđ](?![\w]))?|[IVXLivxl]{1,7}|[A-ZĐ]|nhất|một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười)"
    r"(?P<end>\s*[.:\-–—]+(?!\d)\s*|\s*$|\s*(?=\()|\s+(?=[“\"]?[A-ZĐÀ-Ỹ]))",
    re.IGNORECASE,
)
_ANNEX = re.compile(
    r"(?P<word>phụ\s+(?:lục|biểu))(?:\s+(?:số\s*)?(?P<number>(?:\d{1,3}[A-Za-z]?|[IVXL]{1,6}|[A-Z])(?!\w)))?\s*[.:\-–—]*\s*",
    re.I,
)
_FORM = re.compile(
    r"(?:mẫu|biểu(?:\s+mẫu)?)\s+(?:số\s*)?(?P<number>\d{1,3}[A-Za-z]?(?:\s?/\s?[A-ZĐ][A-ZĐ\-]*)?)\s*[.:\-–—]*\s*",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){1,5})(?P<end>\s*[.\-–—:)]+\s*|\s+(?=[“\"(]?[A-ZĐÀ-Ỹ]))")
_STEP = re.compile(
    r"(?P<word>bước|giai\s+đoạn|danh\s+mục|nhóm|đợt|nội\s+dung|chuyên\s+đề)\s+(?:số\s+|thứ\s+)?"
    r"(?P<number>\d{1,2}|[IVX]{1,5}|nhất|một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười)(?P<end>\s*[.:\-–—]+\s*|\s*$)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<number>\d{1,3}(?:[a-zđ](?=\.\s))?)"
    r"(?P<end>\s*(?:\.\.|[./)])\s*[\-–—]?\s+|\s*(?:\.\.|[./)])(?=[A-ZĐÀ-Ỹ“\"])|\s*[\-–—:]\s+(?=[“\"]?[A-ZĐÀ-Ỹ]))"
)
_ROMAN_MARK = re.compile(r"(?P<number>[IVXL]{1,7})(?P<end>\s*[.\-–—/):]+\s*)(?=\S)")
_LETTER = re.compile(r"(?P<number>[A-HĐ])(?P<end>\s*[.\-–—/)]\s+)(?=[A-ZĐÀ-Ỹ])")
_POINT = re.compile(r"(?P<number>[a-zđ]\d{0,2})(?P<end>\s*[)/]\s*|\.\s+|\s*[\-–]\s+(?=[A-ZĐÀ-Ỹ]))(?=\S)")
_PAREN = re.compile(r"\((?P<number>\d{1,2}|[ivx]{1,5}|[a-zđ])\)\s*(?=\S)")
_BULLET = re.compile(r"(?P<mark>[-–—−]|\+|[•●▪◦*·])\s*(?=[^\s\-–—−+*])")
REFERS = re.compile(
    r"\b(?:(?:khoản|điểm|điều|mục|chương|tiết)\s+\d[\d.]*(?<!\.)(?:,\s*\d+)*(?:\s+và)?,?|của|tại|theo|và|hoặc|với)$",
    re.IGNORECASE,
)
"""What a line ends with before a reference that was wrapped onto the next one ("… nêu tại khoản 1, 2,")."""

_QUOTED = 400  # paragraphs that a quotation may have
_LEVELS = {
    "phần": MarkerRank.PART,
    "chương": MarkerRank.CHAPTER,
    "mục": MarkerRank.SECTION,
    "tiểu mục": MarkerRank.SUBSECTION,
    "điều": MarkerRank.ARTICLE,
}


def roman(text: str) -> int | None:
    """Value of a Roman numeral up to 89; ``None`` when it is not one."""
    text = text.upper()
    if not text or not _ROMAN.match(text):
        return None
    total = 0
    for here, after in zip(text, [*text[1:], ""], strict=True):
        value = _VALUES[here]
        total += -value if after and _VALUES[after] > value else value
    return total


def point_number(letter: str) -> int | None:
    """Place of a điểm letter in ``ALPHABET``; ``None`` when it is not a single letter."""
    return ALPHABET.index(letter) + 1 if len(letter) == 1 and letter in ALPHABET else None


def follows(previous: int, place: int) -> bool:
    """Whether điểm ``place`` comes next after ``previous``, letters that lists leave out skipped."""
    return place > previous and all(letter in _SKIPPED for letter in ALPHABET[previous : place - 1])


def starts_label(text: str) -> bool:
    """Whether a line looks like the start of a labelled unit (used to rebuild paragraphs)."""
    marker = read_marker(text.strip())
    return marker is not None and marker.level is not MarkerRank.PAREN


def read_marker(text: str) -> Marker | None:
    """The marker at the start of a paragraph, or ``None``."""
    if match := _NAMED.match(text):
        return _named(match)
    upper = text[:7].casefold()
    if upper.startswith(("phụ lục", "phụ biể")) and (match := _ANNEX.match(text)) and _is_title(text, match.end()):
        word = " ".join(match["word"].split()).capitalize()
        written = (match["number"] or "").strip()
        return Marker(MarkerRank.ANNEX, (_figure(match["number"]) or 0,), written, match.end(), word)
    if upper.startswith(("mẫu", "biểu")) and (match := _FORM.match(text)) and _is_title(text, match.end()):
        return Marker(MarkerRank.FORM, (_figure(match["number"]) or 0,), match["number"], match.end())
    if match := _STEP.match(text):
        return _step(match)
    if match := _DECIMAL.match(text):
        # A zero part makes it a quantity ("1.000 đảng viên", "0.5"), never a place.
        parts = tuple(int(part) for part in match["number"].split("."))
        return Marker(MarkerRank.DECIMAL, parts, match["number"], match.end()) if all(parts) else None
    if match := _NUMBER.match(text):
        return Marker(MarkerRank.NUMBER, (_figure(match["number"]) or 0,), match["number"], match.end())
    if (match := _ROMAN_MARK.match(text)) and (value := roman(match["number"])):
        return Marker(MarkerRank.ROMAN, (value,), match["number"], match.end())
    # Folding makes Đ and D one place, the fourth: a list of sections has the one or the other.
    if match := _LETTER.match(text):
        return Marker(MarkerRank.LETTER, (ord(fold(match["number"])[0]) - 96,), match["number"], match.end())
    if (match := _POINT.match(text)) and (place := point_number(match["number"][0])):
        return Marker(MarkerRank.POINT, (place,), match["number"], match.end())
    if match := _PAREN.match(text):
        return _paren(match)
    if match := _BULLET.match(text):
        level = (
            MarkerRank.DASH if match["mark"] in "-–—−" else MarkerRank.PLUS if match["mark"] == "+" else MarkerRank.DOT
        )
        return Marker(level, (), match["mark"], match.end())
    return None


def _named(match: re.Match[str]) -> Marker | None:
    word = " ".join(match["word"].casefold().split()).removesuffix(" thứ")
    written, end = match["number"].strip(), match["end"]
    # In running text the words are small: "theo điều 5", "tại chương II".
    if not match["word"][0].isupper():
        return None
    value = _figure(written) or _ORDINALS.get(written.casefold())
    if value is None and len(written) == 1 and written.isupper():
        value = ord(fold(written)) - 96
    if value is None:
        return None
    # "Điều nào", "Điều một" are words of a sentence; articles are numbered in figures.
    if word == "điều" and not written[0].isdigit():
        return None
    if not end.strip() and match.end() < len(match.string) and word in ("mục", "phần") and not match["word"].isupper():
        return None  # "Mục 2 Quy định…" in running text
    return Marker(_LEVELS[word], (value,), written, match.end())


def _step(match: re.Match[str]) -> Marker | None:
    written = match["number"]
    value = _figure(written) or _ORDINALS.get(written.casefold())
    # In running text the word is small, and "Năm" or "Ba" would be words of the sentence.
    if value is None or not match["word"][0].isupper() or (not match["end"] and match.end() < len(match.string)):
        return None
    word = " ".join(match["word"].split()).capitalize()
    return Marker(MarkerRank.STEP, (value,), written, match.end(), word)


def _figure(text: str | None) -> int | None:
    if not text:
        return None
    digits = re.match(r"\d+", text)
    return int(digits.group()) if digits else roman(text)


def _paren(match: re.Match[str]) -> Marker | None:
    written = match["number"]
    # Roman first: (i), (v), (x) number lists far more often than they are the letters.
    value = int(written) if written.isdigit() else roman(written) or point_number(written)
    return None if value is None else Marker(MarkerRank.PAREN, (value,), written, match.end())


def _is_title(text: str, end: int) -> bool:
    """An annex or form heading stands alone or is written in capitals; "Phụ lục 1 kèm theo quy định…" is not one."""
    rest = text[end:].strip()
    return not rest or text[: end or 1].isupper() or rest[:1].isupper() or rest[:1] in '(“"*'


def quotations(texts: Sequence[str]) -> list[bool]:
    """Which paragraphs lie in a quotation that begins with a quotation mark (the words of an amended document).

    Only a quotation that is closed counts; an unclosed one is read as if the mark were not there.
    """
    flags = [False] * len(texts)
    index = 0
    while index < len(texts):
        text = texts[index].lstrip()
        end = index
        curly = text[:1] == "“" and text.count("“") > text.count("”")
        straight = text[:1] == '"' and text.count('"') % 2 == 1 and read_marker(text[1:].lstrip()) is not None
        if curly or straight:
            depth = 0
            # A quotation mark that is never closed would otherwise swallow the rest of the document.
            for end in range(index, min(len(texts), index + _QUOTED)):
                if straight:
                    depth = (depth + texts[end].count('"')) % 2
                else:
                    depth += texts[end].count("“") - texts[end].count("”")
                if depth <= 0:
                    break
            if depth <= 0:
                flags[index : end + 1] = [True] * (end + 1 - index)
            else:
                end = index
        index = end + 1
    return flags
