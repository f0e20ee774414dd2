"""What a document says about force: from when it applies, what it replaces, repeals or amends, who signed it.

Pure. Proposals for the catalogue, read as written; nothing is concluded from them here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.structure.header import NUMBER, clean_number
from corpus.vietnamese.writtendates import WRITTEN, day_of

_NAMED = r"\s*(?:các\s+)?(?:quy|quyết|nghị|chỉ|kết|hướng|thông|luật|pháp|điểm|khoản|mục)\b"
_LEAD_LIMIT = 300
_LINE_LIMIT = 5000  # characters of a paragraph searched for effects
_EFFECT = re.compile(r"\b(?P<verb>thay thế|bãi bỏ|hủy bỏ|sửa đổi|hết hiệu lực)\b", re.IGNORECASE)
# What stands between the verb and a number where only a part of that document is meant.
_PART = re.compile(
    r"\b(?:điểm|khoản|tiết|mục|điều|chương|phần|phụ lục|mẫu|đoạn|cụm từ|nội dung|các quy định tại)\b", re.I
)
_BASIS = re.compile(r"\b(?:theo|căn cứ|thực hiện|hướng dẫn (?:thực hiện|thi hành))\s+(?:\w+\s+){1,4}(?:số\s*)?$", re.I)
_LIST = re.compile(r"\b(?:sau|gồm)(?:\s+đây)?\s*:\s*$", re.I)
_ITEM = re.compile(r"\s*(?:[-+•]|\d{1,2}[.)]|[a-zđ][.)])\s")
_AFTER = re.compile(
    r"có hiệu lực(?:\s+thi hành)?\s*sau\s+(?P<days>[0-9]{1,3})\s+ngày,?\s*(?:kể\s+)?từ\s+ngày\s+(?:ký|ban hành)\b",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(
    r"có hiệu lực(?:\s+thi hành)?\s*(?:kể\s+)?từ\s+"
    rf"(?:ngày\s+{WRITTEN}|(?P<signed>ngày\s+(?:ký|ban hành|(?:luật\s+)?được thông qua)))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Effect:
    """A clause on another document, as written.

    Attributes:
        verb: thay thế, bãi bỏ, hủy bỏ, sửa đổi, hết hiệu lực.
        numbers: the documents named as wholes.
        text: the words.
        parts: the documents of which only a part is named (a point, an article, some words).
    """

    verb: str
    numbers: tuple[str, ...]
    text: str
    parts: tuple[str, ...] = ()


def effects(text: str) -> tuple[Effect, ...]:
    """Clauses by which this document replaces, repeals or amends documents that it names.

    A number that is only a basis ("theo Quyết định số …") is none of them; the items of a list ("Bãi bỏ các nghị định
    sau: 1. …") are.
    """
    found = []
    lead = ""
    for line in text.split("\n"):
        if lead and _ITEM.match(line):
            line = f"{lead} {line[_ITEM.match(line).end() :]}"  # type: ignore[union-attr]
        else:
            lead = line if len(line) < _LEAD_LIMIT and _EFFECT.search(line) and _LIST.search(line) else ""
        if _EFFECT.search(line) is None or NUMBER.search(line) is None:
            continue
        for sentence in re.split(r"(?<=[.;])\s", line[:_LINE_LIMIT]):
            if (effect := _effect(sentence)) is not None:
                found.append(effect)
    return tuple(found)


def _effect(sentence: str) -> Effect | None:
    verb = _EFFECT.search(sentence)
    if verb is None:
        return None
    name = verb["verb"].lower()
    own = re.search(r"\bnày\b", sentence[: verb.start()]) is not None
    repeals = name in ("bãi bỏ", "hủy bỏ") and re.match(_NAMED, sentence[verb.end() :], re.IGNORECASE)
    ends = name == "hết hiệu lực" and re.match(_NAMED, sentence.lstrip("-+ "), re.IGNORECASE)
    if not (own or repeals or ends):
        return None
    wholes: list[str] = []
    parts: list[str] = []
    last = 0 if ends else verb.end()
    for number in NUMBER.finditer(sentence):
        between = sentence[last : number.start()] if number.start() >= last else sentence[: number.start()]
        if not _BASIS.search(sentence[: number.start()]):
            (parts if _PART.search(between) else wholes).append(clean_number(number.group()))
        last = number.end()
    if not wholes and not parts:
        return None
    return Effect(name, tuple(dict.fromkeys(wholes)), " ".join(sentence.split())[:300], tuple(dict.fromkeys(parts)))


def valid_from(text: str, issued: date | None) -> date | None:
    """The day the document says it comes into force: a date, the day of signing, or so many days after it.

    ``None`` when not said, or when counted from a day that the document does not give (its publication).
    """
    days = [
        issued if match["signed"] else day_of(match)
        for match in _IN_FORCE.finditer(text)
        if not _about_other(text, match.start())
    ]
    if issued is not None:
        counted = (match for match in _AFTER.finditer(text) if not _about_other(text, match.start()))
        days += [issued + timedelta(days=int(match["days"])) for match in counted]
    return next((day for day in days if day), None)


def signatory(paragraphs: Sequence[str]) -> str:
    """Office that signed, from the closing's lines (``T/M BAN BÍ THƯ``); empty when not found."""
    for line in paragraphs:
        for text in line.split("\n"):
            if re.match(
                r"(?:T\s?/\s?M|TM\b|K\s?/\s?T|KT\b|TL\b|CHỦ TỊCH|TỔNG BÍ THƯ|BỘ TRƯỞNG|THỦ TƯỚNG)", text.strip()
            ):
                return text.strip()
    return ""


def _about_other(text: str, position: int) -> bool:
    """Whether the sentence is about another document's force ("Luật … có hiệu lực từ ngày…" in passing)."""
    sentence = text[text.rfind("\n", 0, position) + 1 : position]
    return len(sentence) > 40 and not re.search(r"\bnày\b", sentence)
