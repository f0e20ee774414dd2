"""Which paragraphs are not rules: the head, "Nơi nhận" with the signature, and the title of an attached document.

Pure. A closing begins at "Nơi nhận" or at a signature line (``T/M``, ``K/T``, ``CHỦ TỊCH``…) and ends where an
annex, a form or the title of an attached regulation begins, or at the end of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.core.model import Unit
from corpus.core.text import fold
from corpus.structure.extract import LineKind, Paragraph
from corpus.structure.markers import MarkerRank, read_marker

_RECIPIENTS = re.compile(r"[_*\s]*(?:kính gửi|nơi nhận|nơi gửi)\s*[:.]?", re.IGNORECASE)
_SIGNATURE = re.compile(r"(?:T\s?/\s?M|TM|K\s?/\s?T|KT|T\s?/\s?L|TL|TUQ|T\.M|K\.T)\s*[./]?\s+[A-ZĐÀ-Ỹ]{2}")
_OFFICE = re.compile(
    r"(?:TỔNG BÍ THƯ|BÍ THƯ|(?:THỨ |BỘ )TRƯỞNG|(?:PHÓ )?(?:CHỦ TỊCH|CHÁNH VĂN PHÒNG|THỦ TƯỚNG|THỐNG ĐỐC|GIÁM ĐỐC"
    r"|HIỆU TRƯỞNG|TRƯỞNG BAN))(?: [A-ZĐÀ-Ỹ ]+)?"
)
_ATTACHED = re.compile(
    r"(?:quy chế|quy định|điều lệ|nội quy|hướng dẫn|danh mục|quy trình|chương trình|kế hoạch|đề án|bản|chế độ)\b",
    re.IGNORECASE,
)
_ANNEXED = re.compile(
    r"(?:ban hành )?kèm (?:theo )?"
    r"(?:quyết định|nghị quyết|nghị định|thông tư|quy định|tờ trình|công văn|hướng dẫn|luật)"
    r"|ban hành kèm",
    re.IGNORECASE,
)
_NOTE = re.compile(r"[(\s]*(?:được\s+)?(?:ban hành|kèm)\s+(?:kèm\s+)?theo\b", re.IGNORECASE)
_NOTE_LENGTH, _TITLE_LINES = 300, 8
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
    if paragraph.kind in (LineKind.ROW, LineKind.NOTE) or not letters or len(text) > 500:
        return False
    capitals = sum(char.isupper() for char in letters) / len(letters)
    return capitals > 0.75 or (
        (paragraph.bold or paragraph.kind is LineKind.HEADING) and len(text) <= 160 and text[-1] not in ".;,:…"
    )


def is_rule(text: str) -> bool:
    """Whether a paragraph is only a drawn line or stars."""
    return _RULE.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Whether a line says to which document an annex belongs: "(Ban hành kèm theo …", "(Kèm theo …"."""
    return len(text) <= _NOTE_LENGTH and _NOTE.match(text) is not None


def find_zones(paragraphs: Sequence[Paragraph], head_end: int) -> tuple[Zone, ...]:
    """Head, closings and attached titles in order; they do not overlap."""
    zones = [Zone(0, head_end, Unit.PREAMBLE, "dau", "Phần đầu văn bản")] if head_end else []
    attached = _attached_titles(paragraphs, head_end)
    index, closings = head_end, 0
    while index < len(paragraphs):
        if index in attached:
            zones.append(_attached_zone(paragraphs, index, attached[index], zones))
            index = attached[index]
            continue
        if not _closes(paragraphs, index):
            index += 1
            continue
        # An attached regulation may follow the signature at once, and must not be lost in the closing.
        end = min([_closing_end(paragraphs, index), *(start for start in attached if start > index)])
        closings += 1
        suffix = "" if closings == 1 else str(closings)
        zones.append(Zone(index, end, Unit.CLOSING, f"noi-nhan{suffix}", "Nơi nhận, chữ ký"))
        index = end
        if index < len(paragraphs) and index not in attached and _starts_unit(paragraphs[index].text) is None:
            title = _title_end(paragraphs, index)
            if title > index:
                zones.append(_attached_zone(paragraphs, index, title, zones))
                index = title
    return tuple(zones)


