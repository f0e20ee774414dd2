"""The body that issued a document, as its head names it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.head.lines import DATE, JOINT, KINDS, NUMBER_LINE, OTHERS, bare
from corpus.head.titles import HeadTitle
from corpus.structure.extract import Paragraph
from corpus.structure.zones import is_rule, is_title_line

_OPEN_NUMBER = re.compile(r"(?:^|[|]\s*|\s(?=số\s*[:./…]))số\s*[:.]?\s*[/\-–…._ ]*\s*[/–-]\s*[A-ZĐ]{2,}", re.IGNORECASE)
_NO_BODY = re.compile(
    r"(?:phụ\s+(?:lục|biểu)|mẫu\s+(?:số|biểu)?|biểu\s+(?:số|mẫu)|tên\s|nội dung$|thuộc tính|lược đồ|văn bản|trang\s"
    r"|dự thảo)",
    re.IGNORECASE,
)
_ANNEXED = re.compile(r"phụ\s+(?:lục|biểu)\b|mẫu\s+số\b", re.IGNORECASE)
_OF_BODY = re.compile(r"\s*của\s+(?P<body>[^,;:]{3,90}?)(?=\s+số\b|\s+ngày\b|\s+về\b|\s+v/v\b|$)", re.IGNORECASE)
_STATE = re.compile(
    r"cộng h(?:òa|oà) xã hội chủ ngh(?:ĩa|iã)|độc lập\s*[-–]\s*tự do|đảng cộng sản việt nam", re.IGNORECASE
)
_FILE_NAME = re.compile(r"^\S+\.(?:docx?|rtf|pdf)\s+", re.IGNORECASE)
_OF_A_PLACE = re.compile(r"(?:(?:uỷ|ủy) ban|hội đồng) nhân dân$", re.IGNORECASE)
_PLACE_NAME = 40  # characters
_PLACE = re.compile(r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu)\s+\S", re.IGNORECASE)
_BODIES_OF = re.compile(
    r"(?:ban|bộ|chính phủ|thủ tướng|(?:uỷ|ủy) ban|hội đồng|quốc hội|chủ tịch|thống đốc|tổng|tỉnh|thành|đảng|huyện|xã"
    r"|phường|ngân hàng|kiểm toán|t(?:oà|òa) án|viện|mặt trận|liên đoàn|hội|sở|cục|văn phòng|trường|học viện|đại học"
    r"|công an|quân (?:uỷ|ủy)|trung ương|đoàn)\b",
    re.I,
)


def issuer(head: Sequence[Paragraph], title: HeadTitle) -> str:
    """The body that issued a document: as it stands above the kind, else as the title names it."""
    return _above(head, title) or _body_of(head, title)


def _above(head: Sequence[Paragraph], title: HeadTitle) -> str:
    above = head[: title.at if title.at >= 0 else 8]
    named = _issuer_lines(above)
    if _OF_A_PLACE.search(named):  # its place on the line after the motto: "ỦY BAN NHÂN DÂN | CỘNG HÒA … | TỈNH A"
        places = (bare(paragraph) for paragraph in above)
        named = " ".join([named, *[text for text in places if _PLACE.match(text) and len(text) < _PLACE_NAME][:1]])
    return named


def _issuer_lines(above: Sequence[Paragraph]) -> str:
    lines: list[str] = []
    for paragraph in above:
        text = _FILE_NAME.sub("", " ".join(paragraph.text.strip(" *_|-–").split()))
        if (motto := _STATE.search(text)) and motto.start() > 3:  # two columns on one line
            below = text[motto.end() :].strip(" *_|-–")
            text = text[: motto.start()].strip(" *_|-–")
            text = f"{text} {below}" if below.isupper() and _BODIES_OF.match(below) else text
        told = NUMBER_LINE.search(text)
        if told and ":" not in told.group() and OTHERS.search(" ".join([*lines[-1:], text[: told.start()]])):
            lines.append(text)  # "ĐOÀN KIỂM TRA" / "THEO QUYẾT ĐỊNH SỐ 5/QĐ-ST": how the body is called
            continue
        if (number := told or _OPEN_NUMBER.search(text)) and number.start() > 3:
            text = text[: number.start()].strip(" |*")
            if text.casefold() in KINDS:  # the page's own heading, "Nghị định số …", above the document
                continue
            lines += [text] if is_title_line(replace(paragraph, text=text)) else []
            break
        if not lines and _ANNEXED.match(text):
            return ""
        if not text or ":" in text or is_rule(paragraph.text) or _OPEN_NUMBER.search(text) or _NO_BODY.match(text):
            if lines:
                break
            continue
        own = replace(paragraph, text=text)
        if _STATE.search(text) or NUMBER_LINE.search(text) or DATE.search(text) or not is_title_line(own):
            if lines:
                break
            continue
        lines.append(text)
    words = " ".join(lines).split()
    half = len(words) // 2  # the gazette prints the body once more above the head
    return " ".join(words[:half] if half and words[:half] == words[half:] else words)


def _body_of(head: Sequence[Paragraph], title: HeadTitle) -> str:
    """The body that the title names: "NGHỊ ĐỊNH CỦA CHÍNH PHỦ SỐ …", also on two lines."""
    if title.at < 0:
        return ""
    below = head[title.at + 1].text if title.at + 1 < len(head) else ""
    told = (title.behind if title.behind.strip() else below).strip(" *_|")
    match = _OF_BODY.match(told) or JOINT.match(told)
    return " ".join(match["body"].split()) if match and _BODIES_OF.match(match["body"]) else ""
