"""A story with its numbers in figures, one word or mark a token, and without numbers that count nothing. Pure.

Words for numbers become figures where they count something (``hai cụ`` → ``2 cu``, ``mười lăm`` → ``15``), shares
become the word ``SHARE`` (``hai phần ba``, ``2/3``, ``quá bán``), percentages the word ``PERCENT``, ``20/40 phiếu``
becomes ``20 tren 40 phieu``. Dates, ages, article numbers and the like go: ``noise`` in ``figures.toml`` names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from corpus.core.text import fold, has_diacritics, tone_key
from corpus.vietnamese import numberwords
from corpus.vietnamese.numberwords import DIGITS, HALF, ONE, PART, TAILS, TEN

SHARE, PERCENT = "tyle", "phantram"
_DATE = re.compile(
    r"(?:\b(?:ngày|ngay|hôm|hom)\s+)?\b\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\b|\b\d{1,2}/(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d\b"
    r"|\b(?:ngày|hôm|ngay|hom|từ|tu|nghỉ|nghi|đến|den|sang)\s+\d{1,2}/\d{1,2}\b(?![/.-]\d)|\b(?:ngày|từ)\s+\d{1,2}\b(?=\s+(?:đến|tới|den|rồi|tháng))|\bngày\s+\d{1,2}\b|\b\d+-[^\W\d_]{2}[\w/.-]*",
    re.IGNORECASE,
)
_RATIO = re.compile(r"\b(\d{1,4})\s*/\s*(\d{1,4})\b")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*\s*%|\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]")
_WHOLE = re.compile(r"\d{1,4}|\d{1,3}(?:\.\d{3})+")
_MAJORITY = re.compile(
    r"\b(?:quá|qua|hơn|hon|trên|tren)\s+(?:bán|ban|nửa|nua|một nửa|mot nua|1 nửa)\b(?!\s+(?:hành|kiểm))", re.IGNORECASE
)
_SHORT = re.compile(r"\b[đd]/c\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\bthứ\s+(?:hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|\d+)\b", re.IGNORECASE)
_INVITED = re.compile(
    r"\b(?<!khách )(?<!giấy )mời(?=\s+\d+\s+(?:đảng viên|đại biểu|người|đồng chí)\b(?!\s+khách))", re.IGNORECASE
)
"""Invited members or delegates are called; without its mark the word would be the one for ``only``."""
_OF_A_FRIEND = re.compile(
    r"\b(chi bộ|đảng bộ|đảng ủy|xã|phường|cơ quan|đơn vị|huyện|tỉnh|trường|bệnh viện|công ty|bên) bạn\b", re.IGNORECASE
)
"""The neighbours; without its mark the word may be a village or a committee."""
_ROUGHLY = re.compile(r"\b(?:tầm|cỡ|độ|chừng)(?=\s+\d)", re.IGNORECASE)
"""Words for a rough figure that are other words without their marks."""
_ONE_OF = re.compile(r"\b(?:một|mot) trong (?=hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|bon|\d)", re.IGNORECASE)
_NEVER = re.compile(
    r"\b(?:(?:cũng|đều|cung|deu) )?(?:(?:chẳng|chả|hổng|hông|hem|chang)(?: (?:hề|thèm|có))?|(?:cũng|đều) không)"
    r"(?= (?:đến|tới|về|dự|ra|đi|tham|bỏ|bầu|xin|ai|sinh|den|toi|ve|du|di|bo|bau)\b)",
    re.IGNORECASE,
)
"""What is said for "không" before the verbs of coming, going and voting; "chả" without its mark may be a father."""
_OF_THEM = re.compile(r"\b(\d+) trong (?:so |tong so )?\d+ (\w+) (?=(?:nay|do|ay|kia|tren|noi tren|vua noi)\b)")
"""Some of those told just before: ``1 trong 3 người này``."""
_ROAD = "chung"
"""Half of the way is no share: ``nửa chừng``."""
_MOST_WRITTEN = 3
"""Figures of a share such as ``2/3`` are small; larger ones are counts (``20/40``)."""
_BELOW = 5


def told(text: str, nouns: re.Pattern[str], noise: re.Pattern[str]) -> str:
    """The story as folded tokens, one space apart; sentences stay apart by their marks.

    Args:
        text: what the user wrote.
        nouns: what can be counted, at the start of a folded rest of a text.
        noise: numbers that count nothing, over the result of the first pass.
    """
    text = _ONE_OF.sub("1 trong ", _SHORT.sub("đồng chí", text))
    text = _ROUGHLY.sub("khoảng", text)
    text = _OF_A_FRIEND.sub(r"\1 kế bên", text)
    text = _INVITED.sub("triệu tập", _ORDINAL.sub("thứ", text))
    text = _DATE.sub(" ", _NEVER.sub("không", text))
    text = _MAJORITY.sub(f" {SHARE} ", text)
    text = _RATIO.sub(lambda match: _ratio(match, nouns), text)
    words = _TOKEN.findall(text)
    joined = " ".join(_figures(words, nouns))
    while (cleaned := " ".join(noise.sub(" ", joined).split())) != joined:
        joined = cleaned
    return _OF_THEM.sub(r"\1 \2 ", joined)


def _ratio(match: re.Match[str], nouns: re.Pattern[str]) -> str:
    """``20/40`` as a count of another, ``2/3`` as a share, ``7/4`` as a day."""
    above, below = int(match[1]), int(match[2])
    after = fold(match.string[match.end() :]).strip()
    if above >= below:
        return " "
    if below > 12 or nouns.match(after):
        return f" {SHARE} " if below <= _BELOW else f" {above} trên {below} "
    return f" {SHARE} " if below <= _BELOW and above <= _MOST_WRITTEN else " "


def _figures(words: list[str], nouns: re.Pattern[str]) -> Iterator[str]:
    """The tokens with number words in figures."""
    accented = any(has_diacritics(word) for word in words)
    keys, folded = [tone_key(word) for word in words], [fold(word) for word in words]
    at = 0
    while at < len(words):
        word = words[at]
        rest = " ".join(folded[at + 1 : at + 5])
        if word[0].isdigit():
            yield from _written(word)
            at += 1
            continue
        if (after := _share(keys, folded, at)) is not None:
            yield SHARE
            at = after
            continue
        if (number := _whole(folded, keys, at, nouns, accented)) is not None:
            value, at = number
            yield str(value)
            continue
        if folded[at] == "phan" and rest.startswith("tram"):
            yield PERCENT
            at += 2
            continue
        yield folded[at]
        at += 1


def _written(word: str) -> Iterator[str]:
    if word.endswith("%"):
        yield PERCENT
    elif _WHOLE.fullmatch(word):
        yield word.replace(".", "")


def _share(keys: list[str], folded: list[str], at: int) -> int | None:
    """The position after ``hai phần ba``, ``một nửa`` or ``phần mười``."""
    first, second, third = [*folded[at : at + 3], "", "", ""][:3]
    if first in _PARTS and second == fold(PART) and third in {*_PARTS, fold(TEN)}:
        return at + 3
    if first == fold(PART) and third != "" and second == fold(TEN) and keys[at + 1] == TEN:
        return at + 2
    if first == fold(ONE) and second == fold(HALF):
        return at + 2
    return at + 1 if keys[at] == HALF and second != _ROAD else None


def _whole(
    folded: list[str], keys: list[str], at: int, nouns: re.Pattern[str], accented: bool
) -> tuple[int, int] | None:
    """A number in words that counts something: its value and the position after it."""
    found = numberwords.whole(keys[at : at + numberwords.LONGEST])
    rest = " ".join(folded[at + 1 : at + 5])
    if found and (found[1] > 1 or found[0] >= TEN_AND_MORE):
        return found[0], at + found[1]
    if folded[at] == _BARE_ONE and keys[at] not in DIGITS and _PERSON.match(rest):
        return 1, at + 1  # typed with one mark of two
    if keys[at] in DIGITS and nouns.match(rest):
        return DIGITS[keys[at]], at + 1
    if not accented and folded[at] in _BARE and nouns.match(rest):
        return _BARE[folded[at]], at + 1
    return None


_BARE_ONE = "mot"
_PERSON = re.compile(r"(?:nguoi|dong chi|bac|cu|ong|ba|anh|chi|co|chu|vi)\b(?! (?:bo|uy)\b)")
TEN_AND_MORE = 10
_PARTS = frozenset(map(fold, TAILS))
_BARE = {fold(word): value for word, value in
         {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "chín": 9}.items()}  # fmt: skip
"""Number words without diacritics that are read before what they count; ``nam`` and ``tam`` are other words too."""


_PERCENTS = re.compile(
    r"(?:(\d{1,3}(?:[.,]\d+)?)\s*(?:-|–|đến|den|tới|toi)\s*)?(\d{1,3}(?:[.,]\d+)?)\s*(?:%|ph[ầa]n tr[ăa]m)",
    re.IGNORECASE,
)
"""A percentage, or the two ends of a range of them."""


def percents(text: str) -> tuple[Fraction, ...]:
    """The percentages of a text, in their order."""
    found = _PERCENTS.findall(text)
    written = [end for ends in found for end in ends if end]
    return tuple(Fraction(end.replace(",", ".")) / 100 for end in written)
