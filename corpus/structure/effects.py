"""What a document says about force: from when it applies, what it replaces, repeals or amends, who signed it.

Pure. Proposals for the catalogue, read as written; nothing is concluded from them here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.structure.header import NUMBER, clean_number
from corpus.vietnamese.writtendates import WRITTEN, day_of

_NAMED = r"\s*(?:các\s+)?(?:quy|quyết|nghị|chỉ|kết|hướng|thông|luật|pháp)\b"
_LINE_LIMIT = 5000  # characters of a paragraph searched for effects
_EFFECT = re.compile(r"\b(?P<verb>thay thế|bãi bỏ|hủy bỏ|sửa đổi|hết hiệu lực)\b", re.IGNORECASE)
_IN_FORCE = re.compile(
    r"có hiệu lực(?:\s+thi hành)?\s*(?:kể\s+)?từ\s+"
    rf"(?:ngày\s+{WRITTEN}|(?P<signed>ngày\s+(?:ký|ban hành|(?:luật\s+)?được thông qua)))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Effect:
    """A clause on another document: ``verb`` (thay thế, bãi bỏ…), the numbers named, the words."""

    verb: str
    numbers: tuple[str, ...]
    text: str


def effects(text: str) -> tuple[Effect, ...]:
    """Clauses that replace, repeal or amend documents they name, in the closing third or near "hiệu lực"."""
    found = []
    for line in text.split("\n"):
        if not _EFFECT.search(line) or NUMBER.search(line) is None:
            continue
        for sentence in re.split(r"(?<=[.;])\s", line[:_LINE_LIMIT]):
            verb = _EFFECT.search(sentence)
            numbers = tuple(dict.fromkeys(clean_number(n.group()) for n in NUMBER.finditer(sentence)))
            if verb is None or not numbers:
                continue
            name = verb["verb"].lower()
            own = re.search(r"\bnày\b", sentence[: verb.start()]) is not None
            repeals = name in ("bãi bỏ", "hủy bỏ") and re.match(_NAMED, sentence[verb.end() :], re.IGNORECASE)
            if own or repeals or (name == "hết hiệu lực" and re.match(_NAMED, sentence.lstrip("-+ "), re.IGNORECASE)):
                found.append(Effect(name, numbers, " ".join(sentence.split())[:300]))
    return tuple(found)


def valid_from(text: str, issued: date | None) -> date | None:
    """The day the document says it comes into force: a date, or the day of signing; ``None`` when not said."""
    days = [
        issued if match["signed"] else day_of(match)
        for match in _IN_FORCE.finditer(text)
        if not _about_other(text, match.start())
    ]
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
