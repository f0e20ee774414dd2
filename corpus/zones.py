"""Which paragraphs are not rules: the head, "Nơi nhận" with the signature, and the title of an attached document.

Pure. A closing begins at "Nơi nhận" or at a signature line (``T/M``, ``K/T``, ``CHỦ TỊCH``…) and ends where an
annex, a form or the title of an attached regulation begins, or at the end of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.extract import LineKind, Paragraph
from corpus.labels import Level, read_marker
from corpus.model import Unit
from corpus.text import fold

_RECIPIENTS = re.compile(r"[_*\s]*(?:kính gửi|nơi nhận)\s*[:.]?", re.IGNORECASE)
_SIGNATURE = re.compile(r"(?:T\s?/\s?M|TM|K\s?/\s?T|KT|T\s?/\s?L|TL|TUQ|T\.M|K\.T)\s*[./]?\s+[A-ZĐÀ-Ỹ]{2}")
_OFFICE = re.compile(
    r"(?:TỔNG BÍ THƯ|BÍ THƯ|(?:THỨ |BỘ )TRƯỞNG|(?:PHÓ )?(?:CHỦ TỊCH|CHÁNH VĂN PHÒNG|THỦ TƯỚNG|THỐNG ĐỐC|GIÁM ĐỐC"
    r"|HIỆU TRƯỞNG|TRƯỞNG BAN))(?: [A-ZĐÀ-Ỹ ]+)?"
)
_ATTACHED = re.compile(
    r"(?:quy chế|quy định|điều lệ|nội quy|hướng dẫn|danh mục|quy trình|chương trình|kế hoạch|đề án|bản)\b",
    re.IGNORECASE,
)
_ANNEXED = re.compile(
    r"(?:ban hành )?kèm (?:theo )?"
    r"(?:quyết định|nghị quyết|nghị định|thông tư|quy định|tờ trình|công văn|hướng dẫn|luật)"
    r"|ban hành kèm",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-–—_*=.\s|]+")
_LOOK_BACK, _LOOK_AHEAD = 14, 10


@dataclass(frozen=True, slots=True)
class Zone:
    """Paragraphs ``[start, end)`` that form one unit; an attached title stays open for what follows."""

    start: int
    end: int
    unit: Unit
    path: str
    label: str

    @property
    def stays_open(self) -> bool:
        """Whether the following units belong to this one (the title of an attached document)."""
        return self.unit is Unit.ANNEX


def is_title_line(paragraph: Paragraph) -> bool:
    """Whether a paragraph looks like a heading without a marker: capitals, or bold and short, no full stop."""
    text = paragraph.text.strip()
    letters = [char for char in text if char.isalpha()]
    if paragraph.kind is LineKind.ROW or not letters or len(text) > 250:
        return False
    capitals = sum(char.isupper() for char in letters) / len(letters)
    return capitals > 0.75 or (
        (paragraph.bold or paragraph.kind is LineKind.HEADING) and len(text) <= 160 and text[-1] not in ".;,:…"
    )


def is_rule(text: str) -> bool:
    """Whether a paragraph is only a drawn line or stars."""
    return _RULE.fullmatch(text) is not None


def find_zones(paragraphs: Sequence[Paragraph], head_end: int) -> tuple[Zone, ...]:
    """Head, closings and attached titles in order; they do not overlap."""
    zones = [Zone(0, head_end, Unit.PREAMBLE, "dau", "Phần đầu văn bản")] if head_end else []
    index, closings = head_end, 0
    while index < len(paragraphs):
        if not _closes(paragraphs, index):
            index += 1
            continue
        end = _closing_end(paragraphs, index)
        closings += 1
        suffix = "" if closings == 1 else str(closings)
        zones.append(Zone(index, end, Unit.CLOSING, f"noi-nhan{suffix}", "Nơi nhận, chữ ký"))
        index = end
        if index < len(paragraphs) and _starts_unit(paragraphs[index].text) is None:
            title = _title_end(paragraphs, index)
            if title > index:
                label = f"{paragraphs[index].text.strip().capitalize()[:60]} kèm theo"
                zones.append(Zone(index, title, Unit.ANNEX, f"kt{sum(z.unit is Unit.ANNEX for z in zones) + 1}", label))
                index = title
    return tuple(zones)


def _closes(paragraphs: Sequence[Paragraph], index: int) -> bool:
    text = paragraphs[index].text.strip()
    if _RECIPIENTS.match(text) and not fold(text).startswith("kinh gui"):
        return True
    near_end = len(paragraphs) - index <= _LOOK_BACK or any(
        _RECIPIENTS.match(later.text) for later in paragraphs[index + 1 : index + _LOOK_AHEAD]
    )
    plain = _starts_unit(text) is None and len(text) <= 90
    if _SIGNATURE.match(text) and plain:
        return True
    return near_end and plain and (_OFFICE.fullmatch(text) is not None or text.startswith("____"))


def _closing_end(paragraphs: Sequence[Paragraph], start: int) -> int:
    for index in range(start + 1, len(paragraphs)):
        level = _starts_unit(paragraphs[index].text)
        if level in (Level.ANNEX, Level.FORM, Level.PART, Level.CHAPTER, Level.ARTICLE):
            return index
        if _begins_attached(paragraphs, index):
            return index
    return len(paragraphs)


def _begins_attached(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Title of an attached document: a kind in capitals, then soon "kèm theo…" or the first chapter or article."""
    paragraph = paragraphs[index]
    if not _ATTACHED.match(paragraph.text) or not is_title_line(paragraph) or paragraph.text.startswith("-"):
        return False
    for later in paragraphs[index + 1 : index + _LOOK_AHEAD]:
        if _ANNEXED.search(later.text):
            return True
        marker = read_marker(later.text)
        if marker is not None and marker.level in (Level.CHAPTER, Level.ARTICLE, Level.PART) and marker.number == (1,):
            return True
    return False


def _title_end(paragraphs: Sequence[Paragraph], start: int) -> int:
    index = start
    while index < len(paragraphs) and index - start < _LOOK_AHEAD:
        level = _starts_unit(paragraphs[index].text)
        if level is not None and level < Level.POINT:
            return index
        if not (
            is_title_line(paragraphs[index])
            or paragraphs[index].text.startswith("(")
            or is_rule(paragraphs[index].text)
        ):
            return index
        index += 1
    return index


def _starts_unit(text: str) -> Level | None:
    marker = read_marker(text)
    return None if marker is None or marker.level >= Level.DASH else marker.level
