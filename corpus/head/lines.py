"""What the lines of a head are known by: kinds, numbers, days, the names of other documents. Pure."""

from __future__ import annotations

import re

from corpus.core.model import Kind
from corpus.structure.extract import Paragraph
from corpus.structure.signs import SIGN
from corpus.vietnamese.writtendates import IN_WORDS

KINDS = {
    "điều lệ": Kind.CHARTER,
    "quy định": Kind.REGULATION,
    "quy chế": Kind.STATUTE,
    "quyết định": Kind.DECISION,
    "nghị quyết liên tịch": Kind.OTHER,
    "nghị quyết": Kind.RESOLUTION,
    "chỉ thị": Kind.DIRECTIVE,
    "kết luận": Kind.CONCLUSION,
    "hướng dẫn": Kind.GUIDANCE,
    "công văn": Kind.LETTER,
    "luật": Kind.OTHER,
    "bộ luật": Kind.OTHER,
    "pháp lệnh": Kind.OTHER,
    "nghị định": Kind.OTHER,
    "thông tư liên tịch": Kind.OTHER,
    "thông tư": Kind.OTHER,
    "thông báo": Kind.OTHER,
    "kế hoạch": Kind.OTHER,
    "tờ trình": Kind.OTHER,
    "lệnh": Kind.OTHER,
    "chương trình": Kind.OTHER,
    "đề án": Kind.OTHER,
    "phương án": Kind.OTHER,
    "thông tri": Kind.OTHER,
    "công điện": Kind.OTHER,
    "nội quy": Kind.OTHER,
    "quy trình": Kind.OTHER,
}
"""Names of documents as they head a page; those outside Party practice are ``Kind.OTHER``."""
KIND_WORDS = "|".join(sorted(KINDS, key=len, reverse=True))
ANY_KIND = rf"(?:{KIND_WORDS})"
NAMES_KIND = re.compile(rf"\b{ANY_KIND}\b", re.IGNORECASE)
"""The name of a kind."""
NUMBER_LINE = re.compile(rf"(?:^|[\s|*]|luật\s|nghị quyết\s)số\s*[:.]?\s*(?P<number>{SIGN})", re.IGNORECASE)
"""A number behind "số"."""
OWN_NUMBER = re.compile(
    rf"\s*(?:của\s+[^,;:]{{3,90}}?\s+)?số\s*[:.]?\s*(?P<number>{SIGN})(?P<end>[\s,]*$)?", re.IGNORECASE
)
"""A number right behind the kind."""
# Before "số" of another document: "theo Quyết định", "thực hiện Chỉ thị", "hướng dẫn thi hành Luật Đất đai".
OTHERS = re.compile(
    r"\b(?P<word>theo|căn cứ|thực hiện|thi hành|triển khai|quán triệt|hướng dẫn|sửa đổi|bổ sung|thay thế|bãi bỏ"
    r"|của|tại|trong|về|bởi|chi tiết)\b"
    rf"[^.;:()]*\b{ANY_KIND}\b[^.;:()]{{0,80}}$",
    re.IGNORECASE,
)
DATE = re.compile(
    rf"(?:(?P<place>[A-ZĐÀ-Ỹ][^,;:.|\d\n]{{0,40}}?),\s*)?ngày\s*{IN_WORDS}",
    re.IGNORECASE,
)
"""A day in words, with the place before it."""
DATE_LINE = re.compile(rf"[\s(*_]*{DATE.pattern}[\s)*_.]*", re.IGNORECASE)
"""A line of nothing else."""
BASIS = re.compile(r"[-–+*•]?\s*(?:căn cứ|xét\b|theo đề nghị|theo tờ trình|thực hiện|để\b|trên cơ sở)", re.IGNORECASE)
"""The beginning of a clause on what the document is based on."""
JOINT = re.compile(r"liên tịch\s+(?P<body>\S.{3,90})$", re.IGNORECASE)
"""The bodies of a joint document."""


def bare(paragraph: Paragraph) -> str:
    """A paragraph's text without stars, rules and the borders of cells around it."""
    return paragraph.text.strip(" *_|")