def _attached_titles(paragraphs: Sequence[Paragraph], head_end: int) -> dict[int, int]:
    """Titles of attached documents as ``{start: end}``: heading lines closed by "(Ban hành kèm theo…)"."""
    found: dict[int, int] = {}
    for index in range(head_end + 1, len(paragraphs)):
        text = paragraphs[index].text
        if len(text) > _NOTE_LENGTH or not _NOTE.match(text):
            continue
        start = _kind_above(paragraphs, index, head_end)
        named = start < index
        while (
            not named and start - 1 > head_end and index - start < _TITLE_LINES and is_title_line(paragraphs[start - 1])
        ):
            if _starts_unit(paragraphs[start - 1].text) in (MarkerRank.ANNEX, MarkerRank.FORM):
                start = index
                break
            start -= 1
        if start == index or _starts_unit(paragraphs[start].text) is not None:
            continue
        end = index + 1
        while end < len(paragraphs) and (paragraphs[end - 1].text.count("(") > paragraphs[end - 1].text.count(")")):
            end += 1
            if paragraphs[end - 1].text.rstrip().endswith(")") or end - index > 3:
                break
        found[start] = end
    return found


def _kind_above(paragraphs: Sequence[Paragraph], note: int, head_end: int) -> int:
    """Index of the line that only names a kind ("QUY ĐỊNH") above the note of an attached document, else ``note``."""
    for index in range(note - 1, max(head_end, note - 1 - _TITLE_LINES), -1):
        text = paragraphs[index].text.strip(" *_")
        if text.isupper() and _ATTACHED.fullmatch(text):
            return index
        if paragraphs[index].kind is LineKind.ROW or _starts_unit(text) is not None or len(text) > _NOTE_LENGTH:
            break
    return note


def _attached_zone(paragraphs: Sequence[Paragraph], start: int, end: int, zones: Sequence[Zone]) -> Zone:
    lines = [paragraph.text.strip() for paragraph in paragraphs[start:end]]
    named = next((line for line in lines if _ATTACHED.match(line)), lines[0])
    number = 1 + sum(zone.unit is Unit.ANNEX for zone in zones)
    return Zone(start, end, Unit.ANNEX, f"kt{number}", f"{named.capitalize()[:50].strip()} kèm theo")


def _closes(paragraphs: Sequence[Paragraph], index: int) -> bool:
    text = paragraphs[index].text.strip()
    # "Kính gửi" heads a letter; it opens the text instead of closing it.
    if _RECIPIENTS.match(text) and not fold(text).startswith("kinh gui"):
        return True
    # A line that is only an office ("CHỦ TỊCH") may head a chapter; it is a signature near the end or before "Nơi
    # nhận".
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
        if level in (MarkerRank.ANNEX, MarkerRank.FORM, MarkerRank.PART, MarkerRank.CHAPTER, MarkerRank.ARTICLE):
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
        if (
            marker is not None
            and marker.level in (MarkerRank.CHAPTER, MarkerRank.ARTICLE, MarkerRank.PART)
            and marker.number == (1,)
        ):
            return True
    return False


def _title_end(paragraphs: Sequence[Paragraph], start: int) -> int:
    index = start
    while index < len(paragraphs) and index - start < _LOOK_AHEAD:
        level = _starts_unit(paragraphs[index].text)
        if level is not None and level < MarkerRank.POINT:
            return index
        if not (
            is_title_line(paragraphs[index])
            or paragraphs[index].text.startswith("(")
            or is_rule(paragraphs[index].text)
        ):
            return index
        index += 1
    return index


def _starts_unit(text: str) -> MarkerRank | None:
    marker = read_marker(text)
    return None if marker is None or marker.level >= MarkerRank.DASH else marker.level
