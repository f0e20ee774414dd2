"""What somebody puts right in the middle of a story: ``bầu 11 người, à nhầm, 13 người`` tells of thirteen. Pure.

A figure is put right by the next one that counts the same, where nothing else stands between the two; a day by the next
day. Where it is not certain which figure was wrong, the word stays, and what follows it in its sentence is unknown.
"""

from __future__ import annotations

import re

_SIGH = r"(?:a|o|oi|ua|ui|ay|ha|u|uh|thoi|chet|khoan|em|toi|minh|xin loi|noi|ghi|dem)"
_MARK = (
    rf"(?:(?:{_SIGH} ){{1,3}}(?:nham|lon)|(?<=[,:(–-] )(?:nham|dinh chinh(?: lai)?|sua lai|noi lai))(?! lan\b)"
    r"(?: (?:roi|mat|chut|ti|a|la|phai la))?"
)
_BREAK = r"(?: [,:(–-])?"
_NEUTRAL = (
    r"(?:de|an|moi|chot|lai|thanh|nay|gio|la|co|phai|dung|thuc|ra|te|chinh|xac|tong|so|du|vua|duoc|duyet|quyet|dinh|bao"
    r"|ho|chi|tinh|em|toi|minh|con)"
)
"""Words before the right figure that say nothing new of it."""
_FIGURE = re.compile(
    rf"(?<!\S)(?P<old>\d+)(?P<noun>(?: \w+){{0,3}}?){_BREAK} {_MARK}{_BREAK}"
    rf"(?P<lead>(?: {_NEUTRAL}){{0,5}}?){_BREAK} (?P<new>\d+)(?!\S)(?: \))?(?P<after>(?: \w+)?)"
)
_MARKED = re.compile(rf"(?<!\S)(?:{_SIGH} (?:nham|lon)|dinh chinh)\b|^nham\b|[,:(–-] nham\b")
_DAY = r"(?:\d{1,2}\s*[/.-]\s*)?\d{1,2}\s*[/.-]\s*\d{4}"
_DAY_AGAIN = re.compile(
    rf"{_DAY}\s*[,(–-]?\s*(?:(?:à|ờ|ủa|ấy|thôi|xin lỗi|a|o)\s*,?\s*)?"
    rf"(?:nhầm|nham|lộn|đính chính)(?:\s+(?:rồi|là|phải là))?\s*[,:]?\s*(?:(?:ngày|tháng|là|phải)\s+)*(?P<new>{_DAY})",
    re.IGNORECASE,
)
_PEOPLE = frozenset({"nguoi", "vi", "ng", "dong", "dc"})
"""Words for people of any kind: they put right who was called by another word."""
_THINGS = frozenset({"phieu", "the", "la", "ten", "suat", "ngay", "thang", "chi", "to", "don", "ky", "lan"})
"""First words of what is no people."""


def put_right(sentence: str) -> str:
    """A sentence of ``numbers.told`` with the figures that it takes back exchanged for those it gives instead."""
    while match := _FIGURE.search(sentence):
        noun, after = match["noun"].split(), match["after"].split()
        if not _same(noun, after, near=not match["lead"].split()):
            return sentence
        kept = "" if after else " ".join(noun)
        head, tail = sentence[: match.start()].rstrip(), sentence[match.end() :].strip()
        sentence = " ".join(piece for piece in (head, match["new"], " ".join(after) or kept, tail) if piece)
    return sentence


def _same(noun: list[str], after: list[str], *, near: bool) -> bool:
    """Whether both figures count the same: one word for both, people in general, or nothing said beside either."""
    if noun and after:
        first = {noun[0], after[0]}
        return len(first) == 1 or (bool(first & _PEOPLE) and not first & _THINGS)
    return near and len(noun) <= 1


def takes_back(sentence: str) -> re.Match[str] | None:
    """Where a sentence still takes something back that is not put right."""
    return _MARKED.search(sentence)


def days_put_right(text: str) -> str:
    """A text with the days that it takes back exchanged for those it gives instead."""
    return _DAY_AGAIN.sub(lambda match: match["new"], text)
